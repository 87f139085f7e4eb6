"""The scripts print the number on the screen, in every state, and hold only what the state needs."""

import ast
import contextlib
import io
import itertools
import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import minimal_model
from minimal_model import ACTIVATIONS, BINNINGS, ESTIMATORS, Parameters, bin_activations, sample_input
from minimal_model.state.presets import PRESETS, Preset
from minimal_model.state.snippets import api_snippet, numpy_snippet

ROOT = Path(minimal_model.__file__).parents[1]

# Biases of both signs, draws, odd and few samples, more bins than samples, weights that need all their digits, ends of
# every sweep, and widths whose multiples are activations that many samples have.
OTHERS: tuple[dict[str, Any], ...] = (
    {},
    {"bias": 1.5, "draw": 1, "weight": 100, "samples": 333, "width": 1.0},
    {"bias": -3.0, "weight_max": 100, "weight": 198, "bins": 7, "samples": 1001, "width": 0.5},
    {"weight_max": 100, "weight": 100, "samples": 999, "draw": 1, "seed": 3},
    {"weight_max": 5, "weight": 2, "bins": 256, "samples": 64, "seed": 2**32 - 1, "width": 0.25},
    {"bias": 5.0, "weight_max": 50, "weight": 0, "bins": 2, "samples": 10, "draw": 9, "width": 0.001},
    {"bias": -5.0, "weight_max": 10, "weight": 17, "bins": 13, "samples": 10_007, "width": 1 / 3},
)


def namespace(snippet: str) -> tuple[str, dict[str, Any]]:
    """Run a script; return what it prints and its variables."""
    variables: dict[str, Any] = {"__name__": "__main__"}
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(snippet, "snippet", "exec"), variables)
    return printed.getvalue(), variables


def output(snippet: str) -> str:
    printed, variables = namespace(snippet)
    variables.clear()  # a script's function and its variables hold each other, and a million samples with them
    return printed


def on_the_screen(p: Parameters) -> str:
    x = sample_input(p.samples, p.seed, p.draw)
    result = bin_activations(x, weight=p.chosen_weight, **p.curve_arguments)
    return f"I(X;T) = {result.entropy:.4f} bits\n"


PAIRS = [pair for pair in itertools.product(ACTIVATIONS, BINNINGS) if not oracle.refused(*pair)]


def assert_both_print_the_number(p: Parameters) -> None:
    number = on_the_screen(p)
    assert output(api_snippet(p)) == number, p
    assert output(numpy_snippet(p)) == number, p


def states() -> list[Parameters]:
    everything = itertools.product(PAIRS, ESTIMATORS, OTHERS)
    return [Parameters(*pair, estimator=estimator, **other) for pair, estimator, other in everything]


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_every_preset(preset: Preset) -> None:
    assert_both_print_the_number(preset.parameters)


@pytest.mark.parametrize("binning", BINNINGS)
@pytest.mark.parametrize("name", oracle.NOTEBOOK)
def test_every_activation_binning_and_estimator(name: str, binning: str) -> None:
    for estimator, other in itertools.product(ESTIMATORS, OTHERS):
        assert_both_print_the_number(Parameters(name, binning, estimator=estimator, **other))


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if pair[0] not in oracle.NOTEBOOK])
def test_every_later_activation_and_binning(pair: tuple[str, str]) -> None:
    assert_both_print_the_number(Parameters(*pair, estimator="miller-madow", bias=0.7, weight=150))


@settings(max_examples=120, deadline=None, derandomize=True)
@given(
    st.sampled_from(PAIRS),
    st.fixed_dictionaries(
        {
            "bias": st.one_of(st.just(0.0), st.floats(-5, 5)),
            "bins": st.integers(2, 256),
            "samples": st.integers(10, 3000),
            "weight": st.integers(0, 198),
            "weight_max": st.sampled_from([5, 10, 20, 50, 100]),
            "seed": st.integers(0, 2**32 - 1),
            "draw": st.integers(0, 9),
            "estimator": st.sampled_from(ESTIMATORS),
            "width": st.floats(0.001, 10),
        }
    ),
)
def test_any_state(pair: tuple[str, str], others: dict[str, Any]) -> None:
    assert_both_print_the_number(Parameters(*pair, **others))


@pytest.mark.parametrize(("name", "binning"), [*zip(itertools.cycle(["softplus", "softsign"]), BINNINGS, strict=False)])
def test_a_million_samples(name: str, binning: str) -> None:
    """With these two functions in turn, whose plain formulas round otherwise than the package's."""
    assert_both_print_the_number(Parameters(name, binning, samples=1_000_000, weight=150, draw=1))


@pytest.mark.parametrize("seed", [263, 624])
@pytest.mark.parametrize("binning", ["global", "function-limits", "net-input"])
def test_where_all_samples_have_one_sign_the_smallest_weight_bounds_the_bins(binning: str, seed: int) -> None:
    x = sample_input(10, seed)
    assert x.min() > 0 or x.max() < 0
    for name, weight in itertools.product(oracle.NOTEBOOK, (0, 10, 60)):
        assert_both_print_the_number(Parameters(name, binning, samples=10, seed=seed, weight=weight))


