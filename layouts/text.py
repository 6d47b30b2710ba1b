"""Words of a screen in one language, looked up by key; the catalogues are given, not read here."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """Messages of one language ("zh" or "en") by dotted key."""

    language: str
    messages: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The message of a key with its `{names}` filled in.

        Raises `KeyError` for a key that the catalogue lacks or a name that `values` lack: a hole in
        a catalogue must fail a test, not show up on a wall.
        """
        return self.messages[key].format(**values)

    def of(self, group: str) -> dict[str, str]:
        """All messages below a group, by the rest of their keys: what browser code needs of it."""
        start = f"{group}."
        return {key[len(start) :]: value for key, value in self.messages.items() if key.startswith(start)}
