"""Password hashing with argon2; the parameters are those of RFC 9106's low-memory choice."""

import functools
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from argon2.profiles import RFC_9106_LOW_MEMORY

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 200


@functools.cache
def _hasher() -> PasswordHasher:
    return PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


@functools.cache
def _nobody() -> str:
    return _hasher().hash(secrets.token_urlsafe())


def hash_password(password: str) -> str:
    """The argon2 hash to keep."""
    return _hasher().hash(password)


def is_right(password: str, kept: str | None) -> bool:
    """Whether a password belongs to a kept hash; as slow for no hash (None) as for a wrong one."""
    try:
        return _hasher().verify(kept or _nobody(), password) and kept is not None
    except (Argon2Error, InvalidHashError):
        return False


def invent_password() -> str:
    """A random password that can be read aloud: four groups of four letters and digits, 79 bits."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))
