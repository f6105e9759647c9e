"""The figures of a note: what in it counts as one, and with what it is compared.

A figure is a number, a fraction in words (half, third, quarter), or a number before "per cent". It states no result,
and needs no entry, where it is
- part of a formula, except behind ≈, where a formula gives a value;
- part of the section Source, except from the word "Expected" on;
- the name of a layer (layer 5);
- the value of a setting, or the number of steps, of one of the experiment's presets.

For everything else `figures/<experiment>.py` has `FIGURES`: fragments of the note as they stand in it, each with what
is measured for the figures in it, in their order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from typing import NamedTuple

from core.run.experiment import Experiment
from core.settings import as_text

WORDS = {"half": 1 / 2, "halves": 1 / 2, "third": 1 / 3, "quarter": 1 / 4}
COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twenty", "hundred")
VALUES = {**dict(zip(COUNTED, (*range(1, 11), 20, 100), strict=True)), **WORDS}

_NUMBER = r"[−-]?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d*\.\d+|\d+)"
_FIGURE = re.compile(
    rf"(?<![\w.,])(?<!layer ){_NUMBER}(?![\w]|-[A-Z]|\.\d)|\b(?:{'|'.join(WORDS)})\b(?!-)|\b\w+(?= per cent)"
)
_FORMULA = re.compile(r"\$\$.+?\$\$|\$[^$]+\$")


class Figure(NamedTuple):
    """tolerance: how far what is written may be from what is measured; 0 means half a unit of its last digit, of a
    fraction in words a twentieth of 1."""

    fragment: str
    measured: Callable[[], Sequence[float]]
    tolerance: float = 0.0


class Written(NamedTuple):
    text: str
    begin: int  # character of the note
    end: int

    @property
    def value(self) -> float:
        return VALUES[self.text] if self.text in VALUES else float(self.text.replace(",", "").replace("−", "-"))

    def agrees(self, measured: float, tolerance: float) -> bool:
        last_digit = len(self.text.partition(".")[2])
        room = tolerance or (0.05 if self.text in WORDS else 0.5 * 10.0**-last_digit)
        return abs(self.value - measured) <= room


def note_text(id: str) -> str:
    """The note in one line, whose formulas have become blanks except for what stands behind ≈; without wrong answers to
    its question, and the axes of a curve to draw."""
    lines = (files("resources") / "notes" / "en" / f"{id}.md").read_text(encoding="utf-8").splitlines()
    text = " ".join(" ".join(line for line in lines if not line.startswith(("- [ ]", "draws:"))).split())
    return _FORMULA.sub(_blank, text)


def _blank(formula: re.Match[str]) -> str:
    _, about, value = formula[0].partition(r"\approx")
    shown = value.replace("$", " ") if about else ""
    return " " * (len(formula[0]) - len(shown)) + shown


def fragment_text(fragment: str) -> str:
    """A fragment, as `note_text` shows it."""
    return _FORMULA.sub(_blank, " ".join(fragment.split()))


def written(text: str) -> list[Written]:
    """Every figure in a text, in order; a word before "per cent" that is no number is none."""
    found = (Written(m[0], m.start(), m.end()) for m in _FIGURE.finditer(text))
    return [one for one in found if not one.text.isalpha() or one.text in VALUES]


def results(experiment: Experiment) -> Iterator[Written]:
    """The figures of its note that state a result."""
    text = note_text(experiment.id)
    source = text.find("## Source")
    expected = text.find("Expected", source)
    given = given_values(experiment)
    for one in written(text):
        cited = source >= 0 and one.begin >= source and not 0 <= expected < one.begin
        if not cited and one.value not in given:
            yield one


def given_values(experiment: Experiment) -> set[float]:
    """Every number in the settings of its presets, and their steps."""
    texts = [text for preset in experiment.presets for text in as_text(preset.settings).values()]
    numbers = re.findall(r"-?\d*\.?\d+(?:e-?\d+)?", " ".join(texts))
    return {float(number) for number in numbers} | {float(preset.steps) for preset in experiment.presets}


def figures_of(experiment: Experiment) -> tuple[Figure, ...]:
    """The entries for its note; none where there is no file of them."""
    name = f"tests.contracts.figures.{experiment.id.replace('-', '_')}"
    found: tuple[Figure, ...] = import_module(name).FIGURES if find_spec(name) is not None else ()
    return found
