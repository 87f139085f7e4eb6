"""Every setting comes from the environment, is checked, and stands in the README."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from minimal_model.dashboard.server.config import SETTINGS, Config

ROOT = Path(__file__).parents[2]


def test_nothing_set_gives_the_defaults() -> None:
    assert Config.from_env({}) == Config.from_env(dict.fromkeys(SETTINGS, "")) == Config()


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("HOST", "0.0.0.0", "0.0.0.0"), ("HOST", "::1", "::1"), ("HOST", "[::1]", "::1"), ("HOST", "::", "::"),
        ("HOST", "x86_64-conda-linux-gnu", "x86_64-conda-linux-gnu"), ("PORT", "1", 1), ("PORT", "65535", 65535),
        ("WORKERS", "64", 64), ("THREADS", "1", 1), ("PATH_PREFIX", "/lab/", "/lab/"),
        ("PATH_PREFIX", "/user/jo.doe/proxy/8050/", "/user/jo.doe/proxy/8050/"), ("PREFIX_STRIPPED", "1", True),
        ("PATH_PREFIX", "/user/a%40b/x@y/", "/user/a%40b/x@y/"),
        ("TRUSTED_PROXIES", "2", 2), ("FRAME_ANCESTORS", "*", "*"), ("REQUEST_LOG", "0", False),
        ("FRAME_ANCESTORS", "'self'  https://moodle.example.org:8443", "'self' https://moodle.example.org:8443"),
    ],
)  # fmt: skip
def test_allowed_values_are_read(name: str, text: str, value: Any) -> None:
    assert getattr(Config.from_env({name: text}), name.lower()) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("HOST", "a b"), ("HOST", "x;y"), ("HOST", "127.0.0.1:8050"), ("HOST", "[]"), ("HOST", "[127.0.0.1]"),
        ("HOST", "http://a"), ("HOST", "fe80::1%eth0"), ("HOST", ":"), ("HOST", "::1]"),
        ("PORT", "0"), ("PORT", "65536"), ("PORT", "abc"), ("PORT", "8_0"),
        ("PORT", "٨٠"), ("PORT", "9" * 5000), ("WORKERS", "-1"), ("WORKERS", "1.5"), ("PATH_PREFIX", "lab"),
        ("PATH_PREFIX", "/lab"), ("PATH_PREFIX", "//"), ("PATH_PREFIX", "/a%4/"),
        ("PATH_PREFIX", "/<script>/"), ("PATH_PREFIX", "/%3Cint:a%3E/"), ("PATH_PREFIX", "/a%2Fb/"),
        ("PATH_PREFIX", "/%00/"), ("PATH_PREFIX", "/%FF/"), ("PATH_PREFIX", "/%25/"), ("PREFIX_STRIPPED", "yes"),
        ("TRUSTED_PROXIES", "11"), ("FRAME_ANCESTORS", "'self'; script-src *"), ("FRAME_ANCESTORS", "a\nb: c;"),
        ("FRAME_ANCESTORS", "'unsafe-inline'"), ("REQUEST_LOG", "on"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_by_name_value_and_what_is_allowed(name: str, text: str) -> None:
    with pytest.raises(ValueError, match=f"^{name} must be ") as caught:
        Config.from_env({name: text})
    assert SETTINGS[name].allowed in str(caught.value)
    assert len(str(caught.value)) < 250


@pytest.mark.parametrize(
    "name", ["DASH_URL_BASE_PATHNAME", "DASH_REQUESTS_PATHNAME_PREFIX", "DASH_ROUTES_PATHNAME_PREFIX"]
)
def test_dashs_own_prefixes_are_refused_and_the_right_setting_is_named(name: str) -> None:
    for spelled in (name, name.lower()):
        with pytest.raises(ValueError, match=f"^{name} is not read here; set PATH_PREFIX"):
            Config.from_env({spelled: "/lab/"})
    # Whoever says what is meant is not stopped by what was meant for another app.
    assert Config.from_env({name: "/lab/", "PATH_PREFIX": "/"}) == Config()
    assert Config.from_env({name: "/lab/", "PATH_PREFIX": "/a/"}).path_prefix == "/a/"


@pytest.mark.parametrize(("prefix", "stripped", "routes"), [
    ("/", "0", "/"), ("/lab/", "0", "/lab/"), ("/lab/", "1", "/"), ("/user/a%40b/", "0", "/user/a@b/"),
    ("/%C3%A9/", "0", "/é/"), ("/%C3%A9/", "1", "/"),
])  # fmt: skip
def test_routes_begin_with_what_is_left_of_the_prefix_and_decoded(prefix: str, stripped: str, routes: str) -> None:
    config = Config.from_env({"PATH_PREFIX": prefix, "PREFIX_STRIPPED": stripped})
    assert (config.path_prefix, config.routes_prefix) == (prefix, routes)


@pytest.mark.parametrize("command", [["app.py"], ["-m", "gunicorn", "-c", "gunicorn.conf.py", "app:server"]])
def test_a_wrong_value_stops_the_start_with_one_clear_line(command: list[str]) -> None:
    run = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=os.environ | {"PORT": "99999"}, capture_output=True, text=True
    )
    assert run.returncode != 0
    assert run.stderr.strip() == "PORT must be 1 to 65535, not '99999'."


def test_the_table_in_the_readme_is_the_codes() -> None:
    readme = (ROOT / "README.md").read_text()
    rows = [f"| `{name}` | `{s.default}` | {s.allowed} | {s.help} |" for name, s in SETTINGS.items()]
    assert "\n".join(rows) in readme
