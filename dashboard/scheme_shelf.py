"""Evaluation schemes that an installation has saved beside those of its city pack: one TOML file each."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from dashboard.config import Settings
from data_access.cities.schemes import load_scheme
from data_access.domain.city import City
from data_access.domain.evaluation.scheme import Scheme
from data_access.domain.evaluation.scheme_reader import BadScheme, read_scheme
from data_access.domain.evaluation.scheme_writer import write_scheme

_VERSION = re.compile(r"[a-z0-9][a-z0-9.-]{0,39}")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class SchemeRefused(ValueError):
    """A scheme that cannot be saved; the message is for the one who saves it."""


@dataclass(frozen=True, slots=True)
class SchemeShelf:
    """The folder of an installation's own schemes. A saved version is never written again."""

    folder: Path

    def schemes(self) -> tuple[Scheme, ...]:
        """Every saved scheme in the order of the file names. Raises BadScheme."""
        return tuple(load_scheme(path) for path in sorted(self.folder.glob("*.toml")))

    def save(
        self, scheme: Scheme, *, version: str, since: str, by: str, taken: Iterable[str], name: str = ""
    ) -> Path:
        """Write a scheme under a new version, in force from a month on. Raises SchemeRefused, OSError.

        `taken` are the versions that there are already, `name` is what people call it (the former name when
        it is empty).
        """
        if not _VERSION.fullmatch(version):
            raise SchemeRefused("a version has 1 to 40 small letters, digits, dots and hyphens")
        if version in taken:
            raise SchemeRefused(f"there is a scheme {version!r} already")
        if not _MONTH.fullmatch(since):
            raise SchemeRefused(f"{since!r} is not a month like 2027-01")
        named = replace(
            scheme, version=version, since=since, confirmed=False, zh=name or scheme.zh, en=name or scheme.en
        )
        text = write_scheme(named, (f"Saved by {by} from {scheme.version}.",))
        path = self.folder / f"{version}.toml"
        try:
            # What the program would not read again is not kept.
            read_scheme(path.name, text)
        except BadScheme as error:
            raise SchemeRefused(str(error)) from error
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        with draft.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            # A link fails where the file exists: of two people who save a version at once one is refused.
            os.link(draft, path)
        except FileExistsError:
            raise SchemeRefused(f"there is a scheme {version!r} already") from None
        finally:
            draft.unlink()
        return path


def shelf_of(settings: Settings, city_id: str) -> SchemeShelf:
    """The shelf of a city."""
    return SchemeShelf((settings.schemes or settings.data / "schemes") / city_id)


def with_saved_schemes(city: City, shelf: SchemeShelf) -> City:
    """The city with the installation's schemes beside those of its pack.

    Raises BadScheme, also when a version is there twice.
    """
    schemes = (*city.schemes, *shelf.schemes())
    versions = [scheme.version for scheme in schemes]
    twice = sorted({version for version in versions if versions.count(version) > 1})
    if twice:
        raise BadScheme([f"{shelf.folder}: version {version!r} is there twice" for version in twice])
    return replace(city, schemes=schemes)
