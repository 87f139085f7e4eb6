"""What programs make of a page that do not show it: its icon, its description, and the picture beside a link to it."""

import hashlib
from html import escape
from pathlib import Path

from minimal_model.dashboard.page.frame import NAME

# Below the folder of assets; `scripts/pictures.py` makes the pictures from the explorer and from the icon.
ICON, LARGE_ICON, PICTURE = "common/favicon.svg", "common/icon-180.png", "common/preview.png"
# What the picture has, in pixels: what the networks cut theirs to.
WIDTH, HEIGHT = 1200, 630
SHOWS = "The explorer: mutual information over the weight of a tanh neuron, and what several binnings make of it"


class Preview:
    """Icon, description and picture of a page.

    Parameters
    ----------
    assets : Path
        Folder of the files.
    prefix : str
        The app's root as the browser sees it, with slashes at both ends.
    title : str
        The title of the page.
    description : str
        What the page is, in one or two sentences.
    """

    def __init__(self, assets: Path, prefix: str, title: str, description: str) -> None:
        self._prefix, self._title, self._description = prefix, title, description
        self._versions = {name: _version(assets / name) for name in (ICON, LARGE_ICON, PICTURE)}

    @property
    def picture(self) -> str:
        """The address of the picture, below the app's root."""
        return self._address(PICTURE)

    def _address(self, name: str) -> str:
        return f"assets/{name}?m={self._versions[name]}"

    @property
    def icons(self) -> str:
        """The links to the icon; what shows no SVG takes the other, as do phones for their home screen."""
        icon, large = (self._prefix + self._address(name) for name in (ICON, LARGE_ICON))
        return (
            f'<link rel="icon" type="image/png" sizes="180x180" href="{large}">\n'
            f'<link rel="icon" type="image/svg+xml" sizes="any" href="{icon}">\n'
            f'<link rel="apple-touch-icon" href="{large}">'
        )

    def metas(self, host: str) -> str:
        """Return the description, also as other sites read it, to show beside a link.

        Parameters
        ----------
        host : str
            Scheme and host as the visitor has them, with a slash at the end: other sites take whole addresses only.
        """
        told = {
            "og:type": "website",
            "og:site_name": NAME,
            "og:title": self._title,
            "og:description": self._description,
            "og:image": host.removesuffix("/") + self._prefix + self.picture,
            "og:image:width": str(WIDTH),
            "og:image:height": str(HEIGHT),
            "og:image:alt": SHOWS,
        }
        named = {"description": self._description, "twitter:card": "summary_large_image"}
        return "".join(
            f'\n<meta {attribute}="{key}" content="{escape(value)}">'
            for attribute, values in (("name", named), ("property", told))
            for key, value in values.items()
        )


def _version(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
