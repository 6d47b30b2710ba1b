"""Asks for everything that a bulletin is written from."""

import time
from datetime import timedelta
from typing import Any

from dashboard.city_events import events_shown
from dashboard.evaluation_counts import Wanted
from dashboard.evaluations import Evaluations
from dashboard.services import Services
from data_access.domain.areas import AreaLevel
from data_access.domain.period import Period, city_time, local_day, months_earlier, next_month
from data_access.domain.scope import Place
from data_access.queries.evaluation import month_of, scheme_of
from layouts.report.figures import BulletinFigures

TREND_MONTHS = 13


class NotAHome(ValueError):
    """A bulletin is for the city or a town; the message is for the one who asked."""


def last_month(services: Services) -> str:
    """The latest month that is over, in city time."""
    return month_of(int(time.time()), services.city, before=1)


def gather(
    services: Services, month: str, area: str | None = None, within: tuple[Place, ...] = ()
) -> BulletinFigures:
    """The figures of a month of the city, or of a town.

    `within` are the areas that the asker may see. Raises BadPeriod, NotAHome, EvaluationRefused and what
    `Answers.ask` raises.
    """
    city = services.city
    period = Period.month(month, city.zone)
    place = city.tree.find(area) if area else (AreaLevel.CITY, 0)
    if place is None or place[0] not in (AreaLevel.CITY, AreaLevel.TOWN):
        raise NotAHome(f"a bulletin is for the city or a town, and {area!r} is neither")
    as_of = city_time(int(time.time()), city.zone)
    first = local_day(period.start, city.zone)
    code = city.tree.at(place[0])[place[1]].code

    def ask(name: str, start: Any, end: Any, **more: str) -> Any:
        options = {"from": start.isoformat(), "to": end.isoformat(), "area": code, "as-of": as_of, **more}
        return services.answers.ask(name, options, within)

    def of_month(months_before: int) -> tuple[Any, Any]:
        begin = months_earlier(first, months_before)
        return begin, next_month(begin)

    trend_start, city_code = of_month(TREND_MONTHS - 1)[0], city.tree.city.code
    month_now, month_before, year_ago = of_month(0), of_month(1), of_month(12)
    evaluations = Evaluations(services)
    wanted = Wanted(month, area=None if place[0] is AreaLevel.CITY else code)
    frozen = evaluations.frozen(wanted)
    revised = None if frozen is None else len(evaluations.compare(wanted))
    return BulletinFigures(
        city=city,
        month=month,
        place=place,
        as_of=as_of,
        now=ask("overview", *month_now),
        before=ask("overview", *month_before),
        year_ago=ask("overview", *year_ago),
        trend=ask("trend", trend_start, month_now[1], bucket="month"),
        evaluation=frozen or evaluations.answer(wanted),
        scheme=scheme_of(city, month),
        subclasses=ask("categories", *month_now, by="subclass"),
        subclasses_before=ask("categories", *month_before, by="subclass"),
        classes=ask("categories", *month_now, by="class"),
        departments=ask("categories", *month_now, by="department"),
        sources=ask("categories", *month_now, by="source"),
        events=events_shown(
            services,
            within,
            trend_start,
            month_now[1] - timedelta(days=1),
            () if code == city_code else (place,),
        ),
        revisions=revised,
    )
