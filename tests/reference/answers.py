"""Whole answers of the reference: overview, centres, trend, categories and heat of raw actions."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

from data_access.domain.areas import Area, AreaLevel
from data_access.domain.city import City
from tests.reference.asked import Asked
from tests.reference.case import Case
from tests.reference.counts import due_soon_count, open_count, overdue_open_count
from tests.reference.fold import fold
from tests.reference.indicators import LIVE_INDICATORS, PERIOD_INDICATORS, Answer
from tests.reference.measured import measured
from tests.reference.places import Place, place_of
from tests.reference.quality import repeating
from tests.reference.wire import Wire


@dataclass(frozen=True)
class Wanted:
    """Filters of a question by code: any of the codes given, all cases without any."""

    areas: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    subclasses: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    drawn: tuple[tuple[tuple[float, float], ...], ...] = ()
    """Corners in degrees of areas that a case lies in every one of."""


class World:
    """The folded cases of a stream; cases without a report count nowhere."""

    def __init__(self, wires: Iterable[Wire], city: City) -> None:
        self.city = city
        self.all_cases = fold(wires, city)
        self.cases = [case for case in self.all_cases.values() if case.report is not None]
        self.places: dict[str, Place] = {
            case.case_id: place_of(case.report.wire, city) for case in self.cases if case.report is not None
        }

    def chosen(self, wanted: Wanted) -> list[Case]:
        """The cases that a question is about."""
        return [
            case
            for case in self.cases
            if any(self.places[case.case_id].within(self.city, code) for code in wanted.areas or [self.root])
            and (not wanted.classes or case.attribute("class") in wanted.classes)
            and (not wanted.subclasses or case.attribute("subclass") in wanted.subclasses)
            and (not wanted.sources or case.source in wanted.sources)
            and (not wanted.departments or case.department in wanted.departments)
            and (not wanted.stages or case.stage in wanted.stages)
            and all(self.places[case.case_id].drawn_around(corners) for corners in wanted.drawn)
        ]

    def asked(self, cases: list[Case], start: datetime, end: datetime, as_of: datetime, staff: int) -> Asked:
        """A question about some of the cases."""
        return Asked(cases, self.repeating, self.places, start, end, as_of, staff)

    def category(self, case: Case, by: str) -> object:
        """Code of the category that a case belongs to."""
        if by == "department":
            return case.department
        place = self.places[case.case_id]
        areas = {"town": place.town, "village": place.village, "grid": place.grid}
        return areas[by] if by in areas else case.attribute(by)

    def direct(self, case: Case, area: Area) -> bool:
        """Whether a case of an area lies in none of the areas one level below."""
        place = self.places[case.case_id]
        below = {AreaLevel.CITY: place.town, AreaLevel.TOWN: place.village, AreaLevel.VILLAGE: place.grid}
        return below.get(area.level) is None

    @cached_property
    def repeating(self) -> frozenset[str]:
        """Ids of the cases that repeat an earlier one; the answer to every question."""
        return repeating(self.cases, self.places)

    @property
    def root(self) -> str:
        """Code of the city itself."""
        return self.city.tree.city.code

    def staff(self, codes: tuple[str, ...]) -> int:
        """Roster of some areas: of each lowest area that lies in one of them, once."""
        tree = self.city.tree
        above = {tree.city.code: {tree.city.code}}
        lowest: tuple[Area, ...] = (tree.city,)
        for level in (AreaLevel.TOWN, AreaLevel.VILLAGE, AreaLevel.GRID):
            areas = tree.at(level)
            above |= {area.code: above[lowest[area.parent].code] | {area.code} for area in areas}
            lowest = areas or lowest
        return sum(area.staff for area in lowest if above[area.code] & set(codes or (self.root,)))


def overview(
    world: World, wanted: Wanted, start: datetime, end: datetime, as_of: datetime
) -> dict[str, Answer]:
    """Every indicator under its name."""
    asked = world.asked(world.chosen(wanted), start, end, as_of, world.staff(wanted.areas))
    return {function.__name__: function(asked) for function in (*PERIOD_INDICATORS, *LIVE_INDICATORS)}


def centres(world: World, level: AreaLevel, as_of: datetime) -> dict[str, dict[str, object]]:
    """Live counts of every centre of a level, by code."""
    return {area.code: centre(world, area, as_of) for area in world.city.tree.at(level)}


def centre(world: World, area: Area, as_of: datetime) -> dict[str, object]:
    """Live counts of one centre."""
    cases = world.chosen(Wanted(areas=(area.code,)))
    open_cases = [case for case in cases if case.open]
    asked = world.asked(cases, as_of, as_of, as_of, area.staff)
    oldest = min((case.reported_at for case in open_cases if case.reported_at is not None), default=None)
    return {
        "open_count": open_count(asked),
        "due_soon_count": due_soon_count(asked),
        "overdue_open_count": overdue_open_count(asked),
        "oldest_open_seconds": None if oldest is None else (as_of - oldest) / timedelta(seconds=1),
        "staff_on_duty": area.staff,
        "direct": {
            function.__name__: function(
                world.asked([c for c in cases if world.direct(c, area)], as_of, as_of, as_of, 0)
            )
            for function in (open_count, due_soon_count, overdue_open_count)
        },
        "stages": Counter(case.stage.lower() for case in open_cases),
    }


def trend(
    world: World, wanted: Wanted, start: datetime, end: datetime, as_of: datetime, bucket: str
) -> dict[datetime, dict[str, Answer]]:
    """The indicators of a period for each bucket of city time that it touches, by the bucket's start."""
    cases = world.chosen(wanted)
    answers = {}
    moments = sorted((at, number) for number, case in enumerate(cases) for at in case.times)
    for first, last in buckets(start, min(end, as_of), bucket, world.city):
        # A case without any time in a bucket counts nowhere in it: looking at it again would only take long.
        near = moments[bisect_left(moments, (first, 0)) : bisect_left(moments, (last, 0))]
        few = [cases[number] for number in sorted({number for _, number in near})]
        asked = world.asked(few, max(first, start), min(last, end), as_of, 0)
        answers[first] = {function.__name__: function(asked) for function in PERIOD_INDICATORS}
    return answers


def buckets(start: datetime, end: datetime, bucket: str, city: City) -> Iterator[tuple[datetime, datetime]]:
    """Start and end of the hours, days or months of city time that a period touches."""
    local = start.astimezone(city.zone)
    first = local.replace(minute=0, second=0, microsecond=0)
    if bucket != "hour":
        first = first.replace(hour=0)
    if bucket == "week":
        first -= timedelta(days=first.weekday())
    if bucket == "month":
        first = first.replace(day=1)
    while start < end and first.astimezone(UTC) < end:
        following = next_bucket(first, bucket)
        yield first.astimezone(UTC), following.astimezone(UTC)
        first = following


def next_bucket(first: datetime, bucket: str) -> datetime:
    """The start of the next bucket, in city time."""
    if bucket == "hour":
        return (first.astimezone(UTC) + timedelta(hours=1)).astimezone(first.tzinfo)
    if bucket in ("day", "week"):
        return first + timedelta(days=1 if bucket == "day" else 7)
    return (first + timedelta(days=32)).replace(day=1)


def categories(
    world: World, wanted: Wanted, start: datetime, end: datetime, as_of: datetime, by: str
) -> dict[object, dict[str, Answer]]:
    """The indicators of each class, subclass, source, department or area that occurs, by code."""
    groups: dict[object, list[Case]] = {}
    for case in world.chosen(wanted):
        code = world.category(case, by)
        groups.setdefault(code, []).append(case)
    return {
        code: {
            function.__name__: function(world.asked(cases, start, end, as_of, 0))
            for function in (*PERIOD_INDICATORS, open_count, overdue_open_count, due_soon_count)
        }
        for code, cases in groups.items()
    }


def heat(
    world: World, wanted: Wanted, start: datetime, end: datetime, as_of: datetime, layer: str
) -> Counter[int]:
    """Cases by cell: reported in the period, or open now."""
    asked = world.asked(world.chosen(wanted), start, end, as_of, 0)
    counted: Counter[int] = Counter()
    for case in asked.cases:
        cell = world.places[case.case_id].cell
        if cell is not None and (case.open if layer == "open" else asked.holds(case.reported_at)):
            counted[cell] += 1
    return counted


def rhythm(
    world: World, wanted: Wanted, start: datetime, end: datetime, as_of: datetime, measure: str
) -> Counter[tuple[int, int]]:
    """What a measure counts by weekday (1 is Monday) and hour of city time."""
    asked = world.asked(world.chosen(wanted), start, end, as_of, 0)
    times = [at.astimezone(world.city.zone) for _, at in measured(measure, asked) if at is not None]
    return Counter((at.isoweekday(), at.hour) for at in times)
