"""What stands in place of the stage while an experiment lacks its data: what it is, and two ways to get it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from core.data.errors import DataFileError
from core.data.mnist.download import MIRRORS, DownloadCancelled, DownloadError, cache_folder, download
from core.data.mnist.files import FILES, MnistFile, check_folder
from gui.look.theme import Theme
from gui.missing_data.card import DataCard
from gui.worker.background import Background, Work

LOOK = 50  # milliseconds between two looks at the download


class MissingDataPage(QWidget):
    """Explains, downloads, or asks for a folder. folder: where the download is kept."""

    folder_chosen = Signal(str)
    downloaded = Signal()

    def __init__(
        self,
        theme: Theme,
        folder: Path | None = None,
        mirrors: Sequence[str] = MIRRORS,
        files: Sequence[MnistFile] = FILES,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._folder, self._mirrors, self._files = folder or cache_folder(), mirrors, files
        self._job: Background | None = None
        self._succeeded: Callable[[], None] = self.downloaded.emit
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK)
        self._timer.timeout.connect(self._look)
        self.dialog: QFileDialog | None = None
        self.card = DataCard(sum(file.packed_size for file in files), theme, self)
        self.card.download_button.clicked.connect(self.start)
        self.card.cancel_button.clicked.connect(self.cancel)
        self.card.folder_button.clicked.connect(self._ask_folder)
        self._lay_out()

    def _lay_out(self) -> None:
        # Stretches, not an alignment: an aligned widget is not asked how high its wrapped lines are.
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.card, 100)  # as wide as it may be, where there is room
        middle.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addStretch(1)
        whole.addLayout(middle)
        whole.addStretch(1)

    @Slot()
    def start(self) -> None:
        """Begin the download, unless something is going on."""
        folder, mirrors, files = self._folder, self._mirrors, self._files
        self._begin(
            lambda progress, cancel: download(folder, progress, cancel, mirrors, files),
            self.downloaded.emit,
            self.tr("Connecting…"),
        )

    @Slot(str)
    def choose(self, folder: str) -> None:
        """Take a folder if MNIST is whole in it or in its folder `mnist`: what is taken is remembered."""
        files = self._files
        self._begin(
            lambda *_: check_folder(Path(folder), files),
            lambda: self.folder_chosen.emit(folder),
            self.tr("Reading…"),
        )

    def _begin(self, work: Work, succeeded: Callable[[], None], words: str) -> None:
        if self._job is not None:
            return
        self._job, self._succeeded = Background(work), succeeded
        self._timer.start()
        self.card.show_going_on(True)
        self.card.tell(words)

    @Slot()
    def cancel(self) -> None:
        """The button reacts at once; the thread ends when it next looks."""
        if self._job is not None:
            self._job.cancel()
            self.card.tell(self.tr("Cancelling…"))

    def stop(self) -> None:
        """For closing the window: end what is going on."""
        self._timer.stop()
        if self._job is not None:
            self._job.cancel()
            self._job.wait(0.5)
            self._job = None

    def explain(self, reason: str) -> None:
        """Say why the data is missing, where that is known; what is going on has more to say."""
        if self._job is None:
            words = self.tr("MNIST could not be opened: {0}.").format(reason) if reason else ""
            self.card.tell(words, wrong=bool(reason))

    @Slot()
    def _look(self) -> None:
        job = self._job
        if job is None:
            return
        if job.running:
            if job.total and not job.cancelled:
                self.card.show_progress(job.done, job.total)
            return
        self._job = None
        self._timer.stop()
        self.card.show_going_on(False)
        match job.error:
            case None:
                self.card.tell("")
                self._succeeded()
            case DownloadCancelled():
                self.card.tell(self.tr("The download was cancelled; nothing was kept."))
            case DownloadError() | DataFileError():
                self.card.tell(str(job.error), wrong=True)
            case _:
                self.card.tell(self.tr("That failed: {0}").format(job.error), wrong=True)

    @Slot()
    def _ask_folder(self) -> None:
        """The dialog is opened, not executed."""
        if self.dialog is None:
            self.dialog = QFileDialog(self, self.tr("Folder with the four files of MNIST"))
            self.dialog.setFileMode(QFileDialog.FileMode.Directory)
            self.dialog.fileSelected.connect(self.choose)
        self.dialog.open()

    def apply_theme(self, theme: Theme) -> None:
        self.card.apply_theme(theme)
