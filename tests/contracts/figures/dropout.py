"""What a dropped layer hands on, and how far dropout has come."""

from core.run.tick import Key
from tests.contracts.measured import at_end, last
from tests.contracts.note_figures import Figure

ID = "dropout"


def level(lane: str) -> float:
    return last(at_end(ID, "Quick"), Key("test accuracy", lane))


FIGURES = (
    Figure("After 301 passes", lambda: [at_end(ID, "Quick").step / 3]),
    Figure(
        "0.67 of the test digits against 0.69, with a smaller gap", lambda: [level("inverted"), level("no dropout")]
    ),
    Figure("after 1,000 passes", lambda: [at_end(ID, "Quick").experiment.preset("Wait longer").steps / 3]),
    Figure("a narrow network on few digits cannot spare half of its neurons", lambda: [0.5]),
    Figure("Same start, same batches, 301 passes", lambda: [at_end(ID, "Quick").step / 3]),
)
