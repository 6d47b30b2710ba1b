"""Public pages as trees: whole in both languages, honest about what is withheld, sensible with nothing."""

import copy
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from dashboard.apps.public_views import PublicViews
from dashboard.i18n.load import LANGUAGES
from data_access.domain.city import City
from layouts.markup import markup
from layouts.public.address import EMBEDS, MEASURES, PAGES, Place
from layouts.public.charts import line_chart
from layouts.public.finding import map_finding
from layouts.public.home import map_card
from layouts.public.pages import make_page
from layouts.public.scale import CLASSES, scale_of
from layouts.public.track import tracked
from layouts.public.trends import series_of
from layouts.public.view import PublicView
from tests.layouts.public.conftest import See
from tests.layouts.public.documents import MONTHS, Shelf
from tests.layouts.trees import components, words

TOWN, VILLAGE = "441900121", "441900004020"
ADDRESSES = [
    *(f"/public/{page}" for page in PAGES),
    f"/public/area/{TOWN}",
    f"/public/area/{VILLAGE}",
    *(f"/public/embed/{name}" for name in EMBEDS),
    f"/public/embed/headline?area={TOWN}",
]


def written(view: PublicView) -> str:
    return markup(make_page(view).tree, page=True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_is_whole_without_scripts(see: See, address: str, language: str) -> None:
    view = see(f"{address}{'&' if '?' in address else '?'}lang={language}")
    made = make_page(view)
    text = markup(made.tree, page=True)
    assert made.found
    assert made.title
    assert made.description
    assert len(re.findall("<h1[ >]", text)) == 1
    ids = Counter(re.findall(r' id="([^"]+)"', text))
    assert [name for name, count in ids.items() if count > 1] == []
    labelled = set(re.findall(r'aria-labelledby="([^"]+)"', text))
    assert labelled <= set(ids)
    assert "None" not in text
    assert "{" not in words(made.tree)
    if language == "en":
        spoken = re.sub(r"中文|语言", "", words(made.tree))
        assert re.findall(r"[\u4e00-\u9fff]+", spoken) == []


def test_links_keep_the_language_and_lead_to_pages_that_exist(see: See) -> None:
    found = set()
    for address in ADDRESSES[: len(PAGES) + 2]:
        for link in components(make_page(see(f"{address}?lang=en")).tree):
            href = getattr(link, "href", None)
            if (
                href
                and href.startswith("/public/")
                and "/api/" not in href
                and not getattr(link, "lang", None)
            ):
                found.add(href)
    assert len(found) > 600
    assert [href for href in found if "lang=en" not in href] == []
    # Villages are many, and all alike.
    for href in [href for href in sorted(found) if "/area/" not in href] + sorted(found)[::80]:
        assert make_page(see(href)).found, href


@pytest.mark.parametrize(
    "address", ["/public/nope", "/public/area/1", "/public/?month=1999-01", "/public/embed/x"]
)
def test_what_does_not_exist_says_so(see: See, address: str) -> None:
    made = make_page(see(address))
    assert not made.found
    assert "没有这个页面" in words(made.tree)


@pytest.mark.parametrize("address", ADDRESSES)
def test_before_the_first_month_every_page_has_something_to_say(city_dongguan: City, address: str) -> None:
    path, _, query = address.partition("?")
    view = PublicViews(city_dongguan, Shelf({})).view(Place.read(path, query))
    made = make_page(view)
    assert made.found
    assert "还没有实时数字" in words(made.tree)
    assert re.findall(r"(?<![\d.])0%", words(made.tree)) == []


def test_the_headline_is_the_rate_and_the_cases_that_were_due(
    see: See, published: Mapping[str, dict[str, Any]]
) -> None:
    rate = published[f"month:{MONTHS[-1]}"]["figures"]["on_time_disposal_rate"]
    said = words(make_page(see("/public/?lang=en")).tree)
    assert f"{rate['value']:.1%}" in said
    assert f"{rate['denominator']:,} problems due in Dongguan in October\u00a02026" in said


def test_withheld_figures_are_hatched_and_never_a_zero(
    see: See, published: Mapping[str, dict[str, Any]]
) -> None:
    month = copy.deepcopy(published[f"month:{MONTHS[-1]}"])
    row = month["towns"][0]
    row |= {"reported_count": None, "on_time_disposal_rate": {"value": None},
            "withheld": ["reported_count", "on_time_disposal_rate"]}  # fmt: skip
    view = see(f"/public/area/{row['code']}", **{f"month_{MONTHS[-1]}": month})
    said = words(make_page(view).tree)
    assert "件数太少，不单独公布" in said
    card = map_card(view, month)
    area = next(c for c in components(card) if getattr(c, "data-name", "") == view.name(row["code"]))
    assert area.className == "area hatched"
    assert getattr(area, "data-value") == "不公布"
    assert "0 件" not in getattr(area, "data-more")


def test_a_range_that_spans_classes_is_dotted_and_one_that_does_not_has_its_class() -> None:
    scale = scale_of("on_time_disposal_rate", "town")
    assert scale.step_of({"value": None, "at_least": 0.85}) is None
    assert scale.step_of({"value": None, "at_least": 0.90}) == CLASSES
    assert scale.step_of({"value": None, "at_most": 0.05}) == 1
    assert scale.step_of({"value": None}) is None
    assert [scale.step_of({"value": value}) for value in (0.79, 0.80, 0.85, 0.9)] == [1, 2, 3, 4]


@pytest.mark.parametrize("measure", MEASURES)
def test_the_map_tells_its_finding_and_every_town(
    see: See, published: Mapping[str, dict[str, Any]], measure: str
) -> None:
    month = published[f"month:{MONTHS[-1]}"]
    view = see(f"/public/?measure={measure}&lang=en")
    known = [
        (figure["value"] if isinstance(figure := row[measure], dict) else figure, view.name(row["code"]))
        for row in month["towns"]
        if measure not in row.get("withheld", ())
    ]
    finding = map_finding(view, month["towns"], measure)
    assert max(known)[1] in finding
    assert min(known)[1] in finding
    areas = [c for c in components(map_card(view, month)) if getattr(c, "role", "") == "link"]
    assert len(areas) == 33
    assert all(getattr(area, "data-href").startswith("/public/area/") for area in areas)


def test_a_month_that_is_not_published_is_a_gap_in_a_trend(
    see: See, published: Mapping[str, dict[str, Any]]
) -> None:
    index = copy.deepcopy(published["index"])
    index["months"] = [entry for entry in index["months"] if entry["month"] != MONTHS[-3]]
    view = see("/public/trends", index=index)
    names, rows = series_of(view, MONTHS[-1])
    assert names == list(MONTHS[1:])
    values = [None if name == MONTHS[-3] else 0.9 for name in names]
    path = next(
        c.d for c in components(line_chart(view.text, values, names, "", percent=True))
        if getattr(c, "className", "") == "line"
    )  # fmt: skip
    assert path.count("M") == 2
    assert len(rows) == len(names)


@pytest.mark.parametrize("state", ["live", "delayed", "stale"])
def test_the_age_of_what_runs_is_said(see: See, published: Mapping[str, dict[str, Any]], state: str) -> None:
    live = {**published["live"], "state": state}
    text = written(see("/public/", live=live))
    assert f'class="freshness {state}"' in text
    held = written(see("/public/", live={**live, "held": "2026-11-23T14:00:00+08:00"}))
    assert 'class="freshness held"' in held
    assert "11 月 23 日 14:00" in held


@pytest.mark.parametrize("found", ["none", "limited", "away", "case"])
def test_tracking_answers_in_words(see: See, found: str) -> None:
    document = {
        "steps": [{"step": "reported", "at": "2026-11-01T08:00:00+08:00"}, {"step": "filed", "at": None}],
        "next": "filed", "due_at": "2026-11-02T08:20:00+08:00", "suspended": False, "state": "open",
        "class": {"zh": "街面秩序", "en": "Street order"},
    }  # fmt: skip
    said = words(tracked(see("/public/track?lang=en"), found, document if found == "case" else None, 90))
    expected = {"none": "Nothing found", "limited": "about 2 minutes", "away": "does not answer",
                "case": "Deadline: 2 Nov 2026, 08:20"}  # fmt: skip
    assert expected[found] in said


def test_addresses_say_what_is_shown_and_nothing_else() -> None:
    place = Place.read("/public/area/441900121", "?month=2026-10&measure=closing_rate&lang=en&x=1")
    assert place.href == "/public/area/441900121?month=2026-10&measure=closing_rate&lang=en"
    assert Place.read("/public/", "?month=2026-13&measure=<b>&lang=fr").href == "/public/"
    assert not Place.read("/public/area/<script>", "").known
    assert place.to("ranking").href == "/public/ranking?lang=en"
