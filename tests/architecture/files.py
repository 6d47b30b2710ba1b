"""The project's own files, for the tests that read them."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("dashboard", "callbacks", "layouts", "data_access")


def python_files(*folders: str) -> list[Path]:
    """Python files of top-level folders, in the order of their paths."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def module_name(path: Path) -> str:
    """`data_access.domain.rows` for its path."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
