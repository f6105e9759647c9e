import math

import numpy as np
import pytest

from core.surfaces.formula import MAX_DEPTH, MAX_LENGTH, FormulaError, parse

X, Y = 1.3, 0.7
GOOD = {
    "x^2/20 + y^2": X**2 / 20 + Y**2,
    "-x^2": -(X**2),
    "2^3^2": 512.0,
    "x**2 - -y": X**2 + Y,
    "2x y(x+1)": 2 * X * Y * (X + 1),
    "8/2x": 8 / 2 * X,
    "x - y - 1": X - Y - 1,
    "x² − 3·y³": X**2 - 3 * Y**3,
    "x^-1": 1 / X,
    "1.5e-1 + .5 + 2.": 2.65,
    "2 exp(-x) + ln(y) + log(y)": 2 * math.exp(-X) + 2 * math.log(Y),
    "sqrt(abs(x - 5)) tanh(y)": math.sqrt(5 - X) * math.tanh(Y),
    "sin(pi x)^2 + cos(πy) tan(x)": math.sin(math.pi * X) ** 2 + math.cos(math.pi * Y) * math.tan(X),
    "e^(x y)": math.exp(X * Y),
    "x^y": X**Y,
    "((x))": X,
    "7": 7.0,
}


@pytest.mark.parametrize("text", GOOD)
def test_that_a_formula_has_the_value_and_the_derivatives_it_says(text: str) -> None:
    expression = parse(text)
    x, y, h = np.array([X, X]), np.array([Y, Y]), 1e-6
    value, along_x, along_y = expression(x, y)
    assert value == pytest.approx([GOOD[text]] * 2, rel=1e-12)
    assert along_x == pytest.approx((expression(x + h, y)[0] - expression(x - h, y)[0]) / (2 * h), rel=1e-6, abs=1e-6)
    assert along_y == pytest.approx((expression(x, y + h)[0] - expression(x, y - h)[0]) / (2 * h), rel=1e-6, abs=1e-6)


def test_that_a_negative_base_has_a_derivative_where_the_exponent_is_constant() -> None:
    value, along_x, _ = parse("x^3")(np.array(-2.0), np.array(0.0))
    assert (value, along_x) == (-8, 12)


def test_that_leaving_the_domain_is_not_an_error() -> None:
    value, along_x, _ = parse("log(x) + 1/y + 9^9^9^9")(np.array([-1.0]), np.array([0.0]))
    assert not np.isfinite(value).any()
    assert along_x.shape == (1,)


BAD = {
    "": 1,
    "x +": 4,
    "x + * y": 5,
    "(x + y": 1,
    "x)": 2,
    "x $ y": 3,
    "foo(x)": 1,
    "sin x": 5,
    "sin(": 5,
    "x + xy": 5,
    "__import__('os')": 1,
    "x.real": 2,
    "1..2": 3,
    "x 2": 3,
    "x ^": 4,
    "²": 1,
}


@pytest.mark.parametrize("text", BAD)
def test_that_what_is_no_formula_gets_one_sentence_with_the_position(text: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert caught.value.position == BAD[text]
    assert str(caught.value).startswith(f"Position {BAD[text]}: ")
    assert str(caught.value).endswith(".")


def test_that_long_and_deep_formulas_are_refused_and_do_not_exhaust_the_stack() -> None:
    with pytest.raises(FormulaError, match="at most"):
        parse("x" * (MAX_LENGTH + 1))
    with pytest.raises(FormulaError, match="deep"):
        parse("(" * 140 + "x" + ")" * 140)
    with pytest.raises(FormulaError, match="deep"):
        parse("-" * 200 + "x")
    value, _, _ = parse("-" * (MAX_DEPTH - 2) + "x")(np.array(2.0), np.array(0.0))
    assert value == 2


def test_that_arguments_are_broadcast_and_left_alone() -> None:
    x, y = np.arange(3.0)[:, None], np.arange(4.0)
    x.flags.writeable = y.flags.writeable = False
    value, along_x, along_y = parse("x y")(x, y)
    assert value.shape == along_x.shape == along_y.shape == (3, 4)
    assert np.array_equal(along_x, np.broadcast_to(y, (3, 4)))
