"""Keys that others append to an address to count who followed it: they ask for nothing, and are dropped unsaid."""

import re
from urllib.parse import unquote_plus

# How such a key begins, and whole keys: campaigns, then the clicks of advertisers, of mailings, and of shared links.
BEGINNINGS = ("utm_", "mtm_", "matomo_", "piwik_", "pk_", "hsa_", "_hs")
KEYS = (
    "gclid", "gclsrc", "gbraid", "wbraid", "dclid", "srsltid", "_gl", "_ga",
    "fbclid", "igsh", "igshid", "msclkid", "yclid", "ysclid", "ttclid", "twclid", "li_fat_id", "epik", "rdt_cid",
    "mc_cid", "mc_eid", "mkt_tok", "vero_id", "oly_anon_id", "oly_enc_id",
)  # fmt: skip
# What the scripts take as well (server/early.py): the same in both languages, whatever the case of the letters.
PATTERN = f"^(?:{'|'.join(BEGINNINGS)})|^(?:{'|'.join(KEYS)})$"
_TRACKS = re.compile(PATTERN, re.IGNORECASE)


def tracks(key: str) -> bool:
    """Whether a key of an address is there to count visits alone."""
    return _TRACKS.search(key) is not None


def untracked(query: str) -> str:
    """Return a query, as it stands in an address, without such keys; the rest of it is left as it is."""
    mark = "?" if query.startswith("?") else ""
    parts = query.removeprefix("?").split("&")
    kept = [part for part in parts if not tracks(unquote_plus(part.partition("=")[0]))]
    return query if kept == parts else (mark + "&".join(kept) if kept else "")
