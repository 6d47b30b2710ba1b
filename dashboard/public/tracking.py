"""Track my case: number and check code give its steps; whoever has not both learns nothing at all.

A number that nobody knows, a wrong code and a case without a code take the same road: one hash, one look at
a key that is not there, one answer.
"""

import ipaddress
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

import structlog

from dashboard.public.held import AWAY
from dashboard.public.limits import Limit, Tries

OF_ADDRESS = Limit("address", 60, 600)
"""High, because many people share the address of a network."""
OF_PAIR = Limit("pair", 5, 3600)
"""Of one site for one number, without success: it stops itself, and nobody else."""
OF_NUMBER = Limit("number", 20, 3600)
"""Of all sites together for one number: guessing a code of four digits takes weeks from anywhere. Four sites
are needed to reach it, and it does not stop a site that has found the case before."""
LONGEST = 64
_HOME_BITS, _SITE_BITS = 64, 48
"""Of an IPv6 address: a household has all that begin with the one, a customer perhaps those of the other."""

_log = structlog.get_logger("public")


class Shelf(Protocol):
    """What tracking reads from the store. Every method may raise one of AWAY."""

    def salt(self) -> bytes | None:
        """The key of hashes of check codes; None before a worker has told it."""
        ...

    def track(self, check: str) -> dict[str, Any] | None:
        """The steps of the case of a hash."""
        ...


class Found(StrEnum):
    """What became of a look-up."""

    CASE = "case"
    """Number and code fit; `document` has the steps."""
    NONE = "none"
    """No case fits; it is not told why."""
    LIMITED = "limited"
    """Too many tries; the next is allowed after `wait_seconds`."""
    AWAY = "away"
    """The store cannot be asked now."""


@dataclass(frozen=True, slots=True)
class Tracked:
    """The answer of a look-up."""

    found: Found
    document: dict[str, Any] | None = None
    wait_seconds: int = 0


class Tracker:
    """Looks cases up for pages, the public API and Open311."""

    def __init__(self, shelf: Shelf, tries: Tries, hash_of: Callable[[bytes, str, str], str]) -> None:
        """`hash_of` makes the hash of a key, a case number and a check code."""
        self._shelf, self._tries, self._hash_of = shelf, tries, hash_of

    def ask(self, number: str, check: str, address: str) -> Tracked:
        """The steps of a case, as its publisher wrote them; `address` is that of the asker."""
        number, check = plain(number), plain(check)
        pair = f"{household(address, _SITE_BITS)}\n{number}"
        guesses = [(OF_PAIR, pair)]
        if not self._tries.is_known(pair):
            guesses.append((OF_NUMBER, number))
        wait = self._tries.take((OF_ADDRESS, household(address)), *guesses)
        if wait is not None:
            return Tracked(Found.LIMITED, wait_seconds=wait)
        try:
            salt = self._shelf.salt()
            document = None if salt is None else self._shelf.track(self._hash_of(salt, number, check))
        except AWAY as error:
            _log.warning("a case cannot be looked up: the store does not answer", error=str(error))
            self._forgive(guesses)
            return Tracked(Found.AWAY)
        if document is None:
            return Tracked(Found.AWAY if salt is None else Found.NONE)
        self._forgive(guesses)
        self._tries.note(pair)
        return Tracked(Found.CASE, document)

    def _forgive(self, guesses: Sequence[tuple[Limit, str]]) -> None:
        for limit, who in guesses:
            self._tries.give_back(limit, who)


def plain(text: str) -> str:
    """What was typed, with letters and digits of full width as plain ones, and no blanks around."""
    return unicodedata.normalize("NFKC", text).strip()


def household(address: str, bits: int = _HOME_BITS) -> str:
    """Who an address belongs to, as far as it can be told; of IPv6 the network of so many bits."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv6Address):
        if known.ipv4_mapped is not None:
            return str(known.ipv4_mapped)
        return str(ipaddress.ip_network((known, bits), strict=False))
    return str(known)
