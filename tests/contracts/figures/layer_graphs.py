"""Gradients at the end of each walk."""

from core.run.tick import Key
from tests.contracts.measured import at_end, last
from tests.contracts.note_figures import Figure


def numbers(preset: str, channel: str, label: str, count: int) -> list[float]:
    run = at_end("layer-graphs", preset)
    return [last(run, Key(channel, f"{label} {i}")) for i in range(1, count + 1)]


def book() -> list[float]:
    return numbers("Book", "gradient", "a", 3)


def softmax() -> list[float]:
    return numbers("Book", "value", "y", 3)


def norm() -> list[float]:
    found = numbers("Batch norm", "gradient", "x", 4)
    arriving = numbers("Batch norm", "gradient", "y", 1)
    return [*arriving, *found]


FIGURES = (
    Figure("second class right it is (0.3, −0.8, 0.5)", book),
    Figure("comes back to the exponential is (1, −4, 1)", lambda: numbers("Book", "gradient", "eᵃ", 3)),
    Figure("that is 0.25, its largest value; at $x = 2$ it is 0.105", lambda: numbers("Quick", "gradient", "x", 2)),
    Figure("a gradient of 1 for the first sample alone reaches all four, as 0.268, −0.358, −0.089, 0.179", norm),
    Figure("These four add up to 0", lambda: [sum(norm()[1:])]),
    Figure("softmax gives the classes 0.3, 0.2 and 0.5", softmax),
    Figure("- [x] −0.8", lambda: [book()[1]]),
)  # fmt: skip
