"""Views of public pages over documents of the tests' own."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from dashboard.apps.public_views import PublicViews
from data_access.domain.city import City
from layouts.public.address import Place
from layouts.public.view import PublicView
from tests.layouts.public.documents import Shelf, documents

See = Callable[..., PublicView]


@pytest.fixture(scope="session")
def published(city_dongguan: City) -> Mapping[str, dict[str, Any]]:
    """Everything; not to be changed."""
    return documents(city_dongguan)


@pytest.fixture(scope="session")
def see(city_dongguan: City, published: Mapping[str, dict[str, Any]]) -> See:
    """The view of an address, over all documents with some replaced."""
    drawn = PublicViews(city_dongguan, Shelf({}))

    def view(address: str = "/public/", **replaced: dict[str, Any] | None) -> PublicView:
        path, _, query = address.partition("?")
        held = {**published, **{name.replace("_", ":", 1): one for name, one in replaced.items() if one}}
        for name, one in replaced.items():
            if one is None:
                del held[name]
        views = PublicViews.__new__(PublicViews)
        views.__dict__.update(drawn.__dict__)
        views._documents = Shelf(held)
        return views.view(Place.read(path, query), "https://city.example")

    return view
