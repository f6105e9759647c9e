"""Typed formulas of x and y, with exact derivatives; nothing is ever evaluated as Python.

    sum     = product (("+" | "−") product)*
    product = factor (("*" | "/" | nothing) factor)*     "2x", "x y" and "3 sin(x)" multiply; "x 2" does not
    factor  = ("+" | "−") factor | power
    power   = atom ("^" factor)?                              −x² is −(x²); 2^3^2 is 2^(3^2)
    atom    = number | "x" | "y" | "pi" | "e" | name "(" sum ")" | "(" sum ")"

`parse` builds a function that computes the value and both derivatives together: forward-mode differentiation with
numbers that carry (value, ∂/∂x, ∂/∂y) along.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.array import Array

MAX_LENGTH = 300
MAX_DEPTH = 40


class FormulaError(ValueError):
    """The text is not a formula; `position` counts characters from 1."""

    def __init__(self, position: int, problem: str) -> None:
        self.position = position
        super().__init__(f"Position {position}: {problem}.")


class Dual(NamedTuple):
    """A value with its derivatives along x and y, each an array or a number."""

    value: Array
    dx: Array
    dy: Array

    def chain(self, value: Array, slope: Array) -> "Dual":
        """g(u) has the derivatives g′(u) u′"""
        return Dual(value, slope * self.dx, slope * self.dy)


Node = Callable[[Dual, Dual], Dual]
Expression = Callable[[Array, Array], tuple[Array, Array, Array]]

FUNCTIONS: dict[str, Callable[[Dual], Dual]] = {
    "sin": lambda u: u.chain(np.sin(u.value), np.cos(u.value)),
    "cos": lambda u: u.chain(np.cos(u.value), -np.sin(u.value)),
    "tan": lambda u: u.chain(np.tan(u.value), 1 / np.cos(u.value) ** 2),
    "tanh": lambda u: u.chain(np.tanh(u.value), 1 - np.tanh(u.value) ** 2),
    "exp": lambda u: u.chain(np.exp(u.value), np.exp(u.value)),
    "log": lambda u: u.chain(np.log(u.value), 1 / u.value),
    "ln": lambda u: u.chain(np.log(u.value), 1 / u.value),
    "sqrt": lambda u: u.chain(np.sqrt(u.value), 0.5 / np.sqrt(u.value)),
    "abs": lambda u: u.chain(np.abs(u.value), np.sign(u.value)),
}
CONSTANTS = {"pi": np.pi, "π": np.pi, "e": np.e}
_OPERATORS = {"−": "-", "–": "-", "·": "*", "×": "*", "÷": "/", "**": "^"}
_SUPERSCRIPTS = {"²": 2.0, "³": 3.0, "⁴": 4.0}
_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[A-Za-z]+|π)"
    r"|(?P<operator>\*\*|[-+*/^()−–·×÷²³⁴]))"
)


class Token(NamedTuple):
    """A number, a name or a sign of the text, and where it stands."""

    kind: str
    text: str
    position: int


def parse(text: str) -> Expression:
    """The function (x, y) -> (value, ∂/∂x, ∂/∂y), arrays of the broadcast shape of x and y, float64.

    Outside the formula's domain (log of a negative number, division by 0) the result is nan or inf, not an error.
    Raises `FormulaError` where the text is not a formula.
    """
    if len(text) > MAX_LENGTH:
        raise FormulaError(MAX_LENGTH + 1, f"a formula may have at most {MAX_LENGTH} characters")
    root = _Parser(_tokens(text)).whole()

    def expression(x: Array, y: Array) -> tuple[Array, Array, Array]:
        x, y = np.broadcast_arrays(np.asarray(x, np.float64), np.asarray(y, np.float64))
        one, zero = np.ones_like(x), np.zeros_like(x)
        with np.errstate(all="ignore"):
            result = root(Dual(x, one, zero), Dual(y, zero, one))
        # adding zeros gives a constant formula the shape of its input
        return result.value + zero, result.dx + zero, result.dy + zero

    return expression


def _tokens(text: str) -> list[Token]:
    tokens = []
    at = 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            stray = at + len(text[at:]) - len(text[at:].lstrip())
            raise FormulaError(stray + 1, f"{text[stray]!r} has no meaning in a formula")
        kind = match.lastgroup
        word = match[kind]
        tokens.append(Token(kind, _OPERATORS.get(word, word), match.start(kind) + 1))
        at = match.end()
    return [*tokens, Token("end", "", len(text) + 1)]


@dataclass
class _Parser:
    """Recursive descent: one method per line of the grammar above."""

    tokens: list[Token]
    at: int = 0
    depth: int = 0

    def whole(self) -> Node:
        node = self.sum()
        if self.next.kind != "end":
            raise FormulaError(self.next.position, f"{self.next.text!r} was not expected here")
        return node

    @property
    def next(self) -> Token:
        return self.tokens[self.at]

    def take(self, *operators: str) -> str:
        """The operator that comes next, if it is one of these; else the empty string."""
        if self.next.kind == "operator" and self.next.text in operators:
            self.at += 1
            return self.tokens[self.at - 1].text
        return ""

    def sum(self) -> Node:
        node = self.product()
        while operator := self.take("+", "-"):
            node = (_add if operator == "+" else _subtract)(node, self.product())
        return node

    def product(self) -> Node:
        node = self.factor()
        while True:
            operator = self.take("*", "/")
            if not operator and not (self.next.kind == "name" or self.next.text == "("):
                return node
            node = (_divide if operator == "/" else _multiply)(node, self.factor())

    def factor(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FormulaError(self.next.position, "the formula is nested too deeply")
        sign = self.take("+", "-")
        node = self.factor() if sign else self.power()
        self.depth -= 1
        return _negate(node) if sign == "-" else node

    def power(self) -> Node:
        node = self.atom()
        while superscript := self.take(*_SUPERSCRIPTS):
            node = _power(node, _constant(_SUPERSCRIPTS[superscript]))
        return _power(node, self.factor()) if self.take("^") else node

    def atom(self) -> Node:
        token = self.next
        if token.kind == "end":
            raise FormulaError(token.position, "the formula ends where a number, x, y or ( was expected")
        self.at += 1
        if token.kind == "number":
            return _constant(float(token.text))
        if token.kind == "name":
            return self.named(token)
        if token.text == "(":
            return self.closed(token)
        raise FormulaError(token.position, f"{token.text!r} stands where a number, x, y or ( was expected")

    def named(self, token: Token) -> Node:
        if token.text == "x":
            return lambda x, _: x
        if token.text == "y":
            return lambda _, y: y
        if token.text in CONSTANTS:
            return _constant(CONSTANTS[token.text])
        if token.text not in FUNCTIONS:
            known = ", ".join(FUNCTIONS)
            raise FormulaError(
                token.position, f"{token.text!r} is unknown; use x, y, pi, e, {known}, or write x*y for xy"
            )
        opening = self.next
        if not self.take("("):
            raise FormulaError(opening.position, f"{token.text} needs its argument in parentheses")
        function, argument = FUNCTIONS[token.text], self.closed(opening)
        return lambda x, y: function(argument(x, y))

    def closed(self, opening: Token) -> Node:
        node = self.sum()
        if not self.take(")"):
            raise FormulaError(opening.position, "this ( is never closed")
        return node


def _constant(number: float) -> Node:
    dual = Dual(np.asarray(number), np.asarray(0.0), np.asarray(0.0))
    return lambda *_: dual


def _negate(a: Node) -> Node:
    def node(x: Dual, y: Dual) -> Dual:
        u = a(x, y)
        return u.chain(-u.value, np.asarray(-1.0))

    return node


def _add(a: Node, b: Node) -> Node:
    def node(x: Dual, y: Dual) -> Dual:
        u, v = a(x, y), b(x, y)
        return Dual(u.value + v.value, u.dx + v.dx, u.dy + v.dy)

    return node


def _subtract(a: Node, b: Node) -> Node:
    return _add(a, _negate(b))


def _multiply(a: Node, b: Node) -> Node:
    """(u v)′ = u′ v + u v′"""

    def node(x: Dual, y: Dual) -> Dual:
        u, v = a(x, y), b(x, y)
        return Dual(u.value * v.value, u.dx * v.value + u.value * v.dx, u.dy * v.value + u.value * v.dy)

    return node


def _divide(a: Node, b: Node) -> Node:
    """(u / v)′ = (u′ − (u / v) v′) / v"""

    def node(x: Dual, y: Dual) -> Dual:
        u, v = a(x, y), b(x, y)
        ratio = u.value / v.value
        return Dual(ratio, (u.dx - ratio * v.dx) / v.value, (u.dy - ratio * v.dy) / v.value)

    return node


def _power(a: Node, b: Node) -> Node:
    """(u^v)′ = v u^(v−1) u′ + u^v ln(u) v′

    The second term is left out where v is constant, so that u may be negative.
    """

    def node(x: Dual, y: Dual) -> Dual:
        u, v = a(x, y), b(x, y)
        value = u.value**v.value
        result = u.chain(value, np.where(v.value == 0, 0.0, v.value * u.value ** (v.value - 1)))
        if np.any(v.dx) or np.any(v.dy):
            growth = np.where(value == 0, 0.0, value * np.log(u.value))
            result = Dual(value, result.dx + growth * v.dx, result.dy + growth * v.dy)
        return result

    return node
