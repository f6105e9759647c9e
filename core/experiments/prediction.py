"""The question of a note that is asked before a run, and answered by it: predicting first is what makes a demonstration
teach (Crouch, Fagen, Callan and Mazur 2004).

    ## Predict
    Which optimizer reads most digits after 300 updates?

    - [ ] SGD
    - [x] Adam

or, in place of the answers, a curve to be drawn in the panel of a channel, on these axes:

    draws: loss, x 0…300, y 0…2.5
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.array import Interval

FEWEST, MOST = 2, 4  # answers: as many as raised hands can be told apart
_ANSWER = re.compile(r"^- \[( |x)\] +(\S.*)$")
_NUMBER = r"([-−+]?\d*\.?\d+(?:e[-+]?\d+)?)"
_DRAWS = re.compile(rf"^draws: *([^,]+?) *, *x +{_NUMBER} *… *{_NUMBER} *, *y +{_NUMBER} *… *{_NUMBER}$")


@dataclass(frozen=True)
class Drawing:
    """A curve in the panel of this channel, and the ranges of the axes on which it is drawn."""

    channel: str
    x: Interval
    y: Interval


@dataclass(frozen=True)
class Prediction:
    """Answers, of which the one at `right` is right; or a curve to draw, and no answers."""

    question: str
    answers: tuple[str, ...] = ()
    right: int | None = None
    drawing: Drawing | None = None


def is_prediction(section: str) -> bool:
    """Whether a section of a note, whatever its heading is in a translation, asks for a prediction."""
    return any(line.startswith(("- [ ]", "- [x]", "draws:")) for line in section.splitlines())


def read_prediction(section: str) -> Prediction:
    """The section without its heading; a ValueError says what is wrong with it."""
    lines = [line.strip() for line in section.splitlines() if line.strip()]
    if not lines or not lines[0].endswith("?"):
        raise ValueError("a prediction begins with its question, in one line that ends in '?'")
    if "$" in section:
        raise ValueError("a prediction is plain text, without formulas in dollars")
    question, rest = lines[0], lines[1:]
    if len(rest) == 1 and rest[0].startswith("draws:"):
        return Prediction(question, drawing=_drawing(rest[0]))
    found = [_ANSWER.match(line) for line in rest]
    wrong = [line for line, match in zip(rest, found, strict=True) if match is None]
    if wrong:
        raise ValueError(f"an answer is written '- [ ] answer' or '- [x] answer' in one line, not {wrong[0]!r}")
    answers = [(match[1] == "x", match[2].strip()) for match in found if match is not None]
    right = [i for i, (is_right, _) in enumerate(answers) if is_right]
    if not FEWEST <= len(answers) <= MOST:
        raise ValueError(f"a prediction has {FEWEST} to {MOST} answers, not {len(answers)}")
    if len(right) != 1:
        raise ValueError(f"exactly one answer of a prediction is marked '- [x]', not {len(right)}")
    return Prediction(question, tuple(text for _, text in answers), right[0])


def _drawing(line: str) -> Drawing:
    match = _DRAWS.match(line)
    if match is None:
        raise ValueError(f"a curve to draw is written 'draws: channel, x 0…300, y 0…2.5', not {line!r}")
    left, right, low, high = (float(number.replace("−", "-")) for number in match.groups()[1:])
    if left >= right or low >= high:
        raise ValueError(f"the ranges of a curve to draw ascend, not as in {line!r}")
    return Drawing(match[1], (left, right), (low, high))
