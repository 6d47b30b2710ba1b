"""Marks for high-level coordination: their trail, two people at once, and that nothing else touches them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import redis

from data_access.domain.coordination import LONGEST_NOTE, BadMark, MarkEntry, MarkState
from data_access.store.keys import Keys
from data_access.store.marks import Marks

RAISED, DECIDED, SETTLED = MarkState


def entry(state: MarkState, note: str = "部门推诿", at: int = 1) -> MarkEntry:
    return MarkEntry(at, "li", state, note)


@pytest.fixture
def marks(store_redis: redis.Redis) -> Marks:
    return Marks(store_redis, Keys("little", prefix="marks"))


def test_the_whole_trail_is_kept_and_the_last_entry_holds(marks: Marks) -> None:
    told = [entry(RAISED, at=1), entry(DECIDED, "交城管分局", 2), entry(SETTLED, "已办结", 3)]
    for one in told:
        marks.add("案-1", one)
    found = marks.get("案-1")
    assert found is not None
    assert (list(found.entries), found.state, found.pending) == (told, SETTLED, False)
    assert marks.all() == {"案-1": found}
    assert marks.get("案-2") is None


@pytest.mark.parametrize(
    ("before", "state"),
    [
        ((), DECIDED),
        ((), SETTLED),
        ((RAISED, SETTLED), DECIDED),
        ((RAISED, SETTLED), SETTLED),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    marks: Marks, before: tuple[MarkState, ...], state: MarkState
) -> None:
    for one in before:
        marks.add("K1", entry(one))
    kept = marks.get("K1")
    with pytest.raises(BadMark):
        marks.add("K1", entry(state))
    assert marks.get("K1") == kept


def test_what_is_settled_can_be_raised_again(marks: Marks) -> None:
    for state in (RAISED, SETTLED, RAISED):
        found = marks.add("K1", entry(state))
    assert found.pending


@pytest.mark.parametrize("note", ["", "  ", "x" * (LONGEST_NOTE + 1)])
def test_a_mark_needs_a_note_of_a_reasonable_length(marks: Marks, note: str) -> None:
    with pytest.raises(BadMark):
        marks.add("K1", entry(RAISED, note))


def test_who_has_not_seen_the_newest_entry_writes_nothing(marks: Marks) -> None:
    marks.add("K1", entry(RAISED), seen=0)
    with pytest.raises(BadMark, match="meanwhile"):
        marks.add("K1", entry(RAISED), seen=0)
    assert len(marks.add("K1", entry(DECIDED), seen=1).entries) == 2


def test_people_who_mark_at_once_lose_no_entry(marks: Marks) -> None:
    marks.add("K1", entry(RAISED))

    def add(number: int) -> bool:
        try:
            marks.add("K1", entry(RAISED, f"note {number}"))
        except BadMark:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        done = sum(pool.map(add, range(12)))
    found = marks.get("K1")
    assert found is not None
    assert len(found.entries) == done + 1
    assert len({one.note for one in found.entries}) == done + 1


def test_the_version_differs_after_every_entry(marks: Marks) -> None:
    seen = {marks.version()}
    for state in (RAISED, RAISED, DECIDED, SETTLED):
        marks.add("K1", entry(state))
        seen.add(marks.version())
    assert len(seen) == 5
