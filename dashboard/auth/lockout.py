"""Slows down guessing: too many failed logins of a name, an address or a pair of them close the door."""

from data_access.store.accounts import FAILURES_REMEMBERED_SECONDS, Accounts

MOST_OF_PAIR = 5
MOST_OF_ADDRESS = 50
MOST_OF_NAME = 100
"""High, because it also locks the rightful owner out."""
MINUTES = FAILURES_REMEMBERED_SECONDS // 60


def _limits(name: str, address: str) -> tuple[tuple[str, int], ...]:
    return (
        (f"pair:{address}:{name}", MOST_OF_PAIR),
        (f"address:{address}", MOST_OF_ADDRESS),
        (f"name:{name}", MOST_OF_NAME),
    )


def is_locked(accounts: Accounts, name: str, address: str) -> bool:
    """Whether this login is refused without looking at the password."""
    return any(accounts.failures(who) >= most for who, most in _limits(name, address))


def count_failure(accounts: Accounts, name: str, address: str) -> None:
    """Remember a failed login."""
    for who, _ in _limits(name, address):
        accounts.count_failure(who)
    accounts.note_address(name, address)


def unlock(accounts: Accounts, name: str) -> None:
    """Let a name try again from everywhere it failed."""
    for address in accounts.addresses_of(name):
        accounts.forget_failures(f"pair:{address}:{name}")
    accounts.forget_failures(f"name:{name}")


def tell(accounts: Accounts, name: str, address: str) -> bool:
    """Whether nobody has been told yet that this login is locked; asked once, it is False for a while."""
    return accounts.tell_once(f"pair:{address}:{name}")


def forget(accounts: Accounts, name: str, address: str) -> None:
    """Forget the failures of a name from an address after a login that worked."""
    accounts.forget_failures(f"pair:{address}:{name}")
