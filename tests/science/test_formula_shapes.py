"""What a formula is said to look like, against what each is by hand."""

import numpy as np
import pytest

from minimal_model import formula, mi_curve, sample_input

X = sample_input(500)
POLE = "the bins follow the sample nearest to it"

# In the order of the text: what is said of z from -10 to 10. ln of a quarter of the largest double is 708.396.
SAID: list[tuple[str, list[str]]] = [
    ("z * sigmoid(1.702 * z)", ["folds once, at z = −0.751"]),
    ("tanh(z)**3", ["monotone: it rises"]),
    ("z*z*z", ["monotone: it rises"]),
    ("-z", ["monotone: it falls"]),
    ("min(max(z, -4), 5.6)", ["never falls", "flat on 52 % of z = −10 to 10"]),
    ("sin(10*z)", ["64 turning points"]),
    ("floor(z)", ["never falls", "20 jumps"]),
    ("sign(z)", ["never falls", "jump at z = 0"]),
    ("1/(z - 0.3)", ["falls wherever it has a value", f"pole at z = 0.3: {POLE}"]),
    ("tan(z)", ["rises wherever it has a value", f"6 poles: {POLE}"]),
    ("sqrt(z)", ["rises wherever it has a value", "not a number below z = 0: try abs(z), as in log(1 + abs(z))"]),
    ("exp(exp(z))", ["rises wherever it has a value", "exceeds what a double can hold above z = 6.56"]),
    ("sin(z)/z", ["4 turning points", "not a number at z = 0"]),
    ("1e999*z", ["nowhere a number that a double can hold"]),
]


@pytest.mark.parametrize(("text", "said"), SAID)
def test_what_is_said_of_it(text: str, said: list[str]) -> None:
    assert formula(text).describe().sentences()[: len(said)] == said


@pytest.mark.parametrize("text", ["3", "0*z", "z - z", "min(z, 0) * 0 + 2"])
def test_a_constant_has_no_entropy(text: str) -> None:
    assert formula(text).describe().sentences() == ["constant: I(X;T) is 0 bits at every weight"]
    assert (mi_curve(X, formula(text)) == 0).all()


@pytest.mark.parametrize("text", ["sin(z)**2 + cos(z)**2", "z + 1e16", "exp(log(abs(z) + 1)) - abs(z)"])
def test_what_is_constant_but_for_rounding_is_not_said_to_have_none(text: str) -> None:
    assert formula(text).describe().sentences() == ["constant but for rounding, which is all that bins can tell apart"]
    assert np.ptp(formula(text)(20.0 * X)) > 0
    assert mi_curve(X, formula(text)).max() > 0.1
