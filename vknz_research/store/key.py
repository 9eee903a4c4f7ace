"""From a passphrase to the raw key of the database."""

import secrets
from typing import Final

SALT_BYTES: Final = 16
KEY_BYTES: Final = 32
# RFC 9106, second recommended option: 3 passes, 64 MiB, 4 lanes.
TIME_COST, MEMORY_KIB, LANES = 3, 65_536, 4


def make_salt() -> bytes:
    """Return a new random salt."""
    return secrets.token_bytes(SALT_BYTES)


def derive_key(passphrase: str, salt: bytes) -> bytes:
    """Return the 32-byte key of a passphrase (Argon2id, about 0.1 s)."""
    from argon2.low_level import Type, hash_secret_raw  # noqa: PLC0415 - plain studies

    return hash_secret_raw(
        secret=passphrase.encode(),
        salt=salt,
        time_cost=TIME_COST,
        memory_cost=MEMORY_KIB,
        parallelism=LANES,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )
