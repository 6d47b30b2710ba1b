"""`open_data.toml` of a pack: licence, publisher and contact of what everybody may take."""

import tomllib
from dataclasses import fields
from pathlib import Path
from urllib.parse import urlsplit

from data_access.cities.findings import Findings
from data_access.domain.open_data import OpenData

FILE = "open_data.toml"
_TEXTS = tuple(field.name for field in fields(OpenData) if field.name != "decided")
_LONGEST = 300


def read_open_data(folder: Path, findings: Findings) -> OpenData:
    """The terms of a pack folder, the default where it has none; mistakes are added to `findings`."""
    path = folder / FILE
    if not path.exists():
        return OpenData()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        findings.error(FILE, "", f"cannot be read: {error.strerror}")
        return OpenData()
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        findings.error(FILE, "", f"is not valid TOML: {error}")
        return OpenData()
    given: dict[str, str] = {}
    for name, value in data.items():
        if name not in _TEXTS:
            findings.warning(FILE, name, "is not a setting")
        elif not isinstance(value, str) or len(value) > _LONGEST:
            findings.error(FILE, name, f"must be text of at most {_LONGEST} characters")
        else:
            given[name] = value
    if "licence" in given and not _is_address(given["licence"]):
        findings.error(FILE, "licence", "must be the address of the licence's text: https://…")
    if ("licence" in given) != ("licence_name" in given):
        findings.error(FILE, "licence_name", "licence and licence_name belong together")
    return OpenData(**given, decided="licence" in given)


def _is_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.netloc)
