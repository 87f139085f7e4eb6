"""Put the pages together into one server."""

from functools import partial
from pathlib import Path
from types import MappingProxyType

import flask
from dash import Dash
from werkzeug.middleware.proxy_fix import ProxyFix

from minimal_model.dashboard.lessons.lesson import add_lessons
from minimal_model.dashboard.page.first_sight import COMMON_STYLES, first_sight
from minimal_model.dashboard.page.footer import CITATION
from minimal_model.dashboard.page.rules import tag
from minimal_model.dashboard.pages import explorer, figures, lessons, questions, robustness
from minimal_model.dashboard.pages.explorer.first_picture import picture
from minimal_model.dashboard.pages.robustness.default import default_study
from minimal_model.dashboard.pages.robustness.results import STUDIES
from minimal_model.dashboard.results.view import compute_view
from minimal_model.dashboard.rooms import live_class
from minimal_model.dashboard.server import column_body
from minimal_model.dashboard.server.assets import citation_file
from minimal_model.dashboard.server.body import with_own_body
from minimal_model.dashboard.server.compression import compress
from minimal_model.dashboard.server.config import Config
from minimal_model.dashboard.server.environment import without_dashs_settings
from minimal_model.dashboard.server.files import File, answer_file, read_files
from minimal_model.dashboard.server.guard import plain_errors, refuse_malformed
from minimal_model.dashboard.server.headers import Headers, policy
from minimal_model.dashboard.server.packing import packed_folder
from minimal_model.dashboard.server.page_app import PageApp
from minimal_model.dashboard.studies.http import Studies
from minimal_model.state.parameters import Parameters

# Far above any request of the page, far below what would cost memory.
LARGEST_BODY = 64 * 1024

# Those that lead into the live class.
WITH_ROOMS = (explorer, lessons)
# Of assets/: the live class, whose pages are none of Dash's, and what it adds to the explorer.
ROOM, IN_ROOM = "room", "in_room"
# The root's page comes first. Scripts and styles of a page lie in the folder of assets/ that has its package's name.
PAGES = (explorer, figures, questions, robustness, lessons)


def create_app(assets: Path, config: Config | None = None, patient: bool = True) -> Dash:
    """Return the app at the root, ready to serve all pages by its `server`.

    Parameters
    ----------
    assets : Path
        Folder of style sheets and scripts.
    config : Config, optional
        The settings of the server; the defaults if not given.
    patient : bool
        Whether files are packed as small as they get, which takes seconds the first time. A reader on the same machine
        would gain nothing from it.
    """
    config = config or Config()
    add_lessons(Path(config.lessons) if config.lessons else None)
    with without_dashs_settings():
        pages = _pages(assets, config)
        _serve(pages, assets, config, patient)
    # The first visitor finds the first state's numbers computed.
    compute_view(Parameters())
    return pages[0]


def _serve(pages: list[PageApp], assets: Path, config: Config, patient: bool) -> None:
    """Put what belongs to all pages before and after them."""
    server: flask.Flask = pages[0].server
    server.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    files: dict[str, File] = {}
    # It wraps the app, and its refusals come before all others.
    column_body.register(server, config.routes_prefix, config.column_megabytes)
    # First, since what it refuses would make the files' answers fail, too.
    server.before_request(partial(refuse_malformed, {page.config.routes_pathname_prefix: page for page in pages}))
    server.before_request(partial(answer_file, MappingProxyType(files)))
    hashes = {script_hash for page in pages for script_hash in page.csp_hashes()}
    # Flask runs the last of these first: answers are packed, and headers are set on whatever goes out.
    server.after_request(Headers(policy(sorted(hashes), config.frame_ancestors)).set)
    server.after_request(compress)
    server.add_url_rule(config.routes_prefix + CITATION, endpoint=CITATION, view_func=_citation)
    server.add_url_rule("/healthz", endpoint="healthz", view_func=_health)
    plain_errors(server)
    server.extensions[STUDIES] = studies = Studies(config, default_study)
    studies.register(server)
    server.wsgi_app = with_own_body(server.wsgi_app)  # type: ignore[method-assign]
    if config.trusted_proxies:
        many = config.trusted_proxies
        server.wsgi_app = ProxyFix(server.wsgi_app, x_for=many, x_proto=many, x_host=many)  # type: ignore[method-assign]
    room_files: dict[str, File] = {}
    if config.rooms:
        room_files = live_class.register(server, assets / ROOM, config, patient)
    else:
        live_class.leave_out(server, config)
    # Flask takes no more such functions once it has answered something, and Dash has the files only then.
    files.update(read_files(pages, packed_folder(), patient) | room_files)


def _pages(assets: Path, config: Config) -> list[PageApp]:
    """Return the apps of all pages, the root's first."""
    folders = {package.PATH: package.__name__.rpartition(".")[2] for package in PAGES}
    pages: list[PageApp] = []
    for package in PAGES:
        foreign = [ROOM, *(folder for path, folder in folders.items() if path != package.PATH)]
        if not (config.rooms and package is explorer):
            foreign.append(IN_ROOM)
        page = PageApp(assets, package.PATH, foreign, config, pages[0] if pages else None)
        make = partial(package.page, config.path_prefix)
        if package is robustness:
            make = partial(
                make, most_curves=config.study_curves if config.studies else 0, processes=config.study_processes
            )
        if config.rooms and package in WITH_ROOMS:
            make = partial(make, rooms=True)
        page.layout = make
        styles = [assets / name for name in (*COMMON_STYLES, *package.STYLES)]
        page.first_sight = first_sight(make(), package.first_filling(), styles)
        # The explorer's copy has the picture itself.
        page.picture = picture(compute_view(Parameters())) if package.PATH else ""
        page.config.meta_tags.append(tag(package.page_rules()))
        package.register(page)
        pages.append(page)
    return pages


def _citation() -> flask.Response:
    """Answer with the citation in the form that GitHub, Zenodo and Zotero read."""
    return flask.Response(citation_file().read_bytes(), mimetype="text/plain")


def _health() -> flask.Response:
    """Say that the server answers; always at the same address, whatever the path prefix."""
    return flask.Response("OK\n", mimetype="text/plain")
