"""How often something may happen: so many times at once, then so many in a second; for the server as a whole.

A bucket is one number: the time at which it will be full again. Full buckets are deleted, so that of an address not
even its hash is kept longer than the ten minutes in which the slowest of them fills.
"""

import hashlib
import hmac
import ipaddress
import secrets
import sqlite3
from dataclasses import dataclass

from minimal_model.dashboard.server.store_file import rows


@dataclass(frozen=True)
class Limit:
    """So many at once, and then so many in a second."""

    kind: str
    at_once: int
    per_second: float


# By address: codes that are none, and new rooms. By room: new voters.
MISSES = Limit("miss", 60, 1.0)
NEW_ROOMS = Limit("room", 10, 1 / 60)
NEW_VOTERS = Limit("voter", 100, 10.0)


class TooManyError(Exception):
    """It happened too often; `wait` seconds later it may happen again."""

    def __init__(self, wait: float) -> None:
        super().__init__(f"again in {wait:.1f} s")
        self.wait = wait


def check(connection: sqlite3.Connection, limit: Limit, who: bytes, now: float) -> float:
    """Return when the bucket will be full, and take nothing from it.

    Raises
    ------
    TooManyError
        If nothing is left in it.
    """
    row = next(
        rows(connection, (float,), "SELECT full FROM limits WHERE kind = ? AND who = ?", (limit.kind, who)), None
    )
    full = max(now, row[0] if row else now)
    # What the clock's own rounding adds must not cost the last of them.
    wait = full + 1 / limit.per_second - now - limit.at_once / limit.per_second
    if wait > 1e-6:
        raise TooManyError(wait)
    return full


def take(connection: sqlite3.Connection, limit: Limit, who: bytes, now: float) -> None:
    """Take one; raises TooManyError if nothing is left. Stands within a transaction."""
    full = check(connection, limit, who, now) + 1 / limit.per_second
    connection.execute("INSERT OR REPLACE INTO limits VALUES (?, ?, ?)", (limit.kind, who, full))


def forget(connection: sqlite3.Connection, now: float) -> None:
    """Delete the buckets that are full; with the last of them goes the key of the hashes."""
    connection.execute("DELETE FROM limits WHERE full <= ?", (now,))
    connection.execute("DELETE FROM secret WHERE NOT EXISTS (SELECT 1 FROM limits)")


def known_hash(connection: sqlite3.Connection, address: str) -> bytes | None:
    """Return what would be kept of an address; None if nothing is kept of any."""
    row = next(rows(connection, (bytes,), "SELECT key FROM secret"), None)
    return _hash(row[0], address) if row else None


def new_hash(connection: sqlite3.Connection, address: str) -> bytes:
    """Return what is kept of an address: a hash under a key that is thrown away with the last of them."""
    connection.execute("INSERT OR IGNORE INTO secret VALUES (1, ?)", (secrets.token_bytes(32),))
    return _hash(next(rows(connection, (bytes,), "SELECT key FROM secret"))[0], address)


def _hash(key: bytes, address: str) -> bytes:
    # Of an IPv6 address the network counts, since one visitor has all addresses in it.
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
        text = str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else str(parsed)
    except ValueError:  # a socket that is no network's
        text = address
    return hmac.digest(key, text.encode("utf-8", "replace"), hashlib.sha256)[:16]