@pytest.mark.parametrize("binning", ["per-weight", "global"])
@pytest.mark.parametrize("weight_max", [5, 10, 20, 50, 100])
def test_the_weight_is_the_sweeps_to_the_last_digit(weight_max: int, binning: str) -> None:
    # Bins for the whole sweep take the weight from it, in the same line at each place.
    for weight in range(0, 199, 8 if binning == "global" else 1):
        p = Parameters("linear", binning, weight=weight, weight_max=weight_max, samples=10)
        for snippet in (api_snippet(p), numpy_snippet(p)):
            assert namespace(snippet)[1]["w"] == p.chosen_weight


@pytest.mark.parametrize("chosen", [{"activation": "square"}, {"formula": "z*z"}, {"formula": "exp(z/3)"}])
def test_bins_of_a_width_are_those_of_the_states_own_sweep(chosen: dict[str, Any]) -> None:
    # At the largest weight of the package's own sweep these would be more than it counts.
    p = Parameters(
        **chosen, binning="fixed-width", width=0.001, input="student-t3", seed=6, samples=1000, weight_max=5, weight=150
    )
    x = sample_input(p.samples, p.seed, input=p.input)
    with pytest.raises(ValueError, match=r"^width is "):
        bin_activations(x, p.function, p.chosen_weight, binning=p.binning, width=p.width)
    counts = np.unique(np.floor(p.function(p.chosen_weight * x) / p.width), return_counts=True)[1]
    number = f"I(X;T) = {-np.sum(counts / 1000 * np.log2(counts / 1000)):.4f} bits\n"
    assert output(api_snippet(p)) == output(numpy_snippet(p)) == number


def test_a_pole_near_a_weight_of_another_sweep_is_no_matter() -> None:
    p = Parameters(formula="tan(z/9) + pi", binning="fixed-width", width=0.1, bias=-3.4, samples=3000, weight=142,
                   weight_max=100, seed=1520542740, draw=3, input="logistic")  # fmt: skip
    x = sample_input(p.samples, p.seed, p.draw, input=p.input)
    counts = np.unique(np.floor((np.tan((p.chosen_weight * x - 3.4) / 9) + np.pi) / 0.1), return_counts=True)[1]
    assert output(api_snippet(p)) == f"I(X;T) = {-np.sum(counts / 3000 * np.log2(counts / 3000)):.4f} bits\n"


def test_a_weight_that_needs_all_its_digits_is_taken_from_the_sweep() -> None:
    for snippet in (api_snippet, numpy_snippet):
        assert "\nw = np.arange(0.1, 20, 0.1)[2]  # the weight 0.3, but for rounding\n" in snippet(Parameters(weight=2))
        assert "\nw = 0.4  # weight\n" in snippet(Parameters(weight=3))


@pytest.mark.parametrize(("draw", "bins", "printed"), [(0, 50, "5.11"), (1, 50, "4.98"), (1, 5, "1.76")])
def test_the_numbers_that_the_notebook_prints(draw: int, bins: int, printed: str) -> None:
    p = Parameters("linear", bins=bins, draw=draw, weight=9)
    for snippet in (api_snippet(p), numpy_snippet(p)):
        number = output(snippet).removeprefix("I(X;T) = ").removesuffix(" bits\n")
        assert f"{float(number):.2f}" == printed


@pytest.mark.parametrize("binning", BINNINGS)
def test_a_constant_neuron_has_no_entropy_and_no_minus_sign(binning: str) -> None:
    p = Parameters("relu", binning, bias=-5.0, weight=0, weight_max=5, samples=10)
    assert output(api_snippet(p)) == output(numpy_snippet(p)) == "I(X;T) = 0.0000 bits\n"


def test_rounding_to_a_limit_opens_no_bin_of_its_own() -> None:
    p = Parameters("tanh", "fixed-width", weight_max=100, weight=198)
    snippet = numpy_snippet(p)
    rule = "y = np.minimum(y, np.nextafter(1, 0))\n"
    assert output(snippet) == on_the_screen(p)
    assert output(snippet.replace(rule, "")) != on_the_screen(p)
    assert rule not in numpy_snippet(Parameters("relu6", "fixed-width"))  # which does reach 6


