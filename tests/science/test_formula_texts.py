"""Texts as formulas: what they mean, what is refused and where, and that nothing else ever happens."""

import math
import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minimal_model import formula
from minimal_model.formulas import MAX_LENGTH, FormulaError

Z = np.array([-2.5, -1.0, -0.3, 0.0, 0.7, 1.0, 3.2])


def sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z))


# The same functions once more, one number at a time.
MEANINGS: list[tuple[str, Any]] = [
    ("z", lambda z: z),
    ("3", lambda z: 3.0),
    ("pi * z - e", lambda z: math.pi * z - math.e),
    ("-z**2", lambda z: -(z**2)),
    ("2**-z**2", lambda z: 2 ** (-(z**2))),
    ("z**3 - z**-4 * 0", lambda z: z**3 if z else math.nan),
    ("(-8)**3 + 1e-3*z/.5", lambda z: -512 + 0.002 * z),
    ("z * sigmoid(1.702 * z)", lambda z: z * sigmoid(1.702 * z)),
    ("0.5*z*(1 + tanh(sqrt(2/pi)*(z + 0.044715*z**3)))",
     lambda z: 0.5 * z * (1 + math.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z**3)))),
    ("max(z, 0, 1 - z)", lambda z: max(z, 0, 1 - z)),
    ("min(z, 1) + relu(z) - sign(z)", lambda z: min(z, 1) + max(z, 0) - (z > 0) + (z < 0)),
    ("softplus(z) + exp(z) - abs(z)", lambda z: math.log(1 + math.exp(z)) + math.exp(z) - abs(z)),
    ("log(1 + abs(z)) * sin(z) / (2 + cos(z))", lambda z: math.log(1 + abs(z)) * math.sin(z) / (2 + math.cos(z))),
    ("erf(z) + arctan(z) + tan(z) + floor(z)", lambda z: math.erf(z) + math.atan(z) + math.tan(z) + math.floor(z)),
    ("  z\t+ +1", lambda z: z + 1),
    ("2 \u00d7 z \u2212 z \u00b7 z \u00f7 2", lambda z: 2 * z - z * z / 2),
]  # fmt: skip


@pytest.mark.parametrize(("text", "meaning"), MEANINGS)
def test_a_formula_is_what_it_says(text: str, meaning: Any) -> None:
    f = formula(text)
    expected = [meaning(z) for z in Z.tolist()]
    np.testing.assert_allclose(f(Z), expected, rtol=1e-14, atol=1e-15)
    np.testing.assert_allclose(f(Z.reshape(1, -1)[:, ::-1]), [expected[::-1]], rtol=1e-14, atol=1e-15)
    assert f(np.array(0.7)).shape == ()
    assert (f.name, f.formula) == (text, text)
    assert formula(text) is f


@pytest.mark.parametrize(("text", "meaning"), MEANINGS)
def test_its_line_for_a_script_is_the_same(text: str, meaning: Any) -> None:
    names: dict[str, Any] = {"np": np, "z": Z}
    exec("from scipy.special import erf, expit", names)
    with np.errstate(all="ignore"):
        np.testing.assert_allclose(eval(formula(text).code, names), formula(text)(Z), rtol=1e-14, atol=1e-15)


def test_the_argument_is_left_alone() -> None:
    z = Z.copy()
    formula("z")(z)[0] = 99.0
    np.testing.assert_array_equal(z, Z)


