"""How far a spoiled backward is off, and a right one in float32."""

from core.experiments.backpropagation.checked_networks import SAMPLES
from core.run.tick import Key
from tests.contracts.measured import at_end, last
from tests.contracts.note_figures import Figure


def off(preset: str) -> float:
    return last(at_end("gradient-check", preset), Key("largest relative error"))


FIGURES = (
    Figure("with 3 samples by two thirds, 0.667", lambda: [SAMPLES, off("1/n forgotten")]),
    Figure("is off by 0.047 at $h = 10^{-5}$, and by 0.00004", lambda: [off("float32"), off("float32, h 0.01")]),
)
