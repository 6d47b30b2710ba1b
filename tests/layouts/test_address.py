"""What a wall's address asks for, understood or refused with its reason."""

import pytest

from data_access.domain.city import City
from data_access.domain.heat import HeatMode
from data_access.domain.showing import Scene, Showing
from layouts.wall.address import BadAddress, query_of, read_address
from layouts.wall.look import Look
from layouts.wall.unknown import unknown_page
from tests.layouts.conftest import wall_view
from tests.layouts.trees import components, words

HUMEN = "441900121"


def test_without_anything_it_is_the_overview_of_the_city(city_dongguan: City) -> None:
    for query in (None, "", "?", "?lang=en"):
        address = read_address(query, city_dongguan.tree)
        assert address.showings == (Showing(Scene.OVERVIEW, city_dongguan.tree.city.code),)
    assert read_address("?lang=en", city_dongguan.tree).language == "en"


def test_a_playlist_names_scenes_with_or_without_an_area_of_their_own(city_dongguan: City) -> None:
    query = f"?playlist=overview,overview:{HUMEN}&dwell=12"
    address = read_address(query, city_dongguan.tree)
    assert [showing.area for showing in address.showings] == [city_dongguan.tree.city.code, HUMEN]
    assert address.dwell_seconds == 12
    assert address.at(3) == address.showings[1]
    own = read_address(f"?playlist=overview&area={HUMEN}", city_dongguan.tree)
    assert own.showings == (Showing(Scene.OVERVIEW, HUMEN),)


def test_an_entry_of_a_playlist_may_have_its_own_heat(city_dongguan: City) -> None:
    query = f"?playlist=overview,overview::overdue,overview:{HUMEN}:count,classes&heat=per_1000&theme=light"
    address = read_address(query, city_dongguan.tree)
    looks = [address.look_at(place, "zh") for place in range(5)]
    assert [look.heat for look in looks] == [
        HeatMode.PER_1000,
        HeatMode.OVERDUE,
        HeatMode.COUNT,
        # The heat by class has one form: what all have in common does not concern it.
        HeatMode.DENSITY,
        HeatMode.PER_1000,
    ]
    assert {look.theme for look in looks} == {"light"}
    assert address.at(2).area == HUMEN


def test_villages_and_grids_have_no_wall(city_dongguan: City) -> None:
    for area in (city_dongguan.tree.villages[0], city_dongguan.tree.grids[0]):
        with pytest.raises(BadAddress):
            read_address(f"?area={area.code}", city_dongguan.tree)


@pytest.mark.parametrize(
    ("query", "what"),
    [
        ("scene=weather", "scene"),
        ("playlist=overview,,", "scene"),
        ("area=123", "area"),
        ("area=441900121001", "area"),
        ("playlist=overview:xyz", "area"),
        ("heat=speed", "heat"),
        ("playlist=overview::speed", "heat"),
        ("playlist=voice::overdue", "heat"),
        ("theme=pink", "theme"),
        ("dwell=4", "dwell"),
        ("dwell=-1", "dwell"),
        ("dwell=soon", "dwell"),
        ("dwell=99999999", "dwell"),
        ("playlist=" + "overview," * 60 + "overview", "playlist"),
    ],
)
def test_what_no_wall_has_is_refused_by_name(city_dongguan: City, query: str, what: str) -> None:
    with pytest.raises(BadAddress) as refused:
        read_address(query, city_dongguan.tree)
    assert refused.value.what == what


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_of_an_unknown_scene_says_what_there_is(city_dongguan: City, language: str) -> None:
    view = wall_view(city_dongguan, language)
    page = unknown_page(view.text, "scene", "<b>weather</b>", city_dongguan.tree)
    assert "<b>weather</b>" in words(page)
    links = [item.href for item in components(page) if getattr(item, "href", None)]
    assert len(links) == len(Scene) + 1 + len(city_dongguan.tree.towns)
    for link in links:
        read_address(link, city_dongguan.tree)


def test_a_showing_is_asked_for_by_its_own_address(city_dongguan: City) -> None:
    showing = Showing(Scene.OVERVIEW, HUMEN)
    assert read_address(query_of(showing, Look("en")), city_dongguan.tree).showings == (showing,)
    look = Look("zh", "light", HeatMode.OVERDUE)
    assert read_address(query_of(showing, look), city_dongguan.tree).look_at(0, "zh") == look
    assert Showing.from_key(showing.key) == showing
    with pytest.raises(ValueError, match="weather"):
        Showing.from_key("weather/441900")
