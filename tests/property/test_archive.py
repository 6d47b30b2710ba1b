"""Archived cases: every figure stays, late actions bring them back, and nothing is lost when a file is."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pyarrow.parquet as pq
import pytest
import redis

from data_access.domain.actions import ActionSet, Field, add_action
from data_access.ingest.ingest import Ingest
from data_access.ingest.parsing import ActionParser
from data_access.store.archive import Archive, ArchiveUnreadable
from data_access.store.archive_file import SCHEMA, from_table, to_table
from data_access.store.archiver import Archived, Archiver
from data_access.store.cases import CaseReader
from data_access.store.keys import Keys
from data_access.store.refold import Refolder
from data_access.store.table import Table
from data_access.store.verify import Verifier
from tests.property.figures import ANSWERS, Product, question
from tests.property.stored import in_words
from tests.reference.answers import World
from tests.reference.changed_city import everything
from tests.reference.little_city import little_city
from tests.reference.streams import case_actions, stream
from tests.reference.wire import Wire

CITY = little_city()
KEYS = Keys(CITY.id, prefix="kept")
BEFORE = int(datetime(2026, 3, 4, tzinfo=UTC).timestamp())
"""In the middle of what the streams are about: some cases end earlier, some later."""
LIFE = ["report", "file", "dispatch", "dispose", "close"]


def fill(client: redis.Redis, wires: list[Wire], archive: Archive | None = None, keys: Keys = KEYS) -> None:
    """Ingest with three shards."""
    report = Ingest(client, CITY, keys, 3, archive).ingest(map(orjson.dumps, wires), feed="test")
    assert not report.quarantined


def move(client: redis.Redis, archive: Archive, before: int = BEFORE) -> Archived:
    """Archive, a few cases a file."""
    return Archiver(client, CITY, archive, KEYS, cases_per_file=9).run(before)


def read(client: redis.Redis, keys: Keys = KEYS) -> Table:
    """A fresh reader."""
    table = Table(client, CITY, keys)
    table.refresh()
    return table


def plain_case(case_id: str, start: datetime | None = None, **more: object) -> list[Wire]:
    """A case from report to close, an hour a step."""
    at = start or datetime(2026, 3, 2, tzinfo=UTC)
    wires: list[Wire] = []
    for number, action in enumerate(LIFE):
        wires.append({"case_id": case_id, "action": action, "at": (at + timedelta(hours=number)).isoformat()})
    wires[0] |= {"kind": "event", "class": "E01", "subclass": "E0101", "source": "app", "town": "441"}
    wires[0] |= more
    return wires


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An archive that is still empty."""
    return Archive(tmp_path / "archive", CITY.id)


@pytest.mark.parametrize("seed", range(4))
def test_no_figure_changes_when_cases_are_archived_and_late_actions_bring_them_back(
    store_redis: redis.Redis, archive: Archive, seed: int
) -> None:
    rng = random.Random(seed)
    wires = [wire for number in range(160) for wire in case_actions(rng, f"K{number}")]
    rng.shuffle(wires)
    late = len(wires) // 12
    fill(store_redis, wires[late:], archive)
    follower = read(store_redis)
    rows, version = in_words(follower, CITY), follower.version
    moved = move(store_redis, archive)
    assert moved.cases > 5
    assert (moved.changed, moved.refused, moved.looked_at) == (0, 0, moved.total)
    # Not a row was touched: nobody has anything to read again.
    assert not follower.refresh()
    assert (in_words(read(store_redis), CITY), read(store_redis).version) == (rows, version)
    found = Verifier(store_redis, CITY, KEYS, archive).run()
    assert (found.differences, found.archived) == ([], moved.cases)

    # Repeats leave them where they are; what is new brings them back.
    fill(store_redis, rng.sample(wires[late:], len(wires) // 2), archive)
    assert Verifier(store_redis, CITY, KEYS, archive).run().archived == moved.cases
    fill(store_redis, wires, archive)
    found = Verifier(store_redis, CITY, KEYS, archive).run()
    assert found.differences == []
    assert 0 < found.archived < moved.cases
    follower.refresh()
    world = World(wires, CITY)
    asked = question(rng, world)
    for check in ANSWERS:
        check(Product(follower.columns, CITY, follower.names), world, asked)
    # And again into the archive, and over to another pack.
    move(store_redis, archive)
    new = everything(CITY)
    assert Refolder(store_redis, new, KEYS, archive).run().complete
    found = Verifier(store_redis, new, KEYS, archive).run()
    assert (found.differences, found.other_packs) == ([], {})
    assert found.archived >= moved.cases - late


@pytest.mark.parametrize("seed", range(6))
def test_a_file_gives_back_exactly_the_actions_that_went_into_it(seed: int) -> None:
    parser = ActionParser(CITY, b"salt")
    cases: dict[str, ActionSet] = {}
    for wire in stream(random.Random(seed), cases=30, fractions=True):
        action = parser.parse(orjson.dumps(wire), 2_000_000_000_000_000)
        add_action(cases.setdefault(action.case_id, {}), action.order, action.fields)
    listed = [(case_id, 7, actions) for case_id, actions in cases.items()]
    assert from_table(to_table(listed)) == listed
    assert from_table(to_table(listed[:1])) == listed[:1]
    assert from_table(to_table([])) == []


def test_every_field_of_an_action_has_a_column() -> None:
    structure = SCHEMA.field("actions").type.value_type
    names = [structure.field(index).name for index in range(structure.num_fields)]
    assert names[:2] == ["action", "at"]
    assert len(names) == 2 + len(Field) == len(set(names))


def test_the_file_can_be_read_with_any_tool_and_only_by_its_owner(
    store_redis: redis.Redis, archive: Archive
) -> None:
    fill(store_redis, plain_case("K1", description="满溢的垃圾桶", reporter="Li", lon=113.71, lat=23.01))
    (file,) = move(store_redis, archive).files
    assert Path(file).stat().st_mode & 0o077 == 0
    (case,) = pq.read_table(file).to_pylist()
    assert case["case_id"] == "K1"
    assert case["ended_at"] == datetime(2026, 3, 2, 4, tzinfo=UTC)
    assert [action["action"] for action in case["actions"]] == LIFE
    assert case["actions"][0]["description"] == "满溢的垃圾桶"
    assert (case["actions"][0]["lon_e7"], case["actions"][0]["urgent"]) == (1_137_100_000, None)
    assert pq.read_metadata(file).metadata[b"city"] == b"little"
    left: Any = [store_redis.hgetall(KEYS.records(shard)) for shard in range(3)]
    assert [len(record) < 10 for records in left for record in records.values()] == [True]


def test_only_what_ended_before_the_moment_goes(store_redis: redis.Redis, archive: Archive) -> None:
    early = datetime.fromtimestamp(BEFORE, UTC) - timedelta(hours=4, seconds=1)
    fill(store_redis, plain_case("early", early))
    fill(store_redis, plain_case("exact", early + timedelta(seconds=1)))
    fill(store_redis, plain_case("open", early - timedelta(days=9))[:-1])
    dry = Archiver(store_redis, CITY, archive, KEYS).run(BEFORE, dry_run=True)
    assert (dry.cases, dry.files) == (1, [])
    assert archive.folder is not None
    assert not archive.folder.exists()
    moved = move(store_redis, archive)
    assert (moved.cases, moved.bytes_before) == (1, dry.bytes_before)
    reader = CaseReader(store_redis, KEYS, archive)
    assert {name: one.archived for name, one in reader.read_cases(["early", "exact", "open"]).items()} == {
        "early": True,
        "exact": False,
        "open": False,
    }
    assert move(store_redis, archive).cases == 0


def test_a_look_up_finds_archived_actions_like_any_other(store_redis: redis.Redis, archive: Archive) -> None:
    fill(store_redis, [*plain_case("K1", description="bin"), *plain_case("K2")])
    reader = CaseReader(store_redis, KEYS, archive)
    before = reader.read_case("K1")
    move(store_redis, archive)
    after = reader.read_case("K1")
    assert before is not None
    assert after is not None
    assert (after.actions, after.rows, after.shard) == (before.actions, before.rows, before.shard)
    assert (before.archived, after.archived) == (False, True)
    assert reader.read_case("nobody") is None


@pytest.mark.parametrize("harm", ["gone", "cut", "other", "untold"])
def test_when_a_file_cannot_be_read_late_actions_are_refused_and_the_case_stays_as_it_is(
    store_redis: redis.Redis, archive: Archive, tmp_path: Path, harm: str
) -> None:
    fill(store_redis, [*plain_case("K1"), *plain_case("K2", subclass="E0102")])
    rows = in_words(read(store_redis), CITY)
    files = [Path(file) for file in move(store_redis, archive).files]
    whole = {file: file.read_bytes() for file in files}
    for file in files:
        if harm == "gone":
            file.unlink()
        elif harm == "cut":
            file.write_bytes(whole[file][:-20])
        elif harm == "other":
            pq.write_table(to_table([("K9", 7, {64: None})]), file)
    told = Archive(None, CITY.id) if harm == "untold" else archive
    late: Wire = {"case_id": "K1", "action": "rate", "at": "2026-03-09T00:00:00Z", "score": 5}
    ingest = Ingest(store_redis, CITY, KEYS, 3, told)
    with pytest.raises(ArchiveUnreadable):
        ingest.ingest(map(orjson.dumps, [late, *plain_case("K3")]), feed="test")
    # The others of the batch are in; the case is as it was, and says what is wrong with it.
    assert CaseReader(store_redis, KEYS, told).read_case("K3") is not None
    with pytest.raises(ArchiveUnreadable):
        CaseReader(store_redis, KEYS, told).read_case("K1")
    assert sum(in_words(read(store_redis), CITY).values()) == sum(rows.values()) + 1
    found = Verifier(store_redis, CITY, KEYS, told).run()
    assert {one.case_id for one in found.differences} == {"K1", "K2"}
    refolded = Refolder(store_redis, everything(CITY), KEYS, told).run()
    assert not refolded.complete
    assert len(refolded.unreadable) == 2

    for file, content in whole.items():
        file.write_bytes(content)
    again = Ingest(store_redis, CITY, KEYS, 3, archive).ingest([orjson.dumps(late)], feed="test")
    assert again.applied == 1
    assert Refolder(store_redis, CITY, KEYS, archive).run().complete
    assert Verifier(store_redis, CITY, KEYS, archive).run().differences == []
    alone = Keys(CITY.id, prefix="alone")
    fill(
        store_redis,
        [*plain_case("K1"), *plain_case("K2", subclass="E0102"), *plain_case("K3"), late],
        keys=alone,
    )
    assert in_words(read(store_redis), CITY) == in_words(read(store_redis, alone), CITY)


def test_a_number_that_a_file_has_already_is_not_used_again(
    store_redis: redis.Redis, archive: Archive
) -> None:
    """A store that was put back from a copy counts from an earlier number."""
    fill(store_redis, plain_case("K1"))
    first = move(store_redis, archive).files
    store_redis.delete(KEYS.archive_files())
    fill(store_redis, plain_case("K2"))
    second = move(store_redis, archive).files
    assert [Path(file).name for file in first + second] == ["000001.parquet", "000002.parquet"]
    assert Verifier(store_redis, CITY, KEYS, archive).run().differences == []
