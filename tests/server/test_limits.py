"""What the most expensive permitted states cost: no memory that stays, and answers of bounded size."""

import gc
import json
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from functools import _lru_cache_wrapper
from typing import Any

import pytest
from attacking import ENDPOINT, LARGEST, PAGES, Request

from app import server
from minimal_model import Parameters
from minimal_model.dashboard.results import memory, view
from minimal_model.inputs import samples as inputs

# As many samples, bins and curves as there can be; found by trying 500 states of each page.
MOST: dict[str, Any] = {
    "samples": 1_000_000, "bins": 256, "weight": 198, "weight_max": 100, "draw": 9, "width": 0.001, "bias": 5.0,
    "population": "on", "band": "on", "why": "on",
}  # fmt: skip
STATES = [
    ("explorer", MOST | {"activation": "elu", "binning": "fixed-width"}),
    ("explorer", MOST | {"activation": "softsign", "binning": "fixed-width"}),
    ("explorer", MOST | {"activation": "linear", "binning": "equal-frequency"}),
    ("figures", {"samples": 1_000_000, "bins": 256, "bias": -5.0}),
    ("questions", MOST | {"activation": "hard_sigmoid", "binning": "function-limits"}),
    ("questions", MOST | {"activation": "linear", "binning": "fixed-width"}),
]


def drawn(proper: dict[str, list[Request]], page: str, state: dict[str, Any]) -> bytes:
    body = deepcopy(proper[page][0].body)
    body["inputs"][0]["value"] = {"sequence": 1, "theme": "dark", "whole": True, "parameters": state}
    answer = server.test_client().post(f"{PAGES[page]}{ENDPOINT}", json=body)
    assert answer.status_code == 200
    return answer.data


@pytest.mark.parametrize(("page", "state"), STATES, ids=[f"{page}-{state.get('binning')}" for page, state in STATES])
def test_the_largest_drawings_fit_into_a_megabyte(
    proper: dict[str, list[Request]], page: str, state: dict[str, Any]
) -> None:
    data = drawn(proper, page, state)
    assert len(data) < LARGEST
    # It is what was asked for: the page of questions has tighter bounds, and says so.
    answered = json.loads(data)["response"]["answer"]["data"]["parameters"]
    assert answered["samples"] == (100_000 if page == "questions" else 1_000_000)
    assert answered["bins"] == 256


def test_every_cache_has_a_bound() -> None:
    gc.unfreeze()  # tests/conftest.py has set apart what was there before the first test
    caches = [cache for cache in gc.get_objects() if isinstance(cache, _lru_cache_wrapper)]
    own = [cache for cache in caches if cache.__wrapped__.__module__.startswith("minimal_model")]
    assert len(own) >= 2
    for cache in own:
        assert 0 < (cache.cache_parameters()["maxsize"] or 0) <= 2048


def test_samples_are_kept_up_to_a_bound(proper: dict[str, list[Request]]) -> None:
    for seed in range(12):
        drawn(proper, "explorer", {"samples": 1_000_000, "seed": seed})
        assert inputs._samples.bytes <= inputs.CACHE_BYTES


def test_states_of_many_samples_are_computed_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[bool] = []

    def another_thread_has_to_wait() -> bool:
        with ThreadPoolExecutor(1) as other:
            free = other.submit(memory._large_state.acquire, blocking=False).result()
            if free:
                other.submit(memory._large_state.release).result()
        return not free

    monkeypatch.setattr(view, "_compute", lambda *_: taken.append(another_thread_has_to_wait()))
    for samples in (10, memory.MANY, memory.MANY + 1, 1_000_000):
        view.compute_view(Parameters(samples=samples))
    assert taken == [False, False, True, True]
    assert not another_thread_has_to_wait()
