"""What other sites and browsers show of a page: its icon, its description, and a picture beside a link to it."""

import re
import struct
from html import unescape

import pytest
from flask.testing import FlaskClient

from app import server
from minimal_model.dashboard import Config, create_app
from minimal_model.dashboard.page.frame import NAVIGATION
from minimal_model.dashboard.server.assets import assets_folder


def metas(html: str) -> dict[str, str]:
    return {
        key: unescape(value) for key, value in re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', html)
    }


def size(png: bytes) -> tuple[int, int]:
    """Width and height, as they stand in the head of a PNG."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_every_page_describes_itself_and_no_two_alike() -> None:
    found = [metas(server.test_client().get(f"/{path}").get_data(as_text=True)) for path in NAVIGATION]
    for own in found:
        assert own["description"] == own["og:description"]
        assert 60 < len(own["description"]) < 220
        assert own["twitter:card"] == "summary_large_image"
    assert len({own["description"] for own in found}) == len({own["og:title"] for own in found}) == len(NAVIGATION)


def pictures(client: FlaskClient, path: str, **request: object) -> tuple[str, list[str]]:
    """The address of the picture, and those of the icons, as a page names them."""
    html = client.get(path, **request).get_data(as_text=True)  # type: ignore[arg-type]
    return metas(html)["og:image"], re.findall(r'<link rel="(?:icon|apple-touch-icon)"[^>]* href="([^"]+)"', html)


@pytest.mark.parametrize("path", NAVIGATION)
def test_picture_and_icons_are_there(path: str) -> None:
    client = server.test_client()
    picture, icons = pictures(client, f"/{path}", base_url="http://lab.example.org:8050")
    assert picture.startswith("http://lab.example.org:8050/assets/common/preview.png?m=")
    answer = client.get(picture.removeprefix("http://lab.example.org:8050"))
    assert (answer.status_code, answer.mimetype, size(answer.data)) == (200, "image/png", (1200, 630))
    assert "immutable" in answer.headers["Cache-Control"]
    large, small, home = icons
    assert large == home
    assert size(client.get(large).data) == (180, 180)
    assert client.get(small).mimetype == "image/svg+xml"


def test_the_picture_has_the_visitors_address_behind_proxies_and_below_a_prefix() -> None:
    config = Config(path_prefix="/a%40b/", prefix_stripped=True, trusted_proxies=1)
    client = create_app(assets_folder(), config, patient=False).server.test_client()
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "hub.example.org"}
    picture, icons = pictures(client, "/figures", headers=forwarded)
    assert picture.startswith("https://hub.example.org/a%40b/assets/common/preview.png?m=")
    assert all(icon.startswith("/a%40b/assets/common/") for icon in icons)
    assert client.get(picture.removeprefix("https://hub.example.org/a%40b")).status_code == 200
    assert b"/a%40b/CITATION.cff" in client.get("/figures").data
    assert client.get("/CITATION.cff").status_code == 200


@pytest.mark.parametrize("host", ['x"><script>', "a b", "é", "", "x'y", "[::1", "x:port"])
def test_a_host_that_is_none_gets_no_element_into_the_page(host: str) -> None:
    answer = server.test_client().get("/", headers={"Host": host})
    html = answer.get_data(as_text=True)
    assert answer.status_code in (200, 400)
    assert "<script>" not in re.sub(r"<script>\(function|<script>\s*var", "", html.partition("<body>")[0])
    assert html.count("og:image") in (0, 4)
