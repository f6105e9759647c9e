"""Whether a question comes before the run of an experiment, and what happens when it is answered."""

from __future__ import annotations

from core.run.experiment import Experiment
from gui.parts import Parts
from gui.predict.poll import Poll, Polls
from gui.worker.runner import Runner


class Asking:
    """Between the parts that show the question and the runner that holds the run back."""

    def __init__(self, parts: Parts, runner: Runner) -> None:
        self._parts, self._runner = parts, runner
        self._polls = Polls(parts.note_texts)

    def poll(self, experiment: Experiment | None) -> Poll | None:
        """What this experiment asks; None where it asks nothing."""
        return self._polls.of(experiment.id) if experiment is not None else None

    def show(self, experiment: Experiment) -> bool:
        """An experiment is opened: its question, or what was answered. Whether the question comes first."""
        poll = self.poll(experiment)
        pending = poll is not None and not poll.revealed and (poll.asked or self._parts.presenting)
        self._parts.show_poll(experiment, poll if poll is not None and (pending or poll.revealed) else None)
        return pending

    def begin(self, experiment: Experiment | None) -> bool:
        """The question is asked anew when the experiment is opened next; False where there is none."""
        poll = self.poll(experiment)
        if poll is None:
            return False
        poll.begin()
        poll.asked = True
        return True

    def reveal(self, experiment: Experiment | None) -> bool:
        """Begin the run that waits behind its question; False where none does."""
        poll = self.poll(experiment)
        if poll is None or experiment is None or not self._runner.held:
            return False
        poll.revealed = True
        self._parts.show_poll(experiment, poll)
        self._runner.release()
        return True
