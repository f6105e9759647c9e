"""Where the validation figures turn, and what is kept."""

from core.records import Table
from core.run.tick import Key
from tests.contracts.measured import at_end, last
from tests.contracts.note_figures import Figure

ID = "early-stopping"


def best(preset: str = "Quick") -> list[float]:
    """The update of the lowest loss, of the highest accuracy."""
    table = at_end(ID, preset).record(Key("kept"))
    assert isinstance(table, Table)
    return [float(row[1]) for row in table.rows[:2]]


def kept(preset: str) -> list[float]:
    run = at_end(ID, preset)
    return [last(run, Key("kept by validation loss")), last(run, Key("test accuracy"))]


def share() -> list[float]:
    return [100 * at_end(ID, "Quick").settings.wrong]


FIGURES = (
    Figure("of which 40 per cent have a label drawn at random", share),
    Figure("500 other digits", lambda: [500]),
    Figure("turns round after 180 updates", lambda: best()[:1]),
    Figure("falls to 0, the", lambda: [last(at_end(ID, "Quick"), Key("loss"))], 0.05),
    Figure("read 0.66 of the test digits, those of the end 0.59.", lambda: kept("Quick")),
    Figure("turns earlier than the loss, after 80 updates", lambda: best()[1:]),
    Figure("gets 0.80, who runs on 0.82.", lambda: kept("Clean: do not stop")),
    Figure("With 40 per cent of the labels redrawn", share),
)
