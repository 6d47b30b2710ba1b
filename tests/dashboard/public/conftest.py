"""The public surface over documents of the tests' own."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.config import load_settings
from dashboard.public.app import create_public_app
from dashboard.public.held import HeldCopies
from dashboard.public.limits import Tries
from dashboard.public.services import PublicServices
from dashboard.public.tracking import Tracker
from data_access.domain.city import City
from tests.dashboard.public.documents import documents
from tests.dashboard.public.parts import Clock, Store, hash_of


@dataclass(frozen=True)
class Surface:
    """A public surface, and what the test can turn."""

    public: PublicServices
    store: Store
    clock: Clock
    client: FlaskClient

    def status(self, path: str, **options: object) -> int:
        """Status of a GET."""
        return self.client.get(path, **options).status_code


def surface_over(store: Store, city: City, folder: Path) -> Surface:
    """A surface whose copies are those of the store now."""
    clock = Clock()
    tries = Tries(None, clock)
    held = HeldCopies(store, zone=city.zone, clock=clock)
    public = PublicServices(load_settings(data=folder), city, held, Tracker(store, tries, hash_of), tries)
    app = create_public_app(public)
    held.refresh()
    return Surface(public, store, clock, app.test_client())


@pytest.fixture
def surface(city_dongguan: City, tmp_path: Path) -> Surface:
    """The surface alone, with everything published."""
    return surface_over(Store(documents(city_dongguan)), city_dongguan, tmp_path)
