"""Planned cases as lines of wire format 1; only the lines asked for are made."""

from collections.abc import Sequence
from copy import copy
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from data_access.domain.areas import NO_AREA
from data_access.domain.city import City
from data_access.domain.taxonomy import SOURCES
from data_access.ingest.demo import mix
from data_access.ingest.demo.cases import Cases
from data_access.ingest.demo.life import Lives, utc_offset
from data_access.ingest.demo.steps import ACTIONS, Step

_PLAIN = b"}"
_SEATS_PER_TOWN = 4


class Wording:
    """What the lines of one city have in common: codes, names and fragments of JSON."""

    def __init__(self, city: City) -> None:
        taxonomy, tree = city.taxonomy, city.tree
        self.city = city
        self.towns = [area.code for area in tree.towns]
        self.villages = [area.code for area in tree.villages]
        self.grids = [area.code for area in tree.grids]
        self.subclasses = [one.code for one in taxonomy.subclasses]
        self.names = [one.name_zh for one in taxonomy.subclasses]
        self.classes = [taxonomy.classes[one.class_index].code for one in taxonomy.subclasses]
        self.kinds = [taxonomy.classes[one.class_index].kind.value for one in taxonomy.subclasses]
        self.departments = [_department(one.department) for one in taxonomy.subclasses]
        self.bureau = _department(mix.BUREAU)
        self.others = [_department(name) for name in mix.OTHER_DEPARTMENTS]


class Lines:
    """The lines of one day's cases."""

    def __init__(self, wording: Wording, cases: Cases, lives: Lives, suffix: str = "") -> None:
        """`suffix` keeps case ids of a second plan of the same day apart."""
        self._wording = wording
        self._cases = cases
        self._lives = lives
        date = cases.day.strftime("%Y%m%d")
        codes = wording.subclasses
        self._ids = [
            f"{codes[subclass]}{date}{number:05d}{suffix}"
            for number, subclass in enumerate(cases.subclass.tolist(), 1)
        ]
        self._offset = utc_offset(wording.city, int(cases.reported[0])) if cases.size else 0
        hours, minutes = divmod(abs(self._offset) // 60, 60)
        self._zone = f"{'-' if self._offset < 0 else '+'}{hours:02d}:{minutes:02d}"
        zone = self._zone.encode()
        self._verbs = [b'","action":"%b","at":"' % action.encode() for action in ACTIONS]
        self._ends = [zone + b'"' for _ in ACTIONS]

    def living(self, lives: Lives) -> "Lines":
        """The same cases with other lives."""
        twin = copy(self)
        twin._lives = lives
        return twin

    def of(self, rows: npt.NDArray[np.int64], steps: npt.NDArray[np.int64]) -> list[bytes]:
        """One line for each pair of case and step that the plan has."""
        times = self._lives.times[rows, steps] + self._offset
        texts = np.datetime_as_string(times.astype("datetime64[s]")).astype("S19").tolist()
        ids, verbs, ends = self._ids, self._verbs, self._ends
        tails = {step: make() for step, make in self._tails().items() if (steps == step).any()}
        lines = []
        for row, step, text in zip(rows.tolist(), steps.tolist(), texts, strict=True):
            if step == 0:
                lines.append(self._report(row, text.decode()))
            else:
                tail = tails[step][row] if step in tails else _PLAIN
                lines.append(b'{"case_id":"' + ids[row].encode() + verbs[step] + text + ends[step] + tail)
        return lines

    def _tails(self) -> dict[int, Any]:
        return {
            Step.FILE: self._seats,
            Step.DISPATCH: self._departments,
            Step.DISPATCH_AGAIN: self._next_departments,
            Step.DISPATCH_THIRD: self._third_departments,
            Step.ESCALATE: lambda: _numbered(b"level", self._lives.level),
            Step.RATE: lambda: _numbered(b"score", self._lives.score),
        }

    def _departments(self) -> list[bytes]:
        wording = self._wording
        return [
            wording.bureau if town < 0 else wording.departments[subclass]
            for town, subclass in zip(self._cases.town.tolist(), self._cases.subclass.tolist(), strict=True)
        ]

    def _next_departments(self) -> list[bytes]:
        others = self._wording.others
        return [
            self._wording.bureau if town < 0 else others[(subclass + team) % len(others)]
            for town, subclass, team in zip(
                self._cases.town.tolist(),
                self._cases.subclass.tolist(),
                self._cases.team.tolist(),
                strict=True,
            )
        ]

    def _third_departments(self) -> list[bytes]:
        """Mostly back to the first one, else to yet another one."""
        first, others = self._departments(), self._wording.others
        return [
            back if town < 0 or (subclass + team) % 3 else others[(subclass + team + 2) % len(others)]
            for back, town, subclass, team in zip(
                first,
                self._cases.town.tolist(),
                self._cases.subclass.tolist(),
                self._cases.team.tolist(),
                strict=True,
            )
        ]

    def _seats(self) -> list[bytes]:
        return [
            b',"by":"S%02d-%d"}' % (town + 1, team % _SEATS_PER_TOWN + 1)
            for town, team in zip(self._cases.town.tolist(), self._cases.team.tolist(), strict=True)
        ]

    def _report(self, row: int, text: str) -> bytes:
        cases, wording, spots = self._cases, self._wording, self._cases.spots
        subclass = int(cases.subclass[row])
        line: dict[str, Any] = {
            "case_id": self._ids[row],
            "action": "report",
            "at": text + self._zone,
            "kind": wording.kinds[subclass],
            "class": wording.classes[subclass],
            "subclass": wording.subclasses[subclass],
            "source": SOURCES[int(cases.source[row])].value,
            "lon": float(spots.lon[row]),
            "lat": float(spots.lat[row]),
        }
        for name, codes, index in (
            ("town", wording.towns, int(spots.town[row])),
            ("village", wording.villages, int(spots.village[row])),
            ("grid", wording.grids, int(spots.grid[row])),
        ):
            if index != NO_AREA and codes:
                line[name] = codes[index]
        if cases.urgent[row]:
            line["urgent"] = True
        if cases.self_handled[row]:
            line["self_handled"] = True
        if cases.source[row] == mix.COLLECTOR:
            line["by"] = f"T{int(cases.town[row]) + 1:02d}{int(cases.reporting[row])}"
        elif cases.public[row]:
            line["description"] = f"市民反映：{wording.names[subclass]}"
            # A check code that anybody could recompute is no secret, and need not be one in a demo.
            line["check"] = f"{(row * 7919 + cases.day.toordinal() * 104729) % 10000:04d}"
        return orjson.dumps(line)


def _department(name: str) -> bytes:
    return b',"department":' + orjson.dumps(name or mix.OTHER_DEPARTMENTS[0]) + b"}"


def _numbered(name: bytes, values: npt.NDArray[np.int64]) -> Sequence[bytes]:
    return [b',"%b":%d}' % (name, value) for value in values.tolist()]
