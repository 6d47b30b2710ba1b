"""Versions of the city pack: numbers in rows, when each was in force, and what is kept of each."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import numpy as np
import orjson
import pytest
import redis

from data_access.domain.period import BadPeriod
from data_access.domain.rows import PACK_SHIFT, RowFlag
from data_access.store import packs as module
from data_access.store.keys import Keys
from data_access.store.packs import CodeLists, Packs, TooManyVersions
from data_access.store.staff import StaffStore
from tests.reference.changed_city import inserted_areas, inserted_categories
from tests.reference.little_city import little_city

CITY = little_city()
KEYS = Keys(CITY.id, prefix="packs")
ZONE = ZoneInfo("Asia/Shanghai")


def test_the_first_version_comes_into_force_at_once_and_further_ones_only_by_a_refold(
    store_redis: redis.Redis,
) -> None:
    packs = Packs(store_redis, KEYS)
    assert (packs.in_force(), packs.pack_versions(), packs.number("1")) == (None, [], None)
    assert [packs.register(CITY), packs.register(inserted_areas(CITY)), packs.register(CITY)] == [0, 1, 0]
    assert packs.in_force() == "1"
    assert [one.version for one in packs.pack_versions()] == ["1"]
    packs.put_in_force("areas", alone=True)
    packs.put_in_force("areas", alone=True)
    assert packs.in_force() == "areas"
    assert [one.version for one in packs.pack_versions()] == ["1", "areas"]
    assert [packs.version(number) for number in (0, 1, 2)] == ["1", "areas", "unknown"]


def test_code_lists_are_kept_of_every_version(store_redis: redis.Redis) -> None:
    packs = Packs(store_redis, KEYS)
    for city in (CITY, inserted_areas(CITY), inserted_categories(CITY)):
        assert packs.codes(packs.register(city)) == CodeLists.of(city)
    assert packs.codes(77) is None


def test_a_month_names_the_version_in_force_at_its_end(store_redis: redis.Redis) -> None:
    packs = Packs(store_redis, KEYS)
    assert packs.version_of_month("2026-03", ZONE) is None
    # Midnight of 1 April 2026 in Shanghai, and a second before.
    for version, since in (("a", 1_770_000_000.0), ("b", 1_774_972_799.0), ("c", 1_774_972_800.0)):
        store_redis.rpush(KEYS.pack_history(), orjson.dumps([version, since]))
    named = {month: packs.version_of_month(month, ZONE) for month in ("2019-01", "2026-03", "2026-04")}
    assert {month: one.version for month, one in named.items() if one} == {
        "2019-01": "a",
        "2026-03": "b",
        "2026-04": "c",
    }
    with pytest.raises(BadPeriod):
        packs.version_of_month("March", ZONE)


def test_numbers_are_used_again_only_when_no_row_can_carry_them(
    store_redis: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "NUMBERS", 3)
    packs = Packs(store_redis, KEYS)
    assert [packs.register(replace(CITY, version=str(number))) for number in range(3)] == [0, 1, 2]
    with pytest.raises(TooManyVersions, match="refold"):
        packs.register(replace(CITY, version="3"))
    packs.put_in_force("1", alone=False)
    with pytest.raises(TooManyVersions):
        packs.register(replace(CITY, version="3"))
    packs.put_in_force("1", alone=True)
    assert packs.register(replace(CITY, version="3")) == 0
    assert (packs.number("0"), packs.number("3"), packs.version(0)) == (None, 0, "3")


def test_no_flag_reaches_into_the_number_of_the_version() -> None:
    assert max(RowFlag) < 1 << PACK_SHIFT


def test_staff_told_of_other_areas_is_nobody_knows(store_redis: redis.Redis) -> None:
    """Same number of areas, another order: the numbers would stand for the neighbours."""
    staff = StaffStore(store_redis, CITY, KEYS)
    on_duty = np.arange(8, dtype=np.uint16)
    staff.put(on_duty)
    found = staff.get()
    assert found is not None
    assert found.tolist() == on_duty.tolist()
    tree = CITY.tree
    renamed = replace(tree, grids=(replace(tree.grids[0], code="4499999"), *tree.grids[1:]))
    assert StaffStore(store_redis, replace(CITY, tree=renamed), KEYS).get() is None
