"""How long the slowest states of every kind take, held against the slowest that the notebook's own neurons have.

    python benchmarks/slowest.py

asks the app in this process, each state for the first time, and prints ratios: those with a formula, another input or
function, noise or own choices of bins shall not take longer than six pins of linear neurons beside a seventh.
"""

import json
import sys
import time
from pathlib import Path
from urllib.parse import quote, urlencode

# A script sees its own folder; the app lies beside it.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app import server
from minimal_model import ACTIVATIONS, INPUTS

EXPLORER, QUESTIONS = "/", "/questions/"
ALL_ON = {"population": "on", "band": "on", "why": "on"}
NARROW = {"binning": "fixed-width", "width": 0.001, "weight_max": 100, "samples": 1_000_000}
PINNED = {"binning": "fixed-width", "width": 0.02, "weight_max": 100, "samples": 1_000_000}
FORMULAS = ("sin(30*z)", "z*z*z", "erf(sin(z))*sigmoid(z) + exp(-z**2)*cos(z) + softplus(z)*tanh(z)")
FURTHER = ("folding", "inputs", "noise")


def pins(activations: tuple[str, ...], **values: object) -> str:
    """Return pins of several neurons with different samples."""
    common = "".join(f",{key}:{quote(str(value), safe='')}" for key, value in values.items())
    return ";".join(f"activation:{name},seed:{seed}{common}" for seed, name in enumerate(activations))


def reference() -> dict[str, object]:
    """Return the slowest state of the notebook's own neurons: seven curves of a million samples in narrow bins."""
    names = ("selu", "softplus", "linear", "elu", "leaky_relu", "relu")
    return {"activation": "selu", **NARROW, **ALL_ON, "pins": pins(names, **PINNED)}


def states() -> list[tuple[str, dict[str, object]]]:
    """Return pages and states that are slow, each in its own way."""
    found: list[tuple[str, dict[str, object]]] = []
    for number, name in enumerate(list(ACTIVATIONS)[11:]):
        found.append((EXPLORER, {"activation": name, **NARROW, **ALL_ON, "seed": number}))
        wide = {"bins": 256, "weight_max": 100, "samples": 20_000, "input": "student-t3", "seed": number}
        found.append((EXPLORER, {"activation": name, **wide, **ALL_ON, "binning": "global"}))
    for number, name in enumerate(INPUTS):
        found.append((EXPLORER, {"activation": "gelu", "input": name, **NARROW, **ALL_ON, "seed": 20 + number}))
        full = {"bins": 256, "weight_max": 100, "samples": 100_000, "width": 0.01, "seed": number}
        found.append((QUESTIONS, {"activation": "sin", "input": name, **full}))
        noisy = {"noise": 0.03, "weight_max": 100, "input": name}
        found += [(EXPLORER, {"activation": other, **noisy}) for other in ("mish", "softplus", "square", "sin")]
    for number, text in enumerate(FORMULAS):
        found.append((EXPLORER, {"formula": text, **NARROW, **ALL_ON, "seed": 40 + number}))
        found.append((QUESTIONS, {"formula": text, "bins": 256, "samples": 100_000, "seed": 20 + number}))
    six = ("gelu", "silu", "mish", "square", "sin", "hard_swish")
    found.append((EXPLORER, {"activation": "gelu", **NARROW, **ALL_ON, "seed": 50, "pins": pins(six, **PINNED)}))
    heavy = pins(six, **PINNED, input="student-t3")
    found.append((EXPLORER, {"activation": "square", **NARROW, **ALL_ON, "seed": 51, "pins": heavy}))
    for kind in FURTHER:
        state = {"activation": "mish", "input": "lognormal", "bins": 256, "weight_max": 100, "samples": 100_000}
        found.append((f"{QUESTIONS}{kind}.json", {**state, "width": 0.01, "seed": 60}))
    return found


def seconds(page: str, state: dict[str, object]) -> float:
    """Return the processor time that the app takes to answer, on which other programs have little influence."""
    client, query = server.test_client(), "?" + urlencode(state)
    if page.endswith(".json"):
        start = time.process_time()
        answer = client.get(page + query)
    else:
        output = next(
            callback["output"]
            for callback in client.get(f"{page}_dash-dependencies").get_json()
            if "answer.data" in callback["output"]
        )
        places = [place.rsplit(".", 1) for place in output.strip(".").split("...")]
        body = {
            "output": output,
            "outputs": [{"id": name, "property": what} for name, what in places],
            "inputs": [{"id": "request", "property": "data", "value": {"sequence": 1, "search": query}}],
            "changedPropIds": ["request.data"],
            "state": [],
        }
        start = time.process_time()
        answer = client.post(f"{page}_dash-update-component", json=body)
    spent = time.process_time() - start
    if answer.status_code != 200:
        raise SystemExit(f"{page}{query}: {answer.status_code}")
    return spent


def main() -> None:
    """Print the slowest first."""
    for page in (EXPLORER, QUESTIONS):
        seconds(page, {})
    found = [(seconds(page, state), page, state) for page, state in states()]
    slowest = seconds(EXPLORER, reference())
    print(f"six pins beside a neuron of the notebook's, a million samples in narrow bins: {slowest:.1f} s")
    for spent, page, state in sorted(found, key=lambda each: -each[0])[:15]:
        short = json.dumps(state)
        print(f"{spent / slowest:.2f} of it: {page} {short if len(short) < 170 else short[:167] + '...'}")


if __name__ == "__main__":
    main()
