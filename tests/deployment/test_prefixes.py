"""The app below a path, behind proxies that pass the path on and behind proxies that take it away."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from asking import ask, attempts
from playwright.sync_api import Browser, Page, expect
from proxying import FIRST, SECOND, THIRD, Site, running
from sending import draw
from visiting import DRAWN, Visits, free_port, serving, until

from minimal_model.dashboard.page.frame import NAVIGATION

# As JupyterHub's proxy does it: what follows the prefix is all that the app hears of.
STRIPPING = """
pid nginx.pid;
error_log stderr crit;
events {{}}
http {{
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    server {{
        listen 127.0.0.1:{port};
        location {prefix} {{
            proxy_pass {app}/;
            proxy_set_header Host $http_host;
        }}
    }}
}}
"""


COLUMN = np.linspace(-2, 2, 400)


def walk(visits: Visits, root: str) -> Page:
    """Go through all pages by their links; every request must stay below the root, and none may fail."""
    page = visits.open()
    for path in ("figures", "questions", "lessons", ""):
        page.get_by_role("navigation").get_by_role("link", name=NAVIGATION[path], exact=True).click()
        answered, sheets = DRAWN[path]
        until(page, f"location.pathname === '{root}/{path}'.slice(location.origin.length) && {answered}")
        until(page, "sheets => document.querySelectorAll('.main-svg').length >= sheets", arg=sheets)
    page.locator("#control-bins [role=slider]").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#readout")).to_contain_text("of 51 bins")
    return page


def take_along(page: Page) -> None:
    """Ask for a script, a code, a figure and a lesson from the explorer."""
    page.locator("summary", has_text="Teach and take along").click()
    page.locator("#python").click()
    expect(page.locator("#python-numpy")).to_contain_text("import numpy")
    page.keyboard.press("Escape")
    page.locator("#links").click()
    until(page, "document.querySelector('#student-code')?.naturalWidth > 0")
    page.keyboard.press("Escape")
    page.locator("#save").click()
    until(page, "document.querySelector('#save-preview')?.naturalWidth > 0")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Lessons", exact=True).click()
    page.locator("#lesson-list a").first.click()
    page.locator("#lesson-choices button").first.click()
    expect(page.locator("#lesson-verdict")).to_contain_text("curve")


@pytest.fixture(scope="module")
def lab(nginx: str) -> Iterator[Site]:
    """The repository's nginx and three replicas below /lab/, which trust no, one and two proxies."""
    with Site(PATH_PREFIX="/lab/").running(nginx) as site:
        for trusted, host in enumerate((FIRST, SECOND, THIRD)):
            site.start(host, TRUSTED_PROXIES=str(trusted))
        site.names.addresses = [SECOND]
        yield site


def test_all_pages_work_below_a_prefix_that_is_passed_on(lab: Site, browser: Browser) -> None:
    visits = Visits(browser, f"{lab.address}/lab")
    take_along(walk(visits, f"{lab.address}/lab"))
    visits.close()
    assert ask(f"{lab.address}/").status == 404
    assert ask(f"{lab.address}/healthz").body == b"OK\n"
    # There is one process, which asks for own data once.
    assert [draw(f"{lab.address}/lab", COLUMN)[1] for _ in range(2)] == [True, False]


def test_all_pages_work_below_a_prefix_that_is_taken_away(nginx: str, browser: Browser, tmp_path: Path) -> None:
    prefix, port, configuration = "/user/x/proxy/8050/", free_port(), tmp_path / "nginx.conf"
    with serving(PATH_PREFIX=prefix, PREFIX_STRIPPED="1") as app:
        configuration.write_text(STRIPPING.format(port=port, prefix=prefix, app=app))
        with running(nginx, configuration, port) as proxy:
            root = proxy.address + prefix.rstrip("/")
            visits = Visits(browser, root)
            walk(visits, root)
            visits.close()
            # What the pages ask for besides is at the same addresses in a browser, and found behind this proxy too.
            for path in (
                "/python/numpy.py", "/qr.svg?text=https%3A%2F%2Fa.example%2F", "/export/explorer/figure.svg",
                "/lessons/samples.json", "/lessons/samples/3/answer.json?choice=lower",
            ):  # fmt: skip
                assert ask(root + path).status == 200
            assert draw(root, COLUMN)[0].status == 200


@pytest.mark.parametrize(("host", "origin"), [
    # The last proxy is nginx, which tells what it sees itself; only the one before it tells what the visitor sees.
    (FIRST, ""), (SECOND, ""), (THIRD, "https://lab.example.org"),
])  # fmt: skip
def test_forwarded_headers_count_as_far_as_proxies_are_trusted(lab: Site, host: str, origin: str) -> None:
    lab.names.addresses = [host]
    # The address without the slash at its end is the one that is answered with a whole address.
    told = {"X_Forwarded_Proto": "https", "X_Forwarded_Host": "lab.example.org"}
    for _ in attempts():
        reply, visit = lab.ask("/lab", **told)
        if visit.replica == host:
            break
    assert reply.status == 308
    assert reply.headers["Location"] == f"{origin or lab.address}/lab/"


def test_forwarded_headers_from_the_same_machine_are_no_more_trusted(lab: Site) -> None:
    app = f"http://{FIRST}:{lab.port}"
    answer = ask(f"{app}/lab", X_Forwarded_Proto="https", X_Forwarded_Host="lab.example.org")
    assert answer.headers["Location"] == f"{app}/lab/"
