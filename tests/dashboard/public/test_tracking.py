"""Tracking: what a stranger can learn from answers, and how often anybody may ask."""

from pathlib import Path

import pytest

from dashboard.public.limits import KNOWN_DAYS, Limit, Tries
from dashboard.public.tracking import OF_ADDRESS, OF_NUMBER, OF_PAIR, Found, Tracked, Tracker, household
from tests.dashboard.public.parts import STEPS, Clock, Store, hash_of


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def shelf() -> Store:
    return Store({})


@pytest.fixture
def tracker(shelf: Store, clock: Clock) -> Tracker:
    return Tracker(shelf, Tries(None, clock), hash_of)


def test_number_and_code_give_the_steps(tracker: Tracker) -> None:
    assert tracker.ask("E1", "4821", "10.0.0.1") == Tracked(Found.CASE, STEPS)
    assert tracker.ask(" Ｅ１ ", "４８２１", "10.0.0.1").found is Found.CASE, "as a Chinese keyboard types it"


def test_unknown_wrong_and_without_code_take_the_same_road_to_the_same_answer(
    tracker: Tracker, shelf: Store
) -> None:
    answers = [tracker.ask(*given, "10.0.0.1") for given in (("E2", "4821"), ("E1", "0000"), ("E1", ""))]
    assert answers == [Tracked(Found.NONE)] * 3
    assert len(shelf.looked) == len(set(shelf.looked)) == 3, "one look at one key each"


def test_guessing_a_code_ends_after_some_tries_and_stops_the_guesser_alone(
    tracker: Tracker, clock: Clock
) -> None:
    for number in ("E1", "not-there"):
        guesses = [tracker.ask(number, f"{n:04}", "2001:db8:7:1::1") for n in range(OF_PAIR.most + 50)]
        assert [g.found for g in guesses] == [Found.NONE] * OF_PAIR.most + [Found.LIMITED] * 50
        assert 0 < guesses[-1].wait_seconds <= OF_PAIR.seconds
    assert tracker.ask("E1", "4821", "2001:db8:7:2::1").found is Found.LIMITED, (
        "the same site, also the right code: it tells nothing"
    )
    assert tracker.ask("E1", "4821", "10.9.9.9").found is Found.CASE, "a stranger keeps no reporter out"
    clock.now += tracker.ask("E1", "4821", "2001:db8:7:1::1").wait_seconds
    assert tracker.ask("E1", "4821", "2001:db8:7:1::1").found is Found.CASE


def test_guessing_from_many_addresses_ends_too_but_not_for_who_has_found_the_case(
    tracker: Tracker, clock: Clock
) -> None:
    assert tracker.ask("E1", "4821", "10.9.9.9").found is Found.CASE
    guesses = [tracker.ask("E1", f"{n:04}", f"10.0.{n}.1") for n in range(OF_NUMBER.most + 5)]
    assert [g.found for g in guesses] == [Found.NONE] * OF_NUMBER.most + [Found.LIMITED] * 5
    assert tracker.ask("E1", "4821", "10.8.8.8").found is Found.LIMITED
    assert tracker.ask("E1", "4821", "10.9.9.9").found is Found.CASE
    own = [tracker.ask("E1", "0000", "10.9.9.9").found for _ in range(OF_PAIR.most + 1)]
    assert own == [Found.NONE] * OF_PAIR.most + [Found.LIMITED], "it may guess no more than anybody"
    clock.now += (KNOWN_DAYS + 2) * 86_400
    for n in range(OF_NUMBER.most):
        tracker.ask("E1", f"{n:04}", f"10.0.{n}.1")
    assert tracker.ask("E1", "4821", "10.9.9.9").found is Found.LIMITED, "it has been forgotten"


def test_one_address_asks_for_so_many_numbers_only(tracker: Tracker) -> None:
    found = [tracker.ask(f"E{n}", "1", "2001:db8::1").found for n in range(100, 100 + OF_ADDRESS.most)]
    assert set(found) == {Found.NONE}
    assert tracker.ask("E1", "4821", "2001:db8::ffff").found is Found.LIMITED, "the same household"
    assert tracker.ask("E1", "4821", "2001:db8:0:1::1").found is Found.CASE


def test_looking_at_ones_own_case_again_and_again_is_no_guessing(tracker: Tracker) -> None:
    found = {tracker.ask("E1", "4821", f"10.0.0.{n}").found for n in range(3 * OF_NUMBER.most)}
    assert found == {Found.CASE}


def test_without_the_store_nothing_is_said_and_nothing_counted(tracker: Tracker, shelf: Store) -> None:
    shelf.away = True
    assert {tracker.ask("E1", "4821", f"10.0.0.{n}").found for n in range(20)} == {Found.AWAY}
    shelf.away = False
    assert tracker.ask("E1", "4821", "10.0.0.99").found is Found.CASE


def test_processes_of_a_machine_share_the_counts_and_a_restart_keeps_them(
    tmp_path: Path, clock: Clock
) -> None:
    limit, path = Limit("number", 3, 600), tmp_path / "public" / "tries"
    one, other = Tries(path, clock), Tries(path, clock)
    assert [tries.take((limit, "E1")) for tries in (one, other, one)] == [None] * 3
    assert other.take((limit, "E1")) is not None
    assert other.take((limit, "E2")) is None
    one.close()
    other.close()
    again = Tries(path, clock)
    assert again.take((limit, "E1")) is not None
    clock.now += 600
    assert again.take((limit, "E1")) is None
    again.note("E1")
    assert Tries(path, clock).is_known("E1")
    assert not again.is_known("E2")
    again.close()
    assert b"E1" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("address", "who"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_addresses_are_counted_by_household(address: str, who: str) -> None:
    assert household(address) == who
