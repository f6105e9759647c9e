"""What a session holds is counted; what the library keeps anyway is not."""

from collections.abc import Callable

import numpy as np
import pytest

from core.data.library import Library
from core.records import Text
from core.run import Experiment, Key, Preset, Run, Session, Start, TextView, Tick, View, experiment
from core.run.memory import held_bytes
from core.settings import Settings

MEGABYTE = 2**20


def holding(array: np.ndarray) -> Experiment:
    """An experiment whose run keeps a copy of the array, and whose view reads it."""

    @experiment(
        id="holding",
        chapter="Neurons",
        settings=Settings,
        presets=(Preset("Quick", Settings(), 1),),
        views=(View("words", TextView()),),
    )
    def run(settings: Settings, now: Callable[[], Settings], library: Library) -> Run:
        """How much is held?"""
        own = array.copy()
        part = own[: len(own) // 2]  # a view holds the whole
        del own
        yield Start()
        for step in range(9):
            yield Tick(step, views={Key("words"): lambda: Text(f"{part.sum()}")})

    return run


@pytest.mark.parametrize("megabytes", [1, 8])
def test_that_the_arrays_of_a_run_are_counted_once(megabytes: int) -> None:
    made = holding(np.zeros(megabytes * MEGABYTE, np.uint8))
    session = Session(made, Settings(), Library())
    session.run_to(1)
    assert megabytes * MEGABYTE <= held_bytes(session) < (megabytes + 1) * MEGABYTE
    session.close()


def test_that_series_are_counted_and_data_of_the_library_is_not() -> None:
    library = Library()
    x = library.digits("UCI digits").train.x[:]
    session = Session(holding(np.zeros(8)), Settings(), library)
    session.run_to(1)
    before = held_bytes(session)
    assert before < x.nbytes
    session._log(Tick(2, samples={Key("big"): np.zeros(MEGABYTE // 8)}))
    assert held_bytes(session) - before >= MEGABYTE
