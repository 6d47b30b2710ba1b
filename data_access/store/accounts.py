"""People who may log in: duty, areas, password hash. Kept in the store, so that all web processes agree."""

from dataclasses import dataclass

import orjson
import redis

from data_access.domain.viewer import Duty
from data_access.store.keys import Keys

FAILURES_REMEMBERED_SECONDS = 900
_BEFORE_DUTIES = "reviewer"
"""What every account was before there were duties: somebody who looks at everything."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account; `password_hash` is an argon2 string, never the password."""

    name: str
    duty: Duty
    password_hash: str
    created_at: int
    areas: tuple[str, ...] = ()
    """Codes of the areas outside which the person sees nothing; empty is the whole city."""


class Accounts:
    """The accounts of one city."""

    def __init__(self, client: redis.Redis, keys: Keys) -> None:
        self._client = client
        self._keys = keys

    def put(self, account: Account, *, replace: bool = False) -> bool:
        """Keep an account; False when the name is taken and `replace` is not set."""
        value = _stored(account)
        if replace:
            self._client.hset(self._keys.accounts(), account.name, value)
            return True
        return bool(self._client.hsetnx(self._keys.accounts(), account.name, value))

    def get(self, name: str) -> Account | None:
        """The account of a name."""
        value = self._client.hget(self._keys.accounts(), name)
        return None if value is None else _account(value)

    def remove(self, name: str) -> bool:
        """Remove an account; False when there is none of that name. Its sessions end with it."""
        return bool(self._client.hdel(self._keys.accounts(), name))

    def all(self) -> list[Account]:
        """Every account by name."""
        stored = self._client.hgetall(self._keys.accounts())
        return sorted(map(_account, stored.values()), key=lambda account: account.name)

    def failures(self, who: str) -> int:
        """Failed logins of a name or an address in the last quarter of an hour."""
        return int(self._client.get(self._keys.login_failures(who)) or 0)

    def count_failure(self, who: str) -> None:
        """Remember a failed login."""
        key = self._keys.login_failures(who)
        with self._client.pipeline() as pipe:
            pipe.incr(key)
            pipe.expire(key, FAILURES_REMEMBERED_SECONDS)
            pipe.execute()

    def tell_once(self, who: str) -> bool:
        """True the first time in a quarter of an hour."""
        key = self._keys.login_told(who)
        return bool(self._client.set(key, 1, ex=FAILURES_REMEMBERED_SECONDS, nx=True))

    def note_address(self, name: str, address: str) -> None:
        """Remember where a failed login of a name came from."""
        key = self._keys.login_addresses(name)
        with self._client.pipeline() as pipe:
            pipe.sadd(key, address)
            pipe.expire(key, FAILURES_REMEMBERED_SECONDS)
            pipe.execute()

    def addresses_of(self, name: str) -> list[str]:
        """Where failed logins of a name came from in the last quarter of an hour."""
        found = self._client.smembers(self._keys.login_addresses(name))
        return sorted(one.decode() if isinstance(one, bytes) else one for one in found)

    def forget_failures(self, who: str) -> None:
        """Forget the failures after a login that worked."""
        self._client.delete(self._keys.login_failures(who))


def _stored(account: Account) -> bytes:
    return orjson.dumps(
        {
            "name": account.name,
            "role": account.duty,
            "password_hash": account.password_hash,
            "created_at": account.created_at,
            "areas": account.areas,
        }
    )


def _account(value: bytes | str) -> Account:
    stored = orjson.loads(value)
    role = stored["role"]
    return Account(
        stored["name"],
        Duty.VIEWER if role == _BEFORE_DUTIES else Duty(role),
        stored["password_hash"],
        stored["created_at"],
        tuple(stored.get("areas", ())),
    )
