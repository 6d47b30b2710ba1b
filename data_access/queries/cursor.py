"""Where a list of cases goes on: sorted keys instead of offsets, so that pages stay right under changes."""

import base64
import binascii
from dataclasses import dataclass

import msgspec
import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


class BadCursor(ValueError):
    """A cursor that this list did not give out; the message is for the one who asked."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last case of a page."""

    as_of: int
    """Clock of the first page, Unix seconds: all pages tell of one moment."""
    key: int
    number: int

    def encode(self, question: str) -> str:
        """Opaque text that belongs to one question (any text that tells questions apart)."""
        packed = msgspec.msgpack.encode((question, self.as_of, self.key, self.number))
        return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()

    @classmethod
    def decode(cls, text: str, question: str) -> "Cursor":
        """The cursor of a text. Raises BadCursor, also when it belongs to another question."""
        try:
            packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            content = msgspec.msgpack.decode(packed, type=tuple[str, int, int, int])
        except (ValueError, binascii.Error, msgspec.MsgspecError) as error:
            raise BadCursor("the cursor is not one of this list") from error
        if content[0] != question:
            raise BadCursor("the cursor belongs to a list with other options")
        if not all(-(2**62) < number < 2**62 for number in content[1:]):
            raise BadCursor("the cursor is not one of this list")
        return cls(*content[1:])


def first_of(keys: Ints, numbers: Ints, count: int, after: Cursor | None) -> Ints:
    """Places of the `count` smallest (key, number) after the cursor, in order; numbers differ.

    Costs a few passes over the keys, never a sort of all of them.
    """
    places: Ints = np.arange(len(keys))
    if after is not None:
        places = np.flatnonzero((keys > after.key) | ((keys == after.key) & (numbers > after.number)))
        keys, numbers = keys.take(places), numbers.take(places)
    if len(places) > count:
        last = np.partition(keys, count - 1)[count - 1]
        below, ties = np.flatnonzero(keys < last), np.flatnonzero(keys == last)
        wanted = count - len(below)
        if wanted < len(ties):
            # Thousands of cases may share a key (all those without a time), so they are cut as well.
            ties = ties[np.argpartition(numbers.take(ties), wanted - 1)[:wanted]]
        chosen = np.concatenate([below, ties])
        places, keys, numbers = places.take(chosen), keys.take(chosen), numbers.take(chosen)
    ordered: Ints = places.take(np.lexsort((numbers, keys)))
    return ordered
