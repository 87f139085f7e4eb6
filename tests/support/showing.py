"""Print all that the app shows its visitors, as JSON, the environment being whatever it is; run as a program."""

import json
import re
from typing import Any

# First, as a server does: the others import Dash by themselves.
from app import server

# isort: split
from attacking import PAGES, callback_requests

# Signed anew for each visit.
TOKEN = re.compile(r'"end_id":"[^"]*"')


def shown() -> dict[str, Any]:
    """Return status, headers and text of every page and file, and of the answers to callbacks, by address."""
    client = server.test_client()
    answers: dict[str, Any] = {}

    def note(name: str, response: Any) -> str:
        with response:
            text: str = TOKEN.sub("", response.get_data().decode("latin-1"))
            headers = {
                name: value for name, value in response.headers.items() if name not in ("Date", "Content-Length")
            }
            answers[name] = [response.status_code, headers, text]
            return text

    for page in (*PAGES.values(), "/lessons/"):
        html = note(page, client.get(page))
        for address in ("_dash-layout", "_dash-dependencies"):
            note(page + address, client.get(page + address))
        for address in re.findall(r'(?:src|href)="(/[^"]+)"', html):
            note(address, client.get(address, headers={"Accept-Encoding": "gzip"}))
    for address in ("/healthz", "/assets/nowhere.js", "/_dash-component-suites/nowhere.js", "/_mcp", "/nowhere"):
        note(address, client.get(address))
    requests = callback_requests(
        {page: json.loads(answers[f"{at}_dash-dependencies"][2]) for page, at in PAGES.items()}
    )
    for request in (request for page in requests.values() for request in page):
        note(json.dumps(request.body), client.post(request.target, json=request.body))
    note("no request", client.post("/_dash-update-component", json={}))
    return answers


if __name__ == "__main__":
    print(json.dumps(shown()))
