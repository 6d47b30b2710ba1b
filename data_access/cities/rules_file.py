"""`rules.toml` of a pack: thresholds of the board, of the quality of collection, and of disclosure."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data_access.cities.findings import Findings
from data_access.domain.disclosure.rules import Disclosure
from data_access.domain.rules import Rules
from data_access.domain.taxonomy import Taxonomy

FILE = "rules.toml"
_DEFAULTS = Rules()
_NUMBERS: Mapping[str, tuple[tuple[str, float, float], ...]] = {
    "coordination": (("boundary_m", 0, 5_000), ("past_days", 1, 3_650), ("least_durations", 1, 1_000_000)),
    "collection": (("least_cases", 1, 1_000_000),),
    "public": (
        ("least_count", 5, 1_000), ("least_rate", 10, 10_000), ("least_hidden", 3, 100),
        ("release_after_days", 1, 60), ("settle_seconds", 1, 86_400), ("revise_after_days", 1, 366),
        ("live_count", 10, 10_000), ("live_open", 10, 100_000), ("live_rate", 100, 100_000),
        ("class_share", 0.01, 1), ("heat_cell_m", 500, 20_000), ("heat_count", 5, 1_000),
        ("heat_after_days", 1, 60), ("heat_weeks", 1, 53), ("track_days", 1, 366),
    ),
}  # fmt: skip
"""Settings of a table with the least and the most that each may be: of disclosure nothing looser than what
its proofs hold for."""
_LISTS: Mapping[str, set[str]] = {"coordination": set(), "collection": {"trivial"}, "public": set()}
_FRACTIONS = {
    "coordination.boundary_m", "public.release_after_days", "public.settle_seconds",
    "public.revise_after_days", "public.class_share", "public.heat_after_days",
}  # fmt: skip
"""Settings that need not be whole numbers."""


def read_rules(folder: Path, taxonomy: Taxonomy, findings: Findings) -> Rules:
    """The rules of a pack folder, the defaults without the file; faults are added to `findings`."""
    path = folder / FILE
    if not path.exists():
        return _DEFAULTS
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        findings.error(FILE, "", f"cannot be read: {error.strerror}")
        return _DEFAULTS
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        findings.error(FILE, "", f"is not valid TOML: {error}")
        return _DEFAULTS
    values: dict[str, Any] = {}
    public: dict[str, Any] = {}
    for section, table in data.items():
        if section not in _NUMBERS or not isinstance(table, dict):
            findings.warning(FILE, section, "is not a setting")
            continue
        known = {name for name, _, _ in _NUMBERS[section]} | _LISTS[section]
        for key in table.keys() - known:
            findings.warning(FILE, f"{section}.{key}", "is not a setting")
        for name, least, most in _NUMBERS[section]:
            if name in table:
                place = public if section == "public" else values
                place[name] = _number(table[name], f"{section}.{name}", least, most, findings)
    collection = data.get("collection", {})
    if isinstance(collection, dict) and "trivial" in collection:
        values["trivial"] = _codes(collection["trivial"], taxonomy, findings)
    return Rules(**_given(values), public=Disclosure(**_given(public)))


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _number(value: Any, name: str, least: float, most: float, findings: Findings) -> int | float | None:
    whole = name not in _FRACTIONS
    fits = isinstance(value, int) or (isinstance(value, float) and not whole)
    if not fits or isinstance(value, bool) or not least <= value <= most:
        kind = "a whole number" if whole else "a number"
        findings.error(FILE, name, f"must be {kind} from {least:,} to {most:,}")
        return None
    return value if whole else float(value)


def _codes(value: Any, taxonomy: Taxonomy, findings: Findings) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
        findings.error(FILE, "collection.trivial", "must be a list of subclass codes")
        return frozenset()
    for code in value:
        if taxonomy.subclass_index(code) is None:
            findings.error(FILE, "collection.trivial", f"there is no subclass {code!r}")
    return frozenset(value)
