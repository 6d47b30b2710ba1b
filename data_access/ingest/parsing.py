"""Wire format 1 → validated actions: every line is either an action or a reason why not."""

import datetime as dt
from typing import Any, Required, TypedDict

import msgspec

from data_access.domain.actions import MICROSECONDS, RANK_BITS, RANKS, Action, BadAction, Field, Fields
from data_access.domain.areas import AreaLevel
from data_access.domain.check_codes import check_hash
from data_access.domain.city import City
from data_access.domain.taxonomy import SOURCE_INDEX, CaseKind

MAX_LINE_BYTES = 65_536
MAX_CASE_ID = 64
EARLIEST_US = int(dt.datetime(1990, 1, 1, tzinfo=dt.UTC).timestamp()) * MICROSECONDS
DAY_US = 86_400 * MICROSECONDS
_HOURS_KEPT = 20_000
"""Hours whose beginning is remembered: two years of them."""
_MINUTES_AND_SECONDS = {
    f":{minute:02}:{second:02}": (minute * 60 + second) * MICROSECONDS
    for minute in range(60)
    for second in range(60)
}
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_COORDINATE = 1e7
_REPORT = RANKS["report"]
_ESCALATE = RANKS["escalate"]
_RATE = RANKS["rate"]
_KINDS = frozenset(kind.value for kind in CaseKind)


Wire = TypedDict(
    "Wire",
    {
        "case_id": Required[str],
        "action": Required[str],
        "at": Required[str],
        "event_id": str | None,
        "by": str | None,
        "department": str | None,
        "due_at": str | None,
        "level": int | None,
        "score": int | None,
        "kind": str | None,
        "class": str | None,
        "subclass": str | None,
        "source": str | None,
        "lon": float | None,
        "lat": float | None,
        "town": str | None,
        "village": str | None,
        "grid": str | None,
        "urgent": bool | None,
        "self_handled": bool | None,
        "description": str | None,
        "reporter": str | None,
        "check": str | None,
    },
    total=False,
)
"""One line of wire format 1: a dict of the known fields that are present, the others kept out."""

# Plain integers: enum members cost a lookup each, and this runs for every line of every feed.
_DUE_AT, _LEVEL, _SCORE = map(int, (Field.DUE_AT, Field.LEVEL, Field.SCORE))
_KIND, _CLASS, _SOURCE, _CHECK = map(int, (Field.KIND, Field.CLASS, Field.SOURCE, Field.CHECK))
_LON, _LAT = int(Field.LON), int(Field.LAT)
_CONVERTED = frozenset({_DUE_AT, _LEVEL, _SCORE, _CHECK, _LON, _LAT})

_NUMBERS: dict[str, int] = {field.name.lower(): field.value for field in Field}
_AREA_FIELDS = tuple(
    (int(Field[level.name]), level.value, frozenset({level, AreaLevel.CITY}))
    for level in (AreaLevel.TOWN, AreaLevel.VILLAGE, AreaLevel.GRID)
)
"""Area fields, their names, and the levels that their codes may have. The city's own code says "somewhere
in the city": the case is nowhere lower."""
_REQUIRED = 3
"""Fields that every line has: case_id, action, at."""
_LAYOUTS_KEPT = 1_000
_Layout = tuple[tuple[str, int], ...]
"""Names of fields with their numbers, in the order of the numbers: one content, one record, in whatever
order a line has its fields."""


