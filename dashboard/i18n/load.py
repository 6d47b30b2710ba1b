"""Reads the catalogues of screen words; the composition root hands them to the layouts."""

import tomllib
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from layouts.text import Text

LANGUAGES = ("zh", "en")


@cache
def load_text(language: str) -> Text:
    """The catalogue of a language. Raises `ValueError` for a language that has none."""
    if language not in LANGUAGES:
        raise ValueError(f"no catalogue for the language {language!r}; there are {', '.join(LANGUAGES)}")
    folder = files("dashboard.i18n")
    # The words that screens share lie in the folder itself, those of a surface or a page in one of its own.
    parts = [folder.joinpath(f"{language}.toml")]
    parts += [own for part in folder.iterdir() if (own := part.joinpath(f"{language}.toml")).is_file()]
    messages: dict[str, str] = {}
    for part in parts:
        found = _flat(tomllib.loads(part.read_text(encoding="utf-8")))
        if twice := messages.keys() & found.keys():
            raise ValueError(f"two catalogues of {language!r} have {', '.join(sorted(twice))}")
        messages |= found
    return Text(language, MappingProxyType(messages))


def _flat(tree: dict[str, Any], start: str = "") -> dict[str, str]:
    """Nested tables as dotted keys."""
    flat: dict[str, str] = {}
    for key, value in tree.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{start}{key}.")
        else:
            flat[f"{start}{key}"] = value
    return flat