@pytest.mark.parametrize(
    ("text", "column", "flaw"),
    [
        ("", 1, "it is empty"), ("   ", 1, "it is empty"),
        ("2z", 2, "a sign is missing before z"), ("z 2", 3, "a sign is missing before 2"),
        ("(z + 1", 1, "this parenthesis is not closed"), ("z + 1)", 6, "this parenthesis closes none"),
        ("z)(z", 2, "this parenthesis closes none"),
        ("z^2", 2, "powers are written **"), ("z\u00b2", 2, "write **2"), ("|z|", 1, "write abs(z)"),
        ("1 + sin", 5, "sin is a function: write sin(z)"),
        ("1 + sin(z, 2)", 5, "sin takes one value, and not 2"), ("sin()", 1, "sin takes one value, and not 0"),
        ("max(z)", 1, "max takes two values or more"),
        ("x + 1", 1, "the variable is z"), ("z + Exp(z)", 5, "names are written in small letters: exp"),
        ("z + gelu(z)", 5, "gelu is not known; there are z, pi, e, exp, log"),
        ("z, z", 1, "a comma parts the values of max and min"),
        ("z(2)", 1, "only a function"), ("1 + 2(z)", 5, "only a function"),
        ("z //2", 3, "whole quotients are written floor(a / b)"), ("z \u00f7\u00f7 2", 3, "floor(a / b)"),
        ("z/ /2", 4, "something is missing or too much"), ("z +", 4, "something is missing or too much"),
        ("max(*z, 1)", 5, "something is missing"), ("max(**z)", 1, "only a function"), ("01", 1,
        "something is missing"),
        ("()", 1, "a comma parts"), ("z = 1", 3, "'=' means nothing here"), ("z\n", 2, "means nothing here"),
        ("z; z", 2, "';' means nothing here"), ("'z'", 1, "means nothing here"), ("z.real", 2, "'.' means nothing"),
        ("z if z else z", 3, "a sign is missing before if"), ("lambda", 1, "lambda is not known"),
        ("__import__(z)", 1, "__import__ is not known"), ("0x10", 2, "a sign is missing before x10"),
        ("1_000", 2, "a sign is missing before _000"), ("1j", 2, "a sign is missing before j"), ("z @ z", 3,
        "'@' means"),
        ("True", 1, "True is not known"), ("[z]", 1, "'[' means nothing"), ("{z}", 1, "'{' means nothing"),
        ("not z", 1, "not is not known"), ("z < 1", 3, "'<' means nothing"), ("\U0001d433", 1, "means nothing here"),
        ("z" * 300, 201, "it goes on; at most 200 characters are read"),
        ("+".join("z" * 33), 1, "it is too long: at most 64 numbers, names and signs"),
        ("-" * 40 + "z", 33, "it is nested too deeply: at most 32 levels"),
        ("z" + "+1" * 99, 1, "it is too long"), ("-" * 199 + "z", 1, "it is too long"),
    ],
)  # fmt: skip
def test_what_is_no_formula_is_refused_with_its_column(text: str, column: int, flaw: str) -> None:
    with pytest.raises(FormulaError, match=rf"^text is .*; it must be a formula in z: column {column}: ") as caught:
        formula(text)
    assert caught.value.column == column
    assert flaw in caught.value.flaw
    assert "\n" not in str(caught.value)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


@pytest.mark.parametrize("value", [None, 3, b"z", ["z"], np.tanh])
def test_what_is_no_text_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"^text is .*; it must be a text of at most 200 characters"):
        formula(value)


WORDS = ["z", "1", "2.5", "1e9", ".5", "pi", "e", "+", "-", "*", "/", "**", "(", ")", ",", " ", "exp(", "max(",
"sin(z)",
         "__", "lambda", "import", "if", "[", "]", "'", '"', "\\", "\0", "\n", "#", "=", ":=", ".", "{", "}", "0x",
         "9" * 50,
         "((", "))", "not ", "await ", "yield", "\u0663", "\u2212", "f'", "b'", "%", "&", "~", "@", "!",
         "\ud800"]  # fmt: skip


def hold(text: str) -> bool:
    """No error but a ValueError, no warning, and what is let through gives one float for each net input."""
    try:
        f = formula(text)
    except ValueError:
        return False
    y = f(Z)
    assert (y.dtype, y.shape) == (np.float64, Z.shape)
    compile(f.code, "script", "eval")
    return True


def test_thousands_of_hostile_texts_are_refused_or_numbers() -> None:
    generator = np.random.default_rng(4)
    texts = ["".join(generator.choice(WORDS[:18], many)) for many in generator.integers(1, 12, 4000)]
    texts += ["".join(generator.choice(WORDS, many)) for many in generator.integers(1, 24, 4000)]
    # Texts that are right but for a character.
    for text, _ in MEANINGS:
        for k in range(len(text)):
            texts += [text[:k] + text[k + 1 :], text[:k] + str(generator.choice(WORDS)) + text[k:]]
    let_through = [text for text in texts if hold(text)]
    assert 300 < len(let_through) < len(texts) - 7000
    for text in let_through[::10]:
        assert formula(text).describe().sentences()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_refused_or_a_number(text: str) -> None:
    hold(text)


@pytest.mark.parametrize(
    "text",
    ["(" * MAX_LENGTH, "((" * 49 + "z" + "))" * 49, "-" * 199 + "z", "9" * 200, "9**" * 66 + "9",
    "exp(" * 40 + "z" + ")" * 40,
     "z**" * 60 + "z", "max(" * 30 + "z" + ",1)" * 20, "1e308*" * 30 + "z"],
)  # fmt: skip
def test_deep_and_long_texts_do_no_harm(text: str) -> None:
    try:
        y = formula(text)(Z)
    except ValueError:
        return
    assert y.shape == Z.shape


def test_the_cost_grows_with_what_is_called() -> None:
    assert formula("3 + sin(2)").cost == 0
    assert formula("z").cost == 0
    assert formula("sin(z) * 2").cost > formula("z * 2").cost > 0
    assert formula("erf(z) + erf(2 * z)").cost > 2 * formula("erf(z)").cost