class ActionParser:
    """Parses and validates lines for one city; `check_key` salts the hashes of check codes."""

    def __init__(self, city: City, check_key: bytes) -> None:
        self._city = city
        self._check_key = check_key
        self._decode = msgspec.json.Decoder(Wire).decode
        self._hours: dict[str, int] = {}
        """Beginnings of hours in µs, by date, hour and offset as they were written."""
        self._layouts: dict[tuple[str, ...], _Layout] = {}
        """Layouts by the names that a line has, in its order."""
        self._class_index = city.taxonomy.class_index
        self._find = city.tree.find

    def parse(self, line: bytes, now_us: int) -> Action:
        """The action of one line.

        `now_us` is the server's time; an action may lie at most one day ahead of it.
        Raises BadAction with a reason for anything else than a valid action.
        """
        if len(line) > MAX_LINE_BYTES:
            raise BadAction("too_long", f"line of {len(line)} bytes, at most {MAX_LINE_BYTES} are read")
        try:
            wire: dict[str, Any] = self._decode(line)  # type: ignore[assignment]
        except msgspec.ValidationError as error:
            raise BadAction("wrong_type", f"{error}") from None
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise BadAction("not_json", f"not a JSON object: {error}") from None
        case_id: str = wire["case_id"]
        if not 0 < len(case_id) <= MAX_CASE_ID or not case_id.isprintable():
            raise BadAction("bad_case_id", f"case_id must be 1-{MAX_CASE_ID} printable characters")
        action: str = wire["action"]
        rank = RANKS.get(action)
        if rank is None:
            raise BadAction("unknown_action", f"unknown action {action[:40]!r}")
        at_us = self._time(wire["at"], "at")
        if not EARLIEST_US <= at_us <= now_us + DAY_US:
            raise BadAction("bad_time", "at must lie between 1990 and one day ahead of the server's clock")
        fields: Fields | None = None
        if rank == _REPORT:
            fields = self._report(wire, case_id)
        elif len(wire) > _REQUIRED:
            fields = self._fields(wire, case_id)
        if rank == _RATE and not (fields and 1 <= fields.get(_SCORE, 0) <= 5):
            raise BadAction("bad_score", "rate needs an integer score from 1 to 5")
        if rank == _ESCALATE and not (fields and 1 <= fields.get(_LEVEL, 0) <= 3):
            raise BadAction("bad_level", "escalate needs an integer level from 1 to 3")
        return Action(case_id, at_us << RANK_BITS | rank, fields)

    def _time(self, text: str, field: str) -> int:
        since_hour = _MINUTES_AND_SECONDS.get(text[13:19])
        if since_hour is not None:
            hour = self._hours.get(text[:13] + text[19:])
            if hour is not None:
                return hour + since_hour
        time = self._read_time(text, field)
        # Only where minutes and seconds surely are those of the time of day, at an offset that is written.
        if since_hour is not None and text[10] in "T " and text[19:]:
            if len(self._hours) >= _HOURS_KEPT:
                self._hours.clear()
            self._hours[text[:13] + text[19:]] = time - since_hour
        return time

    def _read_time(self, text: str, field: str) -> int:
        try:
            moment = dt.datetime.fromisoformat(text)
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=self._city.zone)
            since = moment - _EPOCH
        except (ValueError, OverflowError):
            raise BadAction("bad_time", f"{field} is not an ISO 8601 time: {text[:40]!r}") from None
        return (since.days * 86_400 + since.seconds) * MICROSECONDS + since.microseconds

    def _fields(self, wire: dict[str, Any], case_id: str) -> Fields | None:
        names = tuple(wire)
        layout = self._layouts.get(names)
        if layout is None:
            layout = self._lay_out(names)
        fields: Fields = {number: value for name, number in layout if (value := wire[name]) is not None}
        if _CONVERTED.isdisjoint(fields):
            return fields or None
        if _DUE_AT in fields:
            fields[_DUE_AT] = self._time(fields[_DUE_AT], "due_at")
        if _CHECK in fields:
            fields[_CHECK] = check_hash(self._check_key, case_id, fields[_CHECK])
        if _LON in fields or _LAT in fields:
            _fix_coordinates(fields)
        for number in (_LEVEL, _SCORE):
            if number in fields and abs(fields[number]) > 2**31:
                raise BadAction("wrong_type", f"{Field(number).name.lower()} is out of range")
        return fields or None

    def _lay_out(self, names: tuple[str, ...]) -> _Layout:
        if len(self._layouts) >= _LAYOUTS_KEPT:
            self._layouts.clear()
        numbered = [(name, _NUMBERS[name]) for name in names if name in _NUMBERS]
        layout = self._layouts[names] = tuple(sorted(numbered, key=lambda one: one[1]))
        return layout

    def _report(self, wire: dict[str, Any], case_id: str) -> Fields:
        fields = self._fields(wire, case_id) or {}
        if fields.get(_KIND) not in _KINDS:
            raise BadAction("bad_kind", "report needs kind, component or event")
        if _CLASS not in fields:
            raise BadAction("unknown_class", "report needs a class")
        if self._class_index(fields[_CLASS]) is None:
            raise BadAction("unknown_class", f"the city pack has no class {fields[_CLASS][:40]!r}")
        if fields.get(_SOURCE) not in SOURCE_INDEX:
            raise BadAction("unknown_source", f"source must be one of {', '.join(SOURCE_INDEX)}")
        placed = False
        for number, name, levels in _AREA_FIELDS:
            if number in fields:
                code = fields[number]
                found = self._find(code)
                if found is None or found[0] not in levels:
                    raise BadAction("unknown_area", f"the city pack has no {name} {code[:40]!r}")
                placed = True
        if not placed:
            self._require_position(fields)
        return fields

    def _require_position(self, fields: Fields) -> None:
        if _LON not in fields:
            raise BadAction("no_place", "report needs lon and lat, or an area code")
        west, south, east, north = self._city.locator.bounds
        lon, lat = fields[_LON] / _COORDINATE, fields[_LAT] / _COORDINATE
        if not (west <= lon <= east and south <= lat <= north):
            raise BadAction("out_of_bounds", f"{lon}, {lat} lies outside the city's bounds")


def _fix_coordinates(fields: Fields) -> None:
    """Keep a pair as whole 10⁻⁷ degrees; half a pair is no position, nonsense stays out of bounds."""
    lon, lat = fields.pop(_LON, None), fields.pop(_LAT, None)
    if lon is None or lat is None:
        return
    fields[_LON] = round(min(max(lon, -181.0), 181.0) * _COORDINATE)
    fields[_LAT] = round(min(max(lat, -91.0), 91.0) * _COORDINATE)
