"""What nginx keeps, packs and leaves as it is; and the files of the deployment as they are."""

import gzip
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import brotli
from asking import PLOTLY, UPDATE, ask, attempts, drawing
from proxying import FIRST, ROOT, Site

NOBODY = "127.0.0.6"
PASSED = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cache-Control", "ETag", "Vary")


def test_the_headers_of_the_app_pass_through_from_the_replica_and_from_the_cache(site: Site) -> None:
    app = f"http://{FIRST}:{site.port}"
    style = re.findall(r'href="(/assets/[^"]+\.css[^"]*)"', ask(f"{app}/").body.decode())[0]
    for path in ("/", "/figures", "/_dash-layout", PLOTLY, PLOTLY, style, style, "/assets/nowhere.js"):
        direct, through = ask(app + path, Accept_Encoding="gzip"), ask(site.address + path, Accept_Encoding="gzip")
        assert through.status == direct.status
        for header in (*PASSED, "Content-Encoding"):
            assert through.headers[header] == direct.headers[header], (path, header)


def test_files_are_kept_and_answers_are_not(site: Site) -> None:
    site.ask(PLOTLY)
    assert site.ask(PLOTLY)[1].cache in ("HIT", "REVALIDATED")
    for path, body in (("/", None), ("/_dash-layout", None), (UPDATE, drawing(site.address, bins=20))):
        assert [site.ask(path, body)[1].cache for _ in range(2)] == ["-", "-"]


def test_plain_and_packed_files_are_not_mixed_up(site: Site) -> None:
    for _ in range(2):
        plain = ask(site.address + PLOTLY)
        assert "Content-Encoding" not in plain.headers
        for accepted, encoding, unpack in (("gzip", "gzip", gzip.decompress), ("gzip, br", "br", brotli.decompress)):
            packed = ask(site.address + PLOTLY, Accept_Encoding=accepted)
            assert packed.headers["Content-Encoding"] == encoding
            assert unpack(packed.body) == plain.body


def test_a_file_that_a_browser_has_is_not_sent_again(site: Site) -> None:
    etag = ask(site.address + PLOTLY, Accept_Encoding="gzip").headers["ETag"]
    again = ask(site.address + PLOTLY, Accept_Encoding="gzip", If_None_Match=etag)
    assert (again.status, again.body) == (304, b"")


def test_answers_to_callbacks_are_packed(site: Site) -> None:
    body = drawing(site.address, bins=20)
    plain, packed = ask(site.address + UPDATE, body), ask(site.address + UPDATE, body, Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(packed.body)) == json.loads(plain.body)
    assert len(packed.body) < len(plain.body) / 2


def test_the_log_tells_neither_addresses_nor_queries_nor_health_checks(site: Site) -> None:
    assert ask(f"{site.address}/healthz").status == 200
    assert site.ask("/?bins=7")[0].status == 200
    log = site.log_text()
    assert "GET / 200" in log
    for hidden in ("healthz", "bins", "127.0.0.1"):
        assert hidden not in log


def test_files_are_still_served_when_no_replica_answers(site: Site) -> None:
    kept = ask(site.address + PLOTLY)
    site.names.addresses = [NOBODY]
    for _ in attempts():
        if ask(f"{site.address}/").status == 502:
            break
    # Within its second the file counts as fresh; after that nobody answers the question whether it still is.
    for _ in attempts():
        reply, visit = site.ask(PLOTLY)
        assert (reply.status, reply.body) == (200, kept.body)
        if visit.cache == "STALE":
            break


def test_nginx_accepts_the_configuration_of_the_containers(nginx: str, tmp_path: Path) -> None:
    command = [nginx, "-t", "-p", str(tmp_path), "-c", str(ROOT / "deploy/nginx.conf"), "-e", "stderr"]
    subprocess.run(command, check=True)


def test_the_image_holds_all_that_the_app_needs(tmp_path: Path) -> None:
    """The copies of the Dockerfile's last stage and its command, without its Linux around them."""
    dockerfile = (ROOT / "Dockerfile").read_text().rpartition("\nFROM ")[2]
    for made in ("build", "node_modules"):
        # What the stages have packed and fetched; to pack it here once more would take seconds.
        if (ROOT / made).is_dir():
            shutil.copytree(ROOT / made, tmp_path / made)
    for copied in re.findall(r"^COPY (?!--from)(.*)$", dockerfile, re.MULTILINE):
        *sources, target = copied.split()
        for source in sources:
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, tmp_path / target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / source, tmp_path / target)
    program, *arguments = json.loads(re.findall(r"^CMD (.*)$", dockerfile, re.MULTILINE)[-1])
    command = [sys.executable, "-m", program, "--check-config", *arguments]
    subprocess.run(command, cwd=tmp_path, check=True)


def test_docker_is_given_what_the_dockerfile_copies_and_nothing_else() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    copies = re.findall(r"^COPY (?!--from)(.*) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert lines[lines.index("*") + 1 :] == [
        *(f"!{name}" for line in copies for name in line.split()),
        "**/__pycache__",
    ]
