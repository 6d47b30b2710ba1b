"""The life cycle, one function per row of its table; each returns whether the action made sense."""

from collections.abc import Callable, Iterable

from data_access.domain.city import City
from tests.reference.case import Case
from tests.reference.fine_print import (
    carried_due,
    end_suspension,
    imply_accepted,
    imply_dispatched,
    imply_filed,
    set_due,
    subclass_due,
)
from tests.reference.wire import Act, Wire, actions_by_case


def fold(wires: Iterable[Wire], city: City) -> dict[str, Case]:
    """Every case of a stream of raw actions, complete or not."""
    return {
        case_id: fold_case(case_id, acts, city) for case_id, acts in actions_by_case(wires, city.zone).items()
    }


def fold_case(case_id: str, acts: list[Act], city: City) -> Case:
    """One case from its actions in fold order."""
    reports = [act for act in acts if act.action == "report"]
    case = Case(city, case_id, report=reports[0] if reports else None)
    for act in acts:
        if ROWS[act.action](case, act):
            case.effective.append((act.action, act.at))
        else:
            case.anomaly_count += 1
    return case


# --- the rows


def report(case: Case, act: Act) -> bool:
    if act is not case.report:
        return False
    case.reported_at = act.at
    return True


def accept(case: Case, act: Act) -> bool:
    if case.stage != "REPORTED":
        return False
    case.stage = "ACCEPTED"
    case.accepted_at = act.at
    return True


def confirm(case: Case, act: Act) -> bool:
    if not case.open or case.filed:
        return False
    case.confirmed = True
    return True


def reject(case: Case, act: Act) -> bool:
    if not case.open or case.filed:
        return False
    case.stage = "REJECTED"
    case.rejected_at = act.at
    return True


def file(case: Case, act: Act) -> bool:
    if not case.open or case.filed:
        return False
    imply_accepted(case, act.at)
    case.stage = "FILED"
    case.filed_at = act.at
    set_due(case, carried_due(case, act) or subclass_due(case, act.at))
    return True


def dispatch(case: Case, act: Act) -> bool:
    if case.stage not in ("REPORTED", "ACCEPTED", "FILED"):
        return False
    imply_filed(case, act)
    set_due(case, carried_due(case, act))
    case.stage = "DISPATCHED"
    case.department = act.wire.get("department") or case.department
    case.holders.append(case.department)
    if case.first_dispatched_at is None:
        case.first_dispatched_at = act.at
    return True


def return_(case: Case, act: Act) -> bool:
    if case.stage != "DISPATCHED":
        return False
    case.stage = "FILED"
    case.return_count += 1
    return True


def suspend(case: Case, act: Act) -> bool:
    if not case.open or not case.filed or case.disposed or case.suspended:
        return False
    case.suspended_since = act.at
    return True


def resume(case: Case, act: Act) -> bool:
    if not case.open or not case.suspended:
        return False
    end_suspension(case, act.at)
    return True


def extend(case: Case, act: Act) -> bool:
    if not case.open or not case.filed or case.due_at is None or case.original_limit is None:
        return False
    if not act.at < case.due_at or case.extension_count >= 2:
        return False
    case.due_at = carried_due(case, act) or case.due_at + case.original_limit
    case.extension_count += 1
    return True


def escalate(case: Case, act: Act) -> bool:
    if not case.open:
        return False
    case.level = act.wire.get("level", 1)
    return True


def dispose(case: Case, act: Act) -> bool:
    if not case.open or case.disposed:
        return False
    end_suspension(case, act.at)
    imply_dispatched(case, act)
    case.stage = "DISPOSED"
    case.disposed_at = act.at
    return True


def verify(case: Case, act: Act) -> bool:
    if case.stage != "DISPOSED":
        return False
    case.stage = "VERIFIED"
    case.verified_at = act.at
    return True


def rework(case: Case, act: Act) -> bool:
    if case.stage not in ("DISPOSED", "VERIFIED"):
        return False
    case.stage = "DISPATCHED"
    case.disposed_at = None
    case.verified_at = None
    case.rework_count += 1
    return True


def close(case: Case, act: Act) -> bool:
    if not case.open:
        return False
    end_suspension(case, act.at)
    imply_dispatched(case, act)
    if case.disposed_at is None:
        case.disposed_at = act.at
    if case.verified_at is None:
        case.verified_at = act.at
    case.stage = "CLOSED"
    case.closed_at = act.at
    return True


def void(case: Case, act: Act) -> bool:
    if not case.open or not case.filed:
        return False
    case.stage = "VOID"
    case.void_at = act.at
    return True


def rate(case: Case, act: Act) -> bool:
    if case.stage != "CLOSED":
        return False
    case.score = act.wire["score"]
    case.rated_at = act.at
    return True


ROWS: dict[str, Callable[[Case, Act], bool]] = {
    "report": report,
    "accept": accept,
    "confirm": confirm,
    "reject": reject,
    "file": file,
    "dispatch": dispatch,
    "return": return_,
    "suspend": suspend,
    "resume": resume,
    "extend": extend,
    "escalate": escalate,
    "dispose": dispose,
    "verify": verify,
    "rework": rework,
    "close": close,
    "void": void,
    "rate": rate,
}
