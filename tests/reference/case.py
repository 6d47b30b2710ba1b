"""What the reference knows of a case: attributes of its report, times, flags, effective actions."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from data_access.domain.city import City
from tests.reference.wire import Act


@dataclass
class Case:
    """The state of one case while it is folded, and after it."""

    city: City
    case_id: str
    report: Act | None = None
    """The first report in fold order, known from the start: it gives the limit of the subclass."""
    reported_at: datetime | None = None
    accepted_at: datetime | None = None
    filed_at: datetime | None = None
    first_dispatched_at: datetime | None = None
    disposed_at: datetime | None = None
    verified_at: datetime | None = None
    closed_at: datetime | None = None
    rejected_at: datetime | None = None
    void_at: datetime | None = None
    rated_at: datetime | None = None
    stage: str = "REPORTED"
    confirmed: bool = False
    department: str | None = None
    level: int = 0
    score: int | None = None
    due_at: datetime | None = None
    original_limit: timedelta | None = None
    suspended_since: datetime | None = None
    suspended_time: timedelta = timedelta(0)
    return_count: int = 0
    rework_count: int = 0
    extension_count: int = 0
    anomaly_count: int = 0
    effective: list[tuple[str, datetime]] = field(default_factory=list)
    """(action, at) of the actions that had an effect; implied stages are not in it."""
    holders: list[str | None] = field(default_factory=list)
    """The department after each effective dispatch."""

    # --- states

    @property
    def open(self) -> bool:
        """Neither REJECTED, VOID nor CLOSED."""
        return self.stage not in ("REJECTED", "VOID", "CLOSED")

    @property
    def filed(self) -> bool:
        """Whether the case has been filed, at some time."""
        return self.filed_at is not None

    @property
    def disposed(self) -> bool:
        """Whether the case is disposed now."""
        return self.disposed_at is not None

    @property
    def suspended(self) -> bool:
        """Whether a suspension runs."""
        return self.suspended_since is not None

    @property
    def falls_due(self) -> bool:
        """Filed, neither VOID nor REJECTED nor suspended, with a due time."""
        return (
            self.filed
            and self.stage not in ("VOID", "REJECTED")
            and not self.suspended
            and self.due_at is not None
        )

    @property
    def settle_at(self) -> datetime | None:
        """The earlier of `due_at` and `disposed_at`, of a case that falls due."""
        if not self.falls_due or self.due_at is None:
            return None
        return self.due_at if self.disposed_at is None else min(self.due_at, self.disposed_at)

    @property
    def ended_at(self) -> datetime | None:
        """When the case stopped being open."""
        return self.closed_at or self.void_at or self.rejected_at

    @property
    def times(self) -> set[datetime]:
        """Every time by which anything of the case can be counted in a period."""
        reached = (
            self.reported_at, self.accepted_at, self.filed_at, self.first_dispatched_at, self.settle_at,
            self.disposed_at, self.verified_at, self.closed_at, self.rejected_at, self.void_at, self.rated_at,
        )  # fmt: skip
        return {at for at in reached if at is not None} | {at for _, at in self.effective}

    # --- attributes of the report

    def attribute(self, name: str) -> object:
        """A field of the report, None when it was not sent."""
        return None if self.report is None else self.report.wire.get(name)

    @property
    def source(self) -> str:
        """Source of the report."""
        return str(self.attribute("source"))

    @property
    def from_public(self) -> bool:
        """Whether the public reported the case."""
        return self.source in ("hotline_12345", "app", "wechat")

    @property
    def from_collector(self) -> bool:
        """Whether a collector reported the case."""
        return self.source == "collector"

    @property
    def flag(self) -> set[str]:
        """The yes-or-no attributes that are yes."""
        return {name for name in ("urgent", "self_handled") if self.attribute(name) is True}
