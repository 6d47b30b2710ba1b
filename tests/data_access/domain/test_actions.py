"""Identity of actions: the set is the same whatever the order of arrival."""

import copy
import itertools

import msgspec
import pytest

from data_access.domain.actions import (
    RANKS,
    Action,
    ActionSet,
    Field,
    Fields,
    add_action,
    add_actions,
    order_of,
    variants,
)
from data_access.domain.record import decode_record, encode_record

ACCEPT = order_of(1_000_000_000_000_000, RANKS["accept"])
LATER = order_of(1_000_000_000_500_000, RANKS["accept"])


def collect(*actions: tuple[int, Fields | None]) -> ActionSet:
    """The set of some actions."""
    found: ActionSet = {}
    for order, fields in actions:
        add_action(found, order, fields)
    return found


def test_a_repeated_action_changes_nothing() -> None:
    actions = collect((ACCEPT, {Field.BY: "T1"}))
    assert not add_action(actions, ACCEPT, {Field.BY: "T1"})
    assert actions == {ACCEPT: {Field.BY: "T1"}}


def test_of_two_contents_with_one_identity_the_smaller_canonical_json_stays() -> None:
    contents: list[Fields | None] = [{Field.BY: "b"}, {Field.BY: "a"}, {Field.BY: "c"}]
    for order in itertools.permutations(contents):
        assert collect(*((ACCEPT, fields) for fields in order)) == {ACCEPT: {Field.BY: "a"}}


def test_event_ids_tell_actions_of_one_time_apart_and_sort_them() -> None:
    contents: list[Fields | None] = [{Field.EVENT_ID: "2"}, {Field.EVENT_ID: "1"}, None]
    for order in itertools.permutations(contents):
        actions = collect(*((ACCEPT, fields) for fields in order))
        assert [one.get(Field.EVENT_ID) for one in variants(actions[ACCEPT])] == [None, "1", "2"]


def test_one_event_id_at_two_times_is_one_action() -> None:
    contents: list[tuple[int, Fields | None]] = [
        (ACCEPT, {Field.EVENT_ID: "1"}),
        (LATER, {Field.EVENT_ID: "1"}),
    ]
    assert collect(*contents) == collect(*reversed(contents)) == {ACCEPT: {Field.EVENT_ID: "1"}}


def test_a_record_gives_back_its_actions_fractions_and_ties_included() -> None:
    actions = collect(
        (ACCEPT, {Field.EVENT_ID: "2"}),
        (ACCEPT, {Field.EVENT_ID: "1"}),
        (LATER, None),
        (order_of(1_000_000_700_000_000, RANKS["close"]), {Field.BY: "T1"}),
    )
    assert decode_record(encode_record([7, 9], actions)) == ([7, 9], actions)


REPORT = order_of(1_000_000_000_000_000, RANKS["report"])
WHOLE_REPORT: Fields = {
    Field.KIND: "event",
    Field.CLASS: "E01",
    Field.SUBCLASS: "E0110",
    Field.SOURCE: "hotline_12345",
    Field.TOWN: "441900003",
    Field.VILLAGE: "441900003001",
    Field.GRID: "441900003001007",
}


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {Field.GRID: None},
        {Field.GRID: "441900004001007"},
        {Field.TOWN: "", Field.VILLAGE: "镇街"},
        {Field.CLASS: "E0110", Field.SUBCLASS: None},
        {Field.TOWN: None, Field.GRID: "441900003001镇", Field.VILLAGE: "441900003001镇"},
        {Field.SOURCE: "other", Field.KIND: "component", Field.BY: "T017", Field.LON: 1_137_000_000},
    ],
)
def test_a_report_comes_back_as_it_was_however_its_codes_belong_together(changed: Fields) -> None:
    fields = {name: value for name, value in {**WHOLE_REPORT, **changed}.items() if value is not None}
    fields = {int(name): value for name, value in fields.items()}
    actions = collect((REPORT, {**fields, Field.EVENT_ID: "2"}), (REPORT, fields), (LATER, None))
    actions |= {order_of(1_000_000_000_500_000, RANKS["report"]): dict(fields)}
    before = copy.deepcopy(actions)
    record = encode_record([7], actions)
    assert actions == before
    assert decode_record(record) == ([7], before)


def test_records_of_the_format_before_are_read() -> None:
    fields = {int(name): value for name, value in WHOLE_REPORT.items()}
    kept = msgspec.msgpack.encode(([7], 1_000_000_000, {RANKS["report"]: fields}))
    assert decode_record(kept) == ([7], {REPORT: fields})
    assert len(encode_record([7], {REPORT: fields})) < len(kept) - 35


def test_many_actions_added_at_once_make_the_set_that_one_after_the_other_makes() -> None:
    contents: list[Fields | None] = [None, {Field.BY: "b"}, {Field.BY: "a"}, {Field.EVENT_ID: "1"}]
    arriving = [Action("c", order, fields) for order in (ACCEPT, LATER) for fields in contents]
    for actions in itertools.permutations(arriving, 4):
        one_by_one: ActionSet = {}
        changed = [one.order for one in actions if add_action(one_by_one, one.order, one.fields)]
        at_once: ActionSet = {}
        assert add_actions(at_once, actions) == (len(changed), max(changed))
        assert at_once == one_by_one
