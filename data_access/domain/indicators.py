"""The indicators: one row each, built from `measures`; all surfaces and the documentation read this table."""

from collections.abc import Mapping
from types import MappingProxyType

from data_access.domain.indicator_types import Better, Indicator, Kind, Unit

OWN = "Zhiwang"


def _count(
    name: str,
    zh: str,
    en: str,
    measure: str,
    *,
    unit: Unit = Unit.CASES,
    better: Better = Better.NONE,
    note: str = "",
    source: str = "GB/T 30428.4",
) -> Indicator:
    return Indicator(name, zh, en, Kind.COUNT, unit, better, measure, note=note, source=source)


def _ratio(
    name: str,
    zh: str,
    en: str,
    numerator: str,
    denominator: str,
    better: Better = Better.UP,
    *,
    complement: bool = False,
    note: str = "",
    source: str = "GB/T 30428.4",
) -> Indicator:
    return Indicator(
        name, zh, en, Kind.RATIO, Unit.SHARE, better, numerator, denominator, complement, "", note, source
    )


_IMPLIED = "Implied times count like real ones."
_FINAL = "The final time, where the step can recur."
_ACTIONS = "Each effective action counts; implied steps are no actions."
_SETTLE = "A case belongs to the one period that holds its settle_at; disposed, closed, on time are today's."
_DOWN, _UP = Better.DOWN, Better.UP

_TABLE: tuple[Indicator, ...] = (
    _count("reported_count", "上报数", "Reported", "reported"),
    _count("accepted_count", "受理数", "Accepted", "accepted", note=_IMPLIED),
    _count("filed_count", "立案数", "Filed", "filed", note=_IMPLIED),
    _count("disposed_count", "处置数", "Disposed", "disposed", note=_FINAL),
    _count("verified_count", "核查数", "Verified", "verified", note=_FINAL),
    _count("closed_count", "结案数", "Closed", "closed"),
    _count("rejected_count", "不予立案数", "Rejected", "rejected"),
    _count("void_count", "作废数", "Void", "void"),
    _count("dispatched_count", "派遣数", "Dispatches", "dispatches", unit=Unit.ACTIONS, note=_ACTIONS),
    _count("return_count", "回退数", "Returns", "returns", unit=Unit.ACTIONS, better=_DOWN, note=_ACTIONS),
    _count("rework_count", "返工数", "Reworks", "reworks", unit=Unit.ACTIONS, better=_DOWN, note=_ACTIONS),
    _count("extension_count", "延期数", "Extensions", "extensions", unit=Unit.ACTIONS, note=_ACTIONS),
    _count("suspension_count", "挂账数", "Suspensions", "suspensions", unit=Unit.ACTIONS, note=_ACTIONS),
    _count("should_dispose_count", "应处置数", "Due for disposal", "settled", note=_SETTLE),
    _ratio("disposal_rate", "处置率", "Disposal rate", "settled_disposed", "settled", note=_SETTLE),
    _ratio(
        "on_time_disposal_rate",
        "按期处置率",
        "On-time disposal rate",
        "settled_on_time",
        "settled",
        note=_SETTLE,
    ),
    _ratio("closing_rate", "结案率", "Closing rate", "settled_closed", "settled", note=_SETTLE),
    _ratio(
        "on_time_closing_rate",
        "按期结案率",
        "On-time closing rate",
        "settled_closed_on_time",
        "settled",
        note=_SETTLE,
    ),
    _count("open_count", "在办", "Open", "open"),
    _count("overdue_open_count", "超期未处置", "Overdue", "overdue", better=_DOWN),
    _count("due_soon_count", "即将超期", "Due within 2 hours", "due_soon", better=_DOWN, source=OWN),
    _ratio(
        "rework_rate",
        "返工率",
        "Rework rate",
        "reworks",
        "disposed",
        _DOWN,
        note="Actions over cases: it may exceed 1.",
    ),
    _ratio("return_rate", "回退率", "Return rate", "returns", "dispatches", _DOWN, note=_ACTIONS),
    _ratio(
        "dispatch_accuracy_rate",
        "准确派遣率",
        "Dispatch accuracy",
        "returns",
        "dispatches",
        complement=True,
        note="1 − return_rate. The numerator is below zero when more cases of earlier periods come back than "
        "are dispatched.",
    ),
    _ratio("on_time_accept_rate", "按时受理率", "On-time acceptance", "accepted_on_time", "accepted"),
    _ratio(
        "on_time_dispatch_rate",
        "按时派遣率",
        "On-time dispatch",
        "first_dispatched_on_time",
        "first_dispatched",
        note=_IMPLIED,
    ),
    _ratio("on_time_verify_rate", "按时核查率", "On-time verification", "verified_on_time", "verified"),
    _ratio("valid_report_rate", "有效上报率", "Valid report rate", "collector_valid", "collector_decided"),
    _ratio("missed_report_rate", "漏报率", "Missed report rate", "missed", "filed", _DOWN),
    _ratio(
        "response_24h_rate",
        "24小时响应率",
        "Answered within 24 h",
        "public_answered_24h",
        "public_answerable",
        source=OWN,
        note="A public report neither answered nor older than 24 h at as_of is not counted yet.",
    ),
    _ratio(
        "duplicate_rate",
        "重复上报率",
        "Duplicate rate",
        "duplicates",
        "reported",
        _DOWN,
        source=OWN,
        note="The earlier case may lie outside the filters. Of two reports of one moment neither is earlier; "
        "a case that ends at the moment of the report is not open; distance on the great circle. Cases "
        "without subclass or position repeat nothing.",
    ),
    _ratio(
        "self_handled_rate",
        "自行处置率",
        "Self-handled rate",
        "collector_self_handled",
        "collector_reported",
        Better.NONE,
        source=OWN,
    ),
    Indicator(
        "disposal_seconds_median",
        "处置时长中位数",
        "Disposal time, median",
        Kind.NUMBER,
        Unit.SECONDS,
        _DOWN,
        "disposed",
        formula="median of disposed_at − filed_at − time suspended, of {counted}",
        note="Exact, linear interpolation between ranks.",
        source=OWN,
    ),
    Indicator(
        "disposal_seconds_p90",
        "处置时长九成位",
        "Disposal time, 90th percentile",
        Kind.NUMBER,
        Unit.SECONDS,
        _DOWN,
        "disposed",
        formula="90th percentile of disposed_at − filed_at − time suspended, of {counted}",
        note="Exact, linear interpolation between ranks.",
        source=OWN,
    ),
    Indicator(
        "satisfaction_mean",
        "满意度均分",
        "Mean satisfaction",
        Kind.NUMBER,
        Unit.SCORE,
        _UP,
        "rated",
        formula="sum of scores / number of {counted}",
        note="Scores are 1 to 5; the last rating of a case holds.",
    ),
    _ratio("satisfied_rate", "满意率", "Satisfied", "satisfied", "rated"),
    Indicator(
        "load_per_staff",
        "人均在办",
        "Open per staff on duty",
        Kind.NUMBER,
        Unit.CASES_PER_STAFF,
        _DOWN,
        "open",
        formula="{counted} / staff on duty in the area",
        note="The staff is the area's, whatever the other filters; null without staff.",
        source=OWN,
    ),
)

INDICATORS: Mapping[str, Indicator] = MappingProxyType({indicator.name: indicator for indicator in _TABLE})
"""Every indicator by name, in the order in which answers list them."""

PERIOD_INDICATORS: tuple[str, ...] = tuple(
    name for name, indicator in INDICATORS.items() if not indicator.live
)
"""The indicators that belong to a period: those of a trend."""
