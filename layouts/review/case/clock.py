"""The time limit of a case: how much of it was used, when it was suspended, what is left."""

from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from layouts.review.case.parts import Case, card, moment, seconds_of, span_words
from layouts.review.parts import attributes
from layouts.text import Text


@dataclass(frozen=True, slots=True)
class Limit:
    """The disposal clock; Unix seconds."""

    filed: float
    due: float
    until: float
    """When it was disposed or ended, else the moment of the answer."""
    disposed: bool
    suspensions: tuple[tuple[float, float], ...]

    @property
    def late_seconds(self) -> float:
        """How long after the limit; negative while there is time left."""
        return self.until - self.due

    @property
    def used_seconds(self) -> float:
        """Time from filing, without suspensions."""
        return self.until - self.filed - sum(end - start for start, end in self.suspensions)


def limit_of(case: Case) -> Limit | None:
    """The clock of a case; None before it is filed, or without a limit."""
    clock = case["clock"]
    filed, due, now = (seconds_of(clock["filed_at"]), seconds_of(clock["due_at"]), seconds_of(case["as_of"]))
    if filed is None or due is None or now is None:
        return None
    disposed = seconds_of(case.get("disposed_at"))
    until = disposed or seconds_of(case.get("ended_at")) or now
    spans = tuple(
        (start, min(seconds_of(span["to"]) or until, until))
        for span in clock["suspensions"]
        if (start := seconds_of(span["from"])) is not None and start < until
    )
    return Limit(filed, due, until, disposed is not None, spans)


def clock_card(case: Case, text: Text) -> Component:
    """Bar, words and times of the limit."""
    limit = limit_of(case)
    if limit is None:
        return card(text("case.clock"), html.P(text("case.no_clock"), className="note"), name="case-clock")
    late = limit.late_seconds > 0
    state = "late" if late else case["clock"]["light"] or "done"
    said = text(
        f"case.clock_{'disposed' if limit.disposed else 'waiting'}_{'late' if late else 'in_time'}",
        used=span_words(text, limit.used_seconds),
        difference=span_words(text, abs(limit.late_seconds)),
    )
    times = [("filed_at", case["clock"]["filed_at"]), ("due_at", case["clock"]["due_at"])]
    times += [("disposed_at", case["disposed_at"])] if limit.disposed else []
    return card(
        text("case.clock"),
        _bar(limit, state, said),
        html.P(said, className=f"clock-words {state}"),
        html.Dl(
            [part for name, at in times for part in (html.Dt(text(f"case.time.{name}")), html.Dd(moment(at)))]
        ),
        *_further(case, text),
        name="case-clock",
    )


def _bar(limit: Limit, state: str, said: str) -> Component:
    whole = max(limit.until, limit.due) - limit.filed or 1.0

    def share(at: float) -> float:
        return min(max((at - limit.filed) / whole * 100, 0.0), 100.0)

    def part(start: float, end: float, name: str) -> Component:
        style = {"left": f"{share(start):.2f}%", "width": f"{share(end) - share(start):.2f}%"}
        return html.I(className=name, style=style)

    parts = [part(limit.filed, min(limit.until, limit.due), f"used {state}")]
    if limit.until > limit.due:
        parts.append(part(limit.due, limit.until, "over"))
    parts += [part(start, end, "suspended") for start, end in limit.suspensions]
    parts.append(html.I(className="due", style={"left": f"{share(limit.due):.2f}%"}))
    return html.Div(parts, className="clock-bar", role="img", **attributes(aria_label=said))


def _further(case: Case, text: Text) -> list[Component]:
    clock = case["clock"]
    lines = [
        text(
            "case.suspended",
            start=moment(span["from"]),
            end=moment(span["to"]) if span["to"] else text("case.still"),
        )
        for span in clock["suspensions"]
    ]
    lines += [text("case.extended", time=moment(at)) for at in clock["extensions"]]
    return [html.P(line, className="note") for line in lines]
