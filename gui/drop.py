"""Files dropped on the window. What is done with a file follows from its suffix:

    FileDrop(window, status.show_message, {".csv": Drop(tr("Drop to learn from {0}"), learn_from)})

Whether a file is taken is said before it is dropped: by the cursor, and by a sentence in the status line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QObject, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from core.run.experiment import Experiment
from core.settings import Field, FileField, SetValue, fields
from core.text import one_line
from gui.lecture import Lecture


class Drop(NamedTuple):
    """What becomes of a file. tip: said while it hangs over the window, {0} is its name."""

    tip: str
    act: Callable[[Path], None]


class FileDrop(QObject):
    """Takes one file at a time, wherever on the window it is dropped: nothing inside the window accepts drops.

    say: shows a sentence, "" for none. actions: by suffix, in lower case.
    """

    def __init__(self, window: QWidget, say: Callable[[str], None], actions: Mapping[str, Drop]) -> None:
        super().__init__(window)
        self._window, self._say, self._actions = window, say, actions
        self._refused = False
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent):  # a drag that enters or moves, or a drop
            self._take(event)
            return True
        if event.type() is QEvent.Type.DragLeave and not self._refused:
            self._say("")  # why a file was not taken stays to be read: its drop, too, is told as a leave
        return super().eventFilter(watched, event)

    def _take(self, event: QDropEvent) -> None:
        found = self._file(event.mimeData())
        moves = isinstance(event, QDragMoveEvent)  # also one that enters
        self._refused = isinstance(found, str)
        if isinstance(found, str):
            self._say(found)
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)  # whoever is offered a move would delete the file
        event.accept()
        drop = self._actions[found.suffix.lower()]
        self._say(drop.tip.format(one_line(found.name)) if moves else "")
        if not moves:
            self._window.activateWindow()
            drop.act(found)

    def _file(self, data: QMimeData) -> Path | str:
        """The file that is dragged, or a sentence that says why it is not taken."""
        urls = data.urls()
        if not urls:
            return self.tr("Only files can be dropped here.")
        if len(urls) > 1:
            return self.tr("Drop one file at a time.")
        if not urls[0].isLocalFile():
            return self.tr("This file is not on this computer: save it first, and drop it then.")
        path = Path(urls[0].toLocalFile())
        if path.suffix.lower() in self._actions and not path.is_dir():
            return path
        return self.tr("{0} cannot be opened here: drop a file that ends in {1}.").format(
            one_line(path.name), self.tr(" or ").join(self._actions)
        )


def csv_drop(lecture: Lecture) -> Drop:
    """A table goes to the experiment that is open, where it reads such files, else to the first one that does."""

    def act(path: Path) -> None:
        found = reader_of(lecture, path.suffix.lower())
        if found is not None:
            give(lecture, *found, path)

    return Drop(QCoreApplication.translate("FileDrop", "Drop to learn from {0}"), act)


def reader_of(lecture: Lecture, suffix: str) -> tuple[Experiment, Field] | None:
    """The experiment that reads files of this suffix, and the field of its settings that names one."""
    there = [lecture.experiment] if lecture.experiment is not None else []
    for experiment in (*there, *lecture.experiments.values()):
        for field in fields(experiment.settings):
            if isinstance(field.kind, FileField) and suffix in field.kind.suffixes:
                return experiment, field
    return None


def give(lecture: Lecture, experiment: Experiment, field: Field, path: Path) -> None:
    """Run the experiment with the file; one that cannot be read is told, and changes nothing."""
    try:
        field.kind.check(str(path))
    except ValueError as wrong:
        lecture.parts.status.show_message(f"{field.label} {wrong}")
        return
    lecture.open(experiment.id)
    before = lecture.runner.settings
    lecture.editing.edit(SetValue(field.path, str(path)))
    if lecture.runner.settings == before:
        lecture.reload()  # the same file, which may have been saved again
    elif not lecture.runner.held:
        lecture.runner.play()
