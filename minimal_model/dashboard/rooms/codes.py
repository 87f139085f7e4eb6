"""Names and secrets of a room: its code, the lecturer's key, and what is kept of a voter's own id."""

import hashlib
import re
import secrets

# Without signs that look or sound alike when they are read from a wall: 24 of them, 1.9e8 codes of six.
ALPHABET = "ACDEFGHJKMNPQRTUVWXY3479"
LENGTH = 6
CODE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
# What the browser makes: 16 random bytes.
VOTER = re.compile(r"[0-9a-f]{32}", re.IGNORECASE)
# A lost room is opened again with the key that the lecturer's browser has kept; a short one could be guessed.
SHORTEST_KEY, LONGEST_KEY = 16, 128


def new_code() -> str:
    """Return a random code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read_code(text: str) -> str | None:
    """Return a code as it is kept, also if it was typed in small letters; None if it is none."""
    code = text.upper()
    return code if text.isascii() and CODE.fullmatch(code) else None


def new_key() -> str:
    """Return a random key for a lecturer."""
    return secrets.token_urlsafe(24)


def new_epoch() -> str:
    """Return the name of a room's life: a room that was lost and opened again has another."""
    return secrets.token_hex(5)


def is_key(text: str) -> bool:
    """Whether a text could be a key that this server has given."""
    return SHORTEST_KEY <= len(text) <= LONGEST_KEY and text.isascii() and text.isprintable()


def key_hash(key: str) -> bytes:
    """Return what is kept of a key."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()


def is_voter(value: object) -> bool:
    """Whether a value is the id that a phone makes for itself."""
    return isinstance(value, str) and VOTER.fullmatch(value) is not None


def voter_hash(code: str, voter: str) -> bytes:
    """Return what is kept of a voter's id: another value in each room."""
    return hashlib.sha256(f"{code} {voter.lower()}".encode()).digest()[:16]
