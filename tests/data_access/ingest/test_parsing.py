"""Lines become actions: times are read exactly however they are written, fields in one order."""

import datetime as dt
import itertools

import orjson
import pytest

from data_access.domain.actions import Action, BadAction
from data_access.domain.record import encode_record
from data_access.ingest.parsing import EARLIEST_US, ActionParser
from tests.reference.little_city import little_city

CITY = little_city()
NOW_US = int(dt.datetime(2026, 6, 1, tzinfo=dt.UTC).timestamp()) * 1_000_000

DATES = ("2019-02-01", "20190201", "2019W05", "2019-W05-5")
HOURS = ("T08", " 08", "T8", "T08+08", "+08", "T23")
CLOCKS = (":31:07", ":00:00", ":59:59", ":60:00", ":31:60", ":3:07", "")
OFFSETS = ("+08:00", "-03:30", "Z", "", ".25+08:00", ".123456Z", "+05:45:07", "x", "+25:00")


def parse(parser: ActionParser, **fields: object) -> Action:
    """The action of a line with these fields."""
    return parser.parse(orjson.dumps({"case_id": "a", "action": "accept"} | fields), NOW_US)


def instant(text: str) -> int | None:
    """What the standard library makes of a time, in µs; None when it is none or out of range."""
    try:
        moment = dt.datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=CITY.zone)
        since = moment - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    except (ValueError, OverflowError):
        return None
    us = since // dt.timedelta(microseconds=1)
    return us if us >= EARLIEST_US else None


def test_times_that_look_alike_are_told_apart_in_whatever_order_they_come() -> None:
    texts = ["".join(parts) for parts in itertools.product(DATES, HOURS, CLOCKS, OFFSETS)]
    readable = 0
    for ordered in (texts, texts[::-1]):
        parser = ActionParser(CITY, b"key")
        for text in ordered:
            expected = instant(text)
            if expected is None:
                with pytest.raises(BadAction):
                    parse(parser, at=text)
            else:
                readable += 1
                assert parse(parser, at=text).at_us == expected, text
    assert readable > 200


def test_an_hour_that_a_city_has_twice_is_not_remembered() -> None:
    parser = ActionParser(CITY, b"key")
    first = parse(parser, at="2019-02-01T08:00:00+08:00").at_us
    assert parse(parser, at="2019-02-01T08:00:00").at_us == instant("2019-02-01T08:00:00")
    assert parse(parser, at="2019-02-01T08:59:59+08:00").at_us == first + 3_599_000_000


def test_the_order_of_fields_in_a_line_leaves_no_trace() -> None:
    parser = ActionParser(CITY, b"key")
    fields = {"at": "2026-03-01T08:00:00Z", "event_id": "e1", "by": "T1", "department": "d"}
    there = parse(parser, **fields)
    back = parse(parser, **dict(reversed(fields.items())))
    assert encode_record([0], {there.order: there.fields}) == encode_record([0], {back.order: back.fields})
