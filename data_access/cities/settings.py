"""`city.toml` of a pack: names, zone, projection, calendar and the files of its levels."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from data_access.cities.findings import Findings
from data_access.domain.areas import AreaLevel
from data_access.domain.workcalendar import WorkCalendar

FILE = "city.toml"
TAXONOMY_FILE = "taxonomy.csv"
STAFF_FILE = "staff.csv"
ALIASES_FILE = "aliases.csv"
LEVELS = (AreaLevel.TOWN, AreaLevel.VILLAGE, AreaLevel.GRID)
"""From the top; a pack has the first one, two or three."""
_KNOWN = {
    "": {"code", "name_zh", "name_en", "short_zh", "zone", "language", "demo", "schematic", "load_bands",
         "area_km2", "label", "projection", "calendar", "levels"},
    "projection": {"epsg", "cell_m"},
    "calendar": {"country", "subdivision", "weekend", "hours"},
    "levels": {level.value for level in LEVELS},
}  # fmt: skip


@dataclass(frozen=True)
class PackSettings:
    """The settings of a pack, checked."""

    code: str
    name_zh: str
    name_en: str
    short_zh: str
    zone: ZoneInfo
    language: str
    demo: bool
    schematic: bool
    load_bands: tuple[float, float]
    area_km2: float | None
    """Declared area; None takes the sum of the towns."""
    label: tuple[float, float] | None
    epsg: int
    cell_m: int
    calendar: WorkCalendar
    levels: dict[AreaLevel, str]
    """Boundary file of each level, relative to the pack."""

    @property
    def lowest(self) -> AreaLevel:
        """The lowest level of the pack."""
        return list(self.levels)[-1]


def read_settings(folder: Path, findings: Findings) -> PackSettings | None:
    """The settings of a pack folder; None after errors, which are added to `findings`."""
    path = folder / FILE
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        findings.error(FILE, "", f"cannot be read: {error.strerror}")
        return None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        findings.error(FILE, "", f"is not valid TOML: {error}")
        return None
    before = len(findings.errors)
    for section, known in _KNOWN.items():
        table = data if not section else data.get(section, {})
        if not isinstance(table, dict):
            findings.error(FILE, section, "must be a table")
            continue
        for key in table.keys() - known:
            findings.warning(FILE, f"{section}.{key}".lstrip("."), "is not a setting")
    if len(findings.errors) > before:
        return None
    settings = _settings(folder, _Reader(data, findings))
    return settings if len(findings.errors) == before else None


def _settings(folder: Path, read: "_Reader") -> PackSettings:
    name_en = read.text("name_en", folder.name)
    name_zh = read.text("name_zh", name_en)
    projection, calendar, levels = read.table("projection"), read.table("calendar"), read.table("levels")
    epsg = projection.number("epsg", 0)
    if epsg <= 0:
        read.findings.error(FILE, "projection.epsg", "is missing: the code of a projection in metres")
    cell_m = projection.number("cell_m", 100)
    if not 10 <= cell_m <= 10_000 or cell_m != int(cell_m):
        read.findings.error(FILE, "projection.cell_m", "must be whole metres between 10 and 10,000")
    files = {level: levels.text(level.value, "") for level in LEVELS if level.value in levels.data}
    if list(files) != list(LEVELS[: len(files)]) or not files:
        read.findings.error(FILE, "levels", "must be town; town and village; or town, village and grid")
    for name in files.values():
        if Path(name).is_absolute() or ".." in Path(name).parts:
            read.findings.error(FILE, "levels", f"{name} is outside the pack")
    bands = read.pair("load_bands") or (20.0, 30.0)
    if bands[0] > bands[1]:
        read.findings.error(FILE, "load_bands", "must ascend")
    area = read.number("area_km2", 0)
    return PackSettings(
        code=read.text("code", folder.name), name_zh=name_zh, name_en=name_en,
        short_zh=read.text("short_zh", name_zh), zone=read.zone("zone"),
        language=read.choice("language", ("zh", "en")), demo=read.flag("demo"),
        schematic=read.flag("schematic"), load_bands=bands, area_km2=area if area > 0 else None,
        label=read.pair("label"), epsg=int(epsg), cell_m=int(cell_m),
        calendar=_calendar(calendar), levels=files,
    )  # fmt: skip


def _calendar(read: "_Reader") -> WorkCalendar:
    calendar = WorkCalendar(
        country=read.text("country", ""),
        subdivision=read.text("subdivision", ""),
        weekend=tuple(read.data.get("weekend", (6, 7))),
        hours=read.hours("hours", ("08:30-12:00", "14:00-17:30")),
    )
    if not set(calendar.weekend) <= set(range(1, 8)) or len(set(calendar.weekend)) == 7:
        read.findings.error(FILE, "calendar.weekend", "must be ISO weekdays 1 to 7, not all of them")
    return calendar


def check_calendar(settings: PackSettings, findings: Findings) -> None:
    """Whether public holidays are known for the country at all; reading them takes a while."""
    calendar = settings.calendar
    try:
        calendar.covers(2000)
    except (NotImplementedError, KeyError, AttributeError):
        where = " ".join(filter(None, (calendar.country, calendar.subdivision)))
        findings.error(FILE, "calendar", f"no public holidays are known for {where}")


@dataclass(frozen=True)
class _Reader:
    """Typed reading of one table, with findings instead of exceptions."""

    data: Mapping[str, Any]
    findings: Findings
    prefix: str = ""

    def table(self, key: str) -> "_Reader":
        return _Reader(self.data.get(key, {}), self.findings, f"{key}.")

    def _wrong(self, key: str, message: str) -> None:
        self.findings.error(FILE, self.prefix + key, message)

    def text(self, key: str, default: str) -> str:
        value = self.data.get(key, default)
        if not isinstance(value, str):
            self._wrong(key, "must be text")
            return default
        return value

    def flag(self, key: str) -> bool:
        value = self.data.get(key, False)
        if not isinstance(value, bool):
            self._wrong(key, "must be true or false")
        return bool(value)

    def number(self, key: str, default: float) -> float:
        value = self.data.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self._wrong(key, "must be a number")
            return default
        return value

    def choice(self, key: str, choices: tuple[str, ...]) -> str:
        value = self.text(key, choices[0])
        if value not in choices:
            self._wrong(key, f"must be one of {', '.join(choices)}")
        return value

    def pair(self, key: str) -> tuple[float, float] | None:
        value = self.data.get(key)
        if value is None:
            return None
        if (
            not isinstance(value, list)
            or len(value) != 2
            or not all(isinstance(v, int | float) for v in value)
        ):
            self._wrong(key, "must be two numbers")
            return None
        return float(value[0]), float(value[1])

    def zone(self, key: str) -> ZoneInfo:
        name = self.text(key, "")
        try:
            return ZoneInfo(name)
        except (ValueError, OSError, KeyError):
            self._wrong(key, f"is not a time zone: {name!r}")
            return ZoneInfo("UTC")

    def hours(self, key: str, default: tuple[str, ...]) -> tuple[tuple[time, time], ...]:
        periods: list[tuple[time, time]] = []
        for text in self.data.get(key, default):
            try:
                opens, closes = (time.fromisoformat(part) for part in str(text).split("-"))
            except ValueError:
                self._wrong(key, f"{text!r} is not a period like 08:30-12:00")
                continue
            if opens >= closes or (periods and periods[-1][1] > opens):
                self._wrong(key, "periods must ascend and not overlap")
            periods.append((opens, closes))
        if not periods:
            self._wrong(key, "needs at least one period")
        return tuple(periods)
