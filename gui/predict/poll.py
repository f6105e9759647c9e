"""What an audience has answered to the question of one experiment."""

from __future__ import annotations

from collections.abc import Mapping

from core.experiments.notes import Note
from core.experiments.prediction import Prediction
from gui.view_state import Curve


class Poll:
    """hands: raised for each answer. curve: what was drawn, where a curve is asked for. asked: also outside a
    presentation; revealed: the run may be seen."""

    def __init__(self, prediction: Prediction) -> None:
        self.prediction = prediction
        self.asked = False
        self.begin()

    def begin(self) -> None:
        """Nobody has answered yet."""
        self.revealed = False
        self.curve: Curve = ()
        self._counted: list[int] = []  # answers in the order in which hands were counted

    @property
    def hands(self) -> tuple[int, ...]:
        return tuple(self._counted.count(i) for i in range(len(self.prediction.answers)))

    def count(self, answer: int) -> None:
        """One more hand for an answer; nothing where there is no such answer."""
        if not self.revealed and 0 <= answer < len(self.prediction.answers):
            self._counted.append(answer)

    def take_back(self) -> None:
        """The hand that was counted last."""
        if self._counted and not self.revealed:
            self._counted.pop()


class Polls:
    """One for each experiment whose note asks for a prediction."""

    def __init__(self, notes: Mapping[str, Note]) -> None:
        self._polls = {id: Poll(note.prediction) for id, note in notes.items() if note.prediction is not None}

    def of(self, id: str) -> Poll | None:
        return self._polls.get(id)
