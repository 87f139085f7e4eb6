"""The app is what its own settings make of it, whatever else stands in the environment."""

import json
import os
import re
import subprocess
import sys
from contextlib import suppress
from functools import cache
from importlib.metadata import files as files_of
from pathlib import Path
from typing import Any

import pytest
from asking import ask
from dash._configs import load_dash_env_vars
from visiting import serving

from minimal_model.dashboard import create_app
from minimal_model.dashboard.server.config import SETTINGS
from minimal_model.dashboard.server.environment import without_dashs_settings

ROOT = Path(__file__).parents[2]
READ = re.compile(
    r"""(?:getenv\(|os\.environ\.get\(|os\.environ\[)\s*["'](\w+)["']|["'](\w+)["'] (?:not )?in os\.environ"""
)
# What Python itself needs.
OTHERS = {"PATH", "HOME", "LANG"}


@cache
def read_by_dash() -> frozenset[str]:
    """The variables that Dash, plotly, Flask and werkzeug read, by their sources and by Dash's own list."""
    sources = [
        Path(str(file.locate())).read_text()
        for package in ("dash", "plotly", "flask", "werkzeug")
        for file in files_of(package) or ()
        if file.suffix == ".py" and "testing" not in file.parts
    ]
    named = {name for source in sources for pair in READ.findall(source) for name in pair if name}
    return frozenset(named | set(load_dash_env_vars()))


def shown(**environment: str) -> Any:
    """What the app of app.py shows its visitors in an environment, set up in a process of its own."""
    paths = os.pathsep.join([str(ROOT), str(ROOT / "tests/support")])
    # Dash writes some attributes in the order of a set.
    pythons = {name: os.environ[name] for name in os.environ.keys() & OTHERS} | {"PYTHONHASHSEED": "0"}
    command = [sys.executable, str(ROOT / "tests/support/showing.py")]
    run = subprocess.run(
        command, env=environment | pythons | {"PYTHONPATH": paths}, capture_output=True, text=True, timeout=100
    )
    assert (run.returncode, run.stderr) == (0, "")
    return json.loads(run.stdout)


@pytest.fixture(scope="module")
def clean() -> Any:
    return shown()


def test_the_list_of_what_dash_reads_holds_what_is_known_to_do_harm() -> None:
    known = {"DASH_ASSETS_EXTERNAL_PATH", "DASH_COMPRESS", "DASH_SERVE_DEV_BUNDLES", "DASH_HOT_RELOAD_INTERVAL",
             "DASH_INCLUDE_ASSETS_FILES", "DASH_URL_BASE_PATHNAME", "DASH_APP_NAME", "DASH_ENTERPRISE_ENV",
             "REACT_VERSION", "FLASK_DEBUG", "PLOTLY_RENDERER", "WERKZEUG_RUN_MAIN", "HOST", "PORT"}  # fmt: skip
    assert known <= read_by_dash()


@pytest.mark.parametrize(("value", "enterprise"), [("true", "true"), ("/hostile/", "WORKSPACE")])
def test_nothing_that_dash_reads_changes_what_visitors_see(clean: Any, value: str, enterprise: str) -> None:
    names = read_by_dash() | {"DASH_SERVE_LOCALLY", "DASH_ASSETS_FOLDER", "DASH_TITLE"}
    hostile = dict.fromkeys(names | {name.lower() for name in names}, value)
    # The one variable that Dash holds against a word.
    hostile |= dict.fromkeys(("DASH_ENTERPRISE_ENV", "dash_enterprise_env"), enterprise)
    # HOST and PORT are the app's own as well, and PATH_PREFIX says that Dash's prefixes are not what is meant.
    own = {"HOST": "127.0.0.1", "PORT": "8050", "PATH_PREFIX": "/"}
    answers = shown(**(hostile | own))
    assert answers.keys() == clean.keys()
    for address, answer in clean.items():
        assert answers[address] == answer, address


def test_what_is_shown_is_more_than_refusals(clean: Any) -> None:
    statuses = [status for status, _, _ in clean.values()]
    assert statuses.count(200) > 30
    assert {*statuses} == {200, 400, 404}
    assert "sha256-" in clean["/"][1]["Content-Security-Policy"]


def test_the_variables_are_there_again_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook may have apps of its own, which want them."""
    for name in ("DASH_COMPRESS", "dash_debug", "FLASK_DEBUG", "REACT_VERSION"):
        monkeypatch.setenv(name, "1")
    before = dict(os.environ)
    # Its debugging would show visitors the faults of the app.
    assert not create_app(ROOT / "assets").server.debug
    assert dict(os.environ) == before
    with suppress(ZeroDivisionError), without_dashs_settings():
        assert not {"DASH_COMPRESS", "dash_debug", "FLASK_DEBUG", "REACT_VERSION"} & set(os.environ)
        raise ZeroDivisionError
    assert dict(os.environ) == before


def test_settings_are_read_without_dash() -> None:
    program = """
import sys
from importlib import import_module
for module in ("config", "environment", "listening", "gunicorn_conf"):
    import_module(f"minimal_model.dashboard.server.{module}")
    print(module, *{"dash", "plotly", "flask", "minimal_model.dashboard.app"} & set(sys.modules))
"""
    environment = {name: text for name, text in os.environ.items() if name not in SETTINGS}
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert (run.stdout, run.stderr) == ("config\nenvironment\nlistening\ngunicorn_conf\n", "")


# --- What gunicorn reads ---------------------------------------------------------------------------------------------

GUNICORNS = {"WEB_CONCURRENCY": "9", "FORWARDED_ALLOW_IPS": "*", "SCRIPT_NAME": "/elsewhere", "SENDFILE": "no"}


def test_gunicorns_own_variables_change_nothing() -> None:
    with serving(**GUNICORNS, PATH_PREFIX="/lab/") as app:
        assert ask(f"{app}/healthz").body == b"OK\n"
        answer = ask(f"{app}/lab", X_Forwarded_Proto="https", X_Forwarded_Host="lab.example.org")
        assert (answer.status, answer.headers["Location"]) == (308, f"{app}/lab/")


def test_the_apps_settings_outweigh_gunicorns_and_its_arguments_outweigh_all() -> None:
    command = [sys.executable, "-m", "gunicorn", "--print-config", "-c", "gunicorn.conf.py", "app:server"]
    own = {"WORKERS": "3", "THREADS": "5", "HOST": "::1", "PORT": "8123", "GUNICORN_CMD_ARGS": "--threads 6"}
    settings = os.environ | GUNICORNS | own
    run = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=True)
    found = dict(re.findall(r"^(\w+) += (.*)$", run.stdout, re.MULTILINE))
    assert (found["workers"], found["threads"], found["bind"]) == ("3", "6", "['tcp://[::1]:8123']")
    assert "*" not in found["forwarded_allow_ips"]
