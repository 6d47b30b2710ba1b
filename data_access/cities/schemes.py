"""The evaluation schemes of a pack: every `evaluation/*.toml`, checked when the pack is loaded."""

from pathlib import Path

from data_access.cities.findings import Findings
from data_access.domain.evaluation.scheme import Scheme
from data_access.domain.evaluation.scheme_reader import BadScheme, read_scheme

FOLDER = "evaluation"


def read_schemes(folder: Path, findings: Findings) -> tuple[Scheme, ...]:
    """The schemes of a pack folder in the order of their file names; faults are added to `findings`."""
    schemes = []
    for path in sorted((folder / FOLDER).glob("*.toml")):
        try:
            schemes.append(load_scheme(path))
        except BadScheme as error:
            for problem in error.problems:
                findings.error(f"{FOLDER}/{path.name}", "", problem)
    versions = [scheme.version for scheme in schemes]
    for version in sorted({version for version in versions if versions.count(version) > 1}):
        findings.error(FOLDER, "", f"version {version!r} is there twice")
    return tuple(schemes)


def load_scheme(path: Path) -> Scheme:
    """The scheme of a file. Raises BadScheme when it cannot be read or used."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadScheme([f"{path.name}: cannot be read: {error.strerror}"]) from None
    except UnicodeDecodeError:
        raise BadScheme([f"{path.name}: is not UTF-8"]) from None
    return read_scheme(path.name, text)
