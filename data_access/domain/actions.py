"""Case actions: what can happen to a case, the fields an action carries, and the identity of an action.

Inside the program the actions of one case are a mapping `order → fields`. The order is one integer,
`at_us << RANK_BITS | rank`: sorting it is sorting by (at, rank). Fields are a small dict by `Field`,
None when there are none. Only when several actions share one order (told apart by their event_id)
the value is a list of such dicts.
"""

from collections.abc import Iterable
from enum import IntEnum, StrEnum
from typing import Any

import msgspec
import orjson

RANK_BITS = 5
RANK_MASK = (1 << RANK_BITS) - 1
MICROSECONDS = 1_000_000


class ActionKind(StrEnum):
    """The seventeen actions; their order here is their rank."""

    REPORT = "report"
    ACCEPT = "accept"
    CONFIRM = "confirm"
    REJECT = "reject"
    FILE = "file"
    DISPATCH = "dispatch"
    RETURN = "return"
    SUSPEND = "suspend"
    RESUME = "resume"
    EXTEND = "extend"
    ESCALATE = "escalate"
    DISPOSE = "dispose"
    VERIFY = "verify"
    REWORK = "rework"
    CLOSE = "close"
    VOID = "void"
    RATE = "rate"


RANKS: dict[str, int] = {kind.value: rank for rank, kind in enumerate(ActionKind, 1)}
KINDS: tuple[ActionKind, ...] = tuple(ActionKind)
"""Kind of a rank: `KINDS[rank - 1]`."""


class Field(IntEnum):
    """Fields beside case_id, action and at, under the number they are stored by."""

    EVENT_ID = 0
    BY = 1
    DEPARTMENT = 2
    DUE_AT = 3
    """Microseconds since 1970 UTC."""
    LEVEL = 4
    SCORE = 5
    KIND = 6
    CLASS = 7
    SUBCLASS = 8
    SOURCE = 9
    LON = 10
    """Degrees × 10⁷, so about a centimetre."""
    LAT = 11
    TOWN = 12
    VILLAGE = 13
    GRID = 14
    URGENT = 15
    SELF_HANDLED = 16
    DESCRIPTION = 17
    """Private: never leaves the review surface."""
    REPORTER = 18
    """Private: never leaves the review surface."""
    CHECK = 19
    """Salted hash of the reporter's check code."""


Fields = dict[int, Any]
Variants = Fields | list[Fields] | None
"""What is stored under one order."""
ActionSet = dict[int, Variants]
"""All actions of one case by order."""


class Action(msgspec.Struct, gc=False, frozen=True):
    """One validated action."""

    case_id: str
    order: int
    fields: Fields | None = None

    @property
    def at_us(self) -> int:
        """Time of the action, microseconds since 1970 UTC."""
        return self.order >> RANK_BITS

    @property
    def kind(self) -> ActionKind:
        """What happened."""
        return KINDS[(self.order & RANK_MASK) - 1]


class BadAction(ValueError):
    """A line that cannot be applied: `code` groups reasons, the text says what is wrong."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


def order_of(at_us: int, rank: int) -> int:
    """The sorting integer of an action."""
    return at_us << RANK_BITS | rank


_EVENT_ID = int(Field.EVENT_ID)
_FIELD_NAMES = {field.value: field.name.lower() for field in Field}


def canonical(order: int, fields: Fields | None) -> bytes:
    """Canonical JSON of an action's content: sorted keys, no spaces; decides between equal identities."""
    content = {_FIELD_NAMES[number]: value for number, value in (fields or {}).items()}
    content["action"] = KINDS[(order & RANK_MASK) - 1].value
    content["at"] = order >> RANK_BITS
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)


def add_action(actions: ActionSet, order: int, fields: Fields | None) -> bool:
    """Add an action to the set in place; return whether the set changed.

    Identity is the event_id, or (action, at) without one. Of two contents with one identity the smaller
    canonical JSON stays, so that the order of arrival never matters.
    """
    event_id = fields.get(_EVENT_ID) if fields else None
    if event_id is not None:
        twin = _with_event_id(actions, event_id)
        if twin is not None:
            twin_order, twin_fields = twin
            if canonical(order, fields) >= canonical(twin_order, twin_fields):
                return False
            _remove(actions, twin_order, twin_fields)
        _insert(actions, order, fields)
        return True
    if order not in actions:
        actions[order] = fields
        return True
    for present in variants(actions[order]):
        if not present or _EVENT_ID not in present:
            if present == fields or canonical(order, fields) >= canonical(order, present):
                return False
            _remove(actions, order, present)
            break
    _insert(actions, order, fields)
    return True


def add_actions(actions: ActionSet, incoming: Iterable[Action]) -> tuple[int, int]:
    """Add actions to the set in place: how many of them changed it, and the highest order among those."""
    new = newest = 0
    for action in incoming:
        order, fields = action.order, action.fields
        if order not in actions and (not fields or _EVENT_ID not in fields):
            actions[order] = fields  # Nothing that could be its twin: nearly always so.
        elif not add_action(actions, order, fields):
            continue
        new += 1
        if order > newest:
            newest = order
    return new, newest


def variants(value: Variants) -> list[Fields]:
    """The contents stored under one order, in fold order (event_id, then canonical JSON)."""
    if isinstance(value, list):
        return value
    return [value or {}]


def _with_event_id(actions: ActionSet, event_id: str) -> tuple[int, Fields] | None:
    for order, value in actions.items():
        if value:
            for fields in variants(value):
                if fields.get(Field.EVENT_ID) == event_id:
                    return order, fields
    return None


def _insert(actions: ActionSet, order: int, fields: Fields | None) -> None:
    if order not in actions:
        actions[order] = fields
        return
    together = [*variants(actions[order]), fields or {}]
    together.sort(key=lambda one: (one.get(Field.EVENT_ID) or "", canonical(order, one)))
    actions[order] = together


def _remove(actions: ActionSet, order: int, fields: Fields) -> None:
    rest = [one for one in variants(actions[order]) if one != fields]
    if not rest:
        del actions[order]
    else:
        actions[order] = rest if len(rest) > 1 else rest[0] or None
