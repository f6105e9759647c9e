"""What a captured picture says about itself: in the strip under it, and in the metadata of its file."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from core.experiments.notes import note_of
from core.run.frame import Snapshot
from core.run.seeds import Seeds
from core.run.session import Edit, Session
from core.settings import SeededSettings, Settings, as_text, changed, changes_between, field_at
from gui.last_run import Ghost
from gui.look.theme import Theme
from gui.plotting.seed_bands import seed_words
from gui.plotting.state_words import state_words
from gui.settings.words import change_words, edit_words
from gui.view_state import StageState

LONGEST = 60  # characters of a fact that is kept on one line
MOST_EDITS = 3  # named in the strip one by one


@dataclass(frozen=True)
class Caption:
    """title and question head the strip; facts follow each other in it: preset, changed settings, seed, step, data,
    live edits. metadata: the same and more, as names and texts for the file."""

    title: str
    question: str
    facts: tuple[str, ...]
    metadata: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session | Snapshot, language: str = "en", step: int | None = None) -> Caption:
        """The caption of a session as it stood after `step` updates; where it stands now, if none is given."""
        step = session.step if step is None else step
        note = note_of(session.experiment, language)
        edits = tuple(edit for edit in session.edits if edit.step < step)
        differing = changed(session.initial, session.preset.settings)
        seed = _seed(session)
        facts = (
            _tr("preset {0}").format(session.preset.name),
            *change_words(session.initial, session.preset.settings),
            *((_tr("seed {0}").format(seed),) if seed else ()),
            _tr("step {0}").format(step),
            *((_tr("data: {0}").format(session.data),) if session.data else ()),
            *_listed_edits(edits, session),
        )
        metadata = {
            "Title": f"{note.title}: {note.question}",
            "Software": "Chalkgrad",
            "Experiment": session.experiment.id,
            "Preset": session.preset.name,
            "Settings": json.dumps(as_text(session.initial), ensure_ascii=False),
            "Changed": ", ".join(differing),
            "Seed": seed,
            "Step": str(step),
            "Data": session.data,
            "Edits": _logged(edits, session),
            "BLAS threads": str(session.experiment.blas_threads),
            "Measured": "yes" if session.experiment.measured else "",
            "Command": command(session, step),
        }
        return cls(note.title, note.question, facts, {name: text for name, text in metadata.items() if text})

    def with_state(self, state: StageState, titles: Mapping[str, str]) -> Caption:
        """The caption of a picture of a stage as it is seen: what is zoomed, hidden or on another scale is named, and
        all that was done to the stage stands in the metadata. titles: of the panels, by their names."""
        written = state.to_json()
        entry = {"View state": json.dumps(written, ensure_ascii=False)} if written else {}
        told = ((titles.get(name, name), state_words(plot, ranges=True)) for name, plot in state.plots.items())
        facts = tuple(f"{title}: {words}" for title, words in told if words)
        return replace(self, facts=self.facts + facts, metadata=self.metadata | entry)

    def with_ghost(self, ghost: Ghost, settings: Settings) -> Caption:
        """The caption of a picture that shows another run, too, beside the one with these settings."""
        facts = _tr("dotted: before {0} (step {1})").format(ghost.difference(settings), ghost.frame.step)
        written = json.dumps({"step": ghost.frame.step, **as_text(ghost.settings)}, ensure_ascii=False)
        return replace(self, facts=(*self.facts, facts), metadata=self.metadata | {"Run before": written})

    def with_seeds(self, seeds: Seeds, session: Session | Snapshot, step: int) -> Caption:
        """The caption of a picture of a run at `step` that shows the band of several seeds, too."""
        numbers = ", ".join(map(str, seeds.numbers))
        short = not session.finished and seeds.steps < step
        facts = (seed_words(seeds), *((_tr("seeds to step {0}").format(seeds.steps),) if short else ()))
        steps = max(seeds.steps, step) if session.finished else step
        entries = {"Seeds": numbers, "Command": f"{command(session, steps)} --seeds {len(seeds.runs)}"}
        return replace(self, facts=self.facts + facts, metadata=self.metadata | entries)

    @property
    def description(self) -> str:
        """The metadata but the title, one line each."""
        return "\n".join(f"{name}: {text}" for name, text in self.metadata.items() if name != "Title")


def _listed_edits(edits: Sequence[Edit], session: Session | Snapshot) -> Iterator[str]:
    """The last live changes, `lr 0.05 → 0.01 at 500`, and how many there were before: the strip stays a strip."""
    for edit in edits[-MOST_EDITS:]:
        yield _tr("{0} at {1}").format(edit_words(edit, session.experiment.settings), edit.step)
    if len(edits) > MOST_EDITS:
        yield _tr("and {0} more").format(len(edits) - MOST_EDITS)


def _logged(edits: Sequence[Edit], session: Session | Snapshot) -> str:
    """Every live change as JSON, the same in every language: after the command it is the rest of what was done."""
    kinds = {edit.path: field_at(session.experiment.settings, edit.path).kind for edit in edits}
    entries = [
        {"step": e.step, "path": e.path, "old": kinds[e.path].format(e.old), "new": kinds[e.path].format(e.new)}
        for e in edits
    ]
    return json.dumps(entries, ensure_ascii=False) if entries else ""


def command(session: Session | Snapshot, step: int) -> str:
    """The command that makes the same picture again, but for live changes, which the command line cannot make."""
    words = ["chalkgrad", session.experiment.id, "--preset", session.preset.name]
    for one, text in changes_between(session.initial, session.preset.settings):
        if one.path != "seed":
            words += ["--set", f"{one.path}={text}"]
    seed = _seed(session)
    return shlex.join([*words, *(["--seed", seed] if seed else []), "--steps", str(step)])


def _seed(session: Session | Snapshot) -> str:
    """The seed, "" where nothing is random."""
    return str(session.initial.seed) if isinstance(session.initial, SeededSettings) else ""


class CaptionStrip(QWidget):
    """The caption as it stands under a picture: title and question, then the facts, broken between two of them.

    zoom: of the panels above, so that it speaks as loud as they do.
    """

    def __init__(self, caption: Caption, theme: Theme, parent: QWidget | None = None, zoom: float = 1.0) -> None:
        super().__init__(parent)
        head = QLabel(self)
        head.setText(f"<b>{escape(caption.title)}</b>&nbsp;&nbsp; {escape(caption.question)}")
        head.setStyleSheet(f"color: {theme.text}; font-size: {round(16 * zoom)}px;")
        facts = QLabel("  ·  ".join(map(_unbroken, caption.facts)), self)
        facts.setStyleSheet(f"color: {theme.secondary}; font-size: {round(14 * zoom)}px;")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 0, 4, 0)
        layout.setSpacing(2)
        for label in (head, facts):
            label.setWordWrap(True)
            layout.addWidget(label)


def _unbroken(fact: str) -> str:
    return fact.replace(" ", "\N{NO-BREAK SPACE}") if len(fact) <= LONGEST else fact


def _tr(text: str) -> str:
    return QCoreApplication.translate("Caption", text)