def test_as_files_of_their_own(tmp_path: Path) -> None:
    p = Parameters("sigmoid", "global", bias=-0.7, draw=2, samples=501, weight=2, estimator="miller-madow")
    plain, api = tmp_path / "plain.py", tmp_path / "api.py"
    plain.write_text(numpy_snippet(p))
    api.write_text(api_snippet(p))
    # -I keeps the package out of the plain script's sight.
    for arguments in (["-I", str(plain)], [str(api)]):
        run = subprocess.run(
            [sys.executable, "-W", "error", *arguments], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert (run.stdout, run.stderr) == (on_the_screen(p), "")


def imported(snippet: str) -> set[str]:
    modules = set()
    for node in ast.walk(ast.parse(snippet)):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            modules.add(node.module or "")
    return modules


def test_the_plain_script_imports_numpy_and_for_the_logistic_function_scipy() -> None:
    for p in states():
        needs_scipy = p.activation in ("sigmoid", "gelu", "silu", "erf") and p.binning != "net-input"
        assert imported(numpy_snippet(p)) == {"numpy"} | ({"scipy.special"} if needs_scipy else set())
        assert imported(api_snippet(p)) - {"numpy"} == {"minimal_model"}


def test_nothing_is_named_that_is_not_used() -> None:
    for p in states():
        for snippet in (api_snippet(p), numpy_snippet(p)):
            nodes = list(ast.walk(ast.parse(snippet)))
            bound = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
            bound |= {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
            bound |= {alias.asname or alias.name for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)
                      for alias in node.names}  # fmt: skip
            used = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
            assert bound - {"_"} <= used, snippet


def test_what_is_switched_off_leaves_no_trace() -> None:
    traces = {
        "bias": ("+ b", "b = ", "bias"),
        "draw": ("draw", "Draw", "[-n:]"),
        "estimator": ("Miller", "miller", "plug-in", "estimator", "bits +="),
        "width": ("width = ", "width=", "np.unique"),
    }
    for name, binning in PAIRS:
        off = Parameters(name, binning)
        others = {"bias": {"bias": 0.5}, "draw": {"draw": 1}, "estimator": {"estimator": "miller-madow"}}
        for key, values in others.items():
            on = Parameters(name, binning, **values)
            for snippet in (api_snippet, numpy_snippet):
                assert not any(trace in snippet(off) for trace in traces[key])
                assert any(trace in snippet(on) for trace in traces[key])
        for text in (api_snippet(off), numpy_snippet(off)):
            assert any(trace in text for trace in traces["width"]) == (binning == "fixed-width")
            assert ("m = 50" in text or "bins=50" in text) == (binning != "fixed-width")


def test_the_sweep_is_there_only_where_the_bins_cover_it() -> None:
    bounded = {name for name, limits in oracle.LIMITS.items() if math.isfinite(sum(map(abs, limits)))}
    for name, binning in PAIRS:
        covers = binning in ("global", "net-input") or (binning == "function-limits" and name not in bounded)
        p = Parameters(name, binning, weight_max=50)
        assert ("np.arange(0.25, 50, 0.25)" in numpy_snippet(p)) == covers
        assert ("weights=weights" in api_snippet(p)) == covers


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_only_the_chosen_formula_stands_there(name: str) -> None:
    snippet = numpy_snippet(Parameters(name))
    assert snippet.count("return ") == snippet.count("def ") == 1
    z = np.concatenate([np.linspace(-30, 30, 1201), [-1e-9, 1e-9]])
    expected = [oracle.FORMULAS[name](float(value)) for value in z]
    np.testing.assert_allclose(namespace(snippet)[1]["f"](z), expected, rtol=1e-12, atol=1e-20)


def test_strictly_increasing_functions_are_not_evaluated_for_bins_of_the_net_input() -> None:
    for name in (*oracle.NOTEBOOK, "arctan", "erf"):
        assert ("def f(z):" in numpy_snippet(Parameters(name, "net-input"))) == (name in oracle.RISES)


def test_the_state_stands_at_the_top() -> None:
    p = Parameters("elu", "fixed-width", bias=-0.5, samples=20_000, draw=3, seed=7, estimator="miller-madow", width=0.2)
    title = "# elu, fixed-width bins of 0.2, w = 5, b = -0.5,\n# 20,000 samples of seed 7, draw 3, Miller-Madow\n"
    assert numpy_snippet(p).startswith(title)
    assert api_snippet(p).startswith(title)
    assert numpy_snippet(Parameters()).startswith("# tanh, 50 per-weight bins, w = 5,\n# 1,000 samples of seed 0\n")


def test_the_switches_of_the_page_do_not_matter() -> None:
    switched = Parameters(population=True, band=True, why=True)
    assert api_snippet(switched) == api_snippet(Parameters())
    assert numpy_snippet(switched) == numpy_snippet(Parameters())


def test_the_scripts_are_short_and_so_are_their_lines() -> None:
    for p in states():
        api, plain = api_snippet(p).splitlines(), numpy_snippet(p).splitlines()
        assert 12 <= len(plain) <= 35
        assert len(api) <= 27
        assert max(map(len, api + plain)) <= 100


def test_numbers_of_numpy_are_written_as_plain_ones() -> None:
    p = Parameters(bias=np.float64(0.5), samples=np.int64(1001), width=np.float64(0.2))  # type: ignore[arg-type]
    assert api_snippet(p) == api_snippet(Parameters(bias=0.5, samples=1001))
    assert numpy_snippet(p) == numpy_snippet(Parameters(bias=0.5, samples=1001))
