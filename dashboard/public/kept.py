"""Remembers what was made from the held copies until these change; one maker for all who ask meanwhile."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping

from dashboard.public.copies import Copy
from dashboard.public.held import LIVE
from dashboard.public.ready import Ready

MOST_BYTES = 48 * 1024 * 1024
"""Of all answers together; the least recently asked for go first."""
_BESIDE = 2_000
"""What an answer takes besides its body, roughly."""


def same_but_live(before: Mapping[str, Copy], now: Mapping[str, Copy]) -> bool:
    """Whether nothing but what runs has changed."""
    names = before.keys() ^ now.keys()
    return names <= {LIVE} and all(copy is before.get(name) for name, copy in now.items() if name != LIVE)


class Kept:
    """Answers by what was asked. What runs is not made into anything, so its changes forget nothing."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._answers: OrderedDict[Hashable, Ready] = OrderedDict()
        self._bytes = 0
        self._making = threading.RLock()
        self._copies: Mapping[str, Copy] = {}

    def follow(self, copies: Mapping[str, Copy]) -> None:
        """Forget everything when another document than what runs has changed."""
        if same_but_live(self._copies, copies):
            return
        with self._making:
            self._copies = copies
            self._answers.clear()
            self._bytes = 0

    def get(self, asked: Hashable, make: Callable[[], Ready]) -> Ready:
        """The answer remembered, or the one that `make` gives; what it raises is not remembered."""
        with self._making:
            found = self._answers.get(asked)
            if found is not None:
                self._answers.move_to_end(asked)
                return found
            made = make()
            self._answers[asked] = made
            self._bytes += len(made.body) + _BESIDE
            while self._bytes > self._most and len(self._answers) > 1:
                _, oldest = self._answers.popitem(last=False)
                self._bytes -= len(oldest.body) + _BESIDE
            return made
