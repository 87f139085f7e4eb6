"""The server as it runs in production: cold starts and forged requests."""

import json
import math
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from serving import UPDATE, draw_body, fetch, serving

from minimal_model import Parameters


@pytest.mark.parametrize("attempt", range(4))
def test_cold_start_answers_everything_at_once(attempt: int, tmp_path: Path) -> None:
    with serving(tmp_path / "log") as address, ThreadPoolExecutor(16) as pool:
        # Both processes get their first page at the same time as requests for other things.
        first = ["/", "/_dash-layout", "/_dash-dependencies"] * 3
        answers = list(pool.map(fetch, [address + path for path in first]))
        index = answers[0][1].decode()
        referred = re.findall(r'<(?:script|link)[^>]+(?:src|href)="([^"]+\.(?:js|css)[^"]*)"', index)
        assert len(referred) > 10
        answers += pool.map(fetch, [address + path for path in referred + first])
    assert {status for status, _ in answers} == {200}


def state(address: str, request: object) -> dict[str, object]:
    status, text = fetch(address + UPDATE, draw_body(request))
    assert status == 200, text
    answer: dict[str, object] = json.loads(text)["response"]["answer"]["data"]
    return answer


def test_forged_parameters_are_corrected(address: str) -> None:
    forged = {"samples": 1e12, "bins": -5, "bias": "nan", "activation": ["x"], "nonsense": {}}
    answer = state(address, {"sequence": 7, "parameters": forged, "theme": "light", "whole": True})
    assert answer == {"sequence": 7, "parameters": Parameters(samples=1_000_000, bins=2).to_dict()}


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"parameters": 5, "theme": ["x"], "whole": "?", "sequence": {"a": []}},
        {"search": 17},
        {"search": "?" + "bins=3&" * 5000},
        {"parameters": {"weight": math.inf, "seed": -math.inf, "width": math.nan, "draw": True}},
    ],
)
def test_forged_requests_are_answered_with_an_allowed_state(address: str, request_: dict[str, object]) -> None:
    Parameters(**state(address, request_)["parameters"])  # type: ignore[arg-type]  # raises if anything is not allowed
