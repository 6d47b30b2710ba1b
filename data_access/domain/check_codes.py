"""Check codes of cases: kept as a hash of number and code under the city's key, never as they are."""

import hashlib


def check_hash(key: bytes, case_id: str, code: str) -> str:
    """The hash that a record keeps of a case's number and check code, 24 hexadecimal digits."""
    message = f"{case_id}\n{code}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(message, key=key, digest_size=12).hexdigest()
