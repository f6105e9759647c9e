"""What stands in place of the stage while an experiment lacks its data: what it is, and two ways to get it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from core.data.download import MIRRORS, DownloadCancelled, DownloadError, cache_folder, download
from core.data.mnist import FILES, MnistFile, missing_files
from gui.background import Background
from gui.theme import Theme

MEGABYTE = 1_000_000
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
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK)
        self._timer.timeout.connect(self._look)
        self.dialog: QFileDialog | None = None
        self._make_widgets()
        self._lay_out()
        self.apply_theme(theme)

    def _make_widgets(self) -> None:
        size = sum(file.packed_size for file in self._files) / MEGABYTE
        self.title = QLabel(self.tr("This preset needs MNIST"), self)
        self.title.setObjectName("missingTitle")
        self.text = QLabel(
            self.tr(
                "MNIST is 70,000 handwritten digits by Y. LeCun, C. Cortes and C. Burges (CC BY-SA 3.0). It is not"
                " shipped with the program. Download it once ({0:.0f} MB), or open a folder that holds its four files."
                " Without it, choose another preset or other digits in the settings."
            ).format(size),
            self,
        )
        self.message = QLabel("", self)
        self.message.setObjectName("missingMessage")
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.download_button = self._button(self.tr("Download MNIST"), self.start)
        self.cancel_button = self._button(self.tr("Cancel"), self.cancel)
        self.folder_button = self._button(self.tr("Choose folder…"), self._ask_folder)
        for widget in (self.bar, self.cancel_button, self.message):
            widget.hide()

    def _button(self, text: str, clicked: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(clicked)
        return button

    def _lay_out(self) -> None:
        card = QFrame(self)
        card.setObjectName("missingCard")
        card.setFixedWidth(560)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(24, 24, 24, 24)
        inside.setSpacing(16)
        buttons = QHBoxLayout()
        for button in (self.download_button, self.cancel_button, self.folder_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for label in (self.title, self.text, self.message):
            label.setWordWrap(True)
        for widget in (self.title, self.text, self.bar, self.message):
            inside.addWidget(widget)
        inside.addLayout(buttons)
        # Stretches, not an alignment: an aligned widget is not asked how high its wrapped lines are.
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addStretch(1)
        whole.addLayout(middle)
        whole.addStretch(1)

    @Slot()
    def start(self) -> None:
        """Begin the download, unless one is going on."""
        if self._job is not None:
            return
        folder, mirrors, files = self._folder, self._mirrors, self._files
        self._job = Background(lambda progress, cancel: download(folder, progress, cancel, mirrors, files))
        self._timer.start()
        self._show_going_on(True)
        self._tell(self.tr("Connecting…"))

    @Slot()
    def cancel(self) -> None:
        """The button reacts at once; the thread ends with the piece it is receiving."""
        if self._job is not None:
            self._job.cancel()
            self._tell(self.tr("Cancelling…"))

    def stop(self) -> None:
        """For closing the window: end a download that goes on."""
        self._timer.stop()
        if self._job is not None:
            self._job.cancel()
            self._job.wait(0.5)
            self._job = None

    @Slot()
    def _look(self) -> None:
        job = self._job
        if job is None:
            return
        if job.running:
            self._show_progress(job)
            return
        self._job = None
        self._timer.stop()
        self._show_going_on(False)
        match job.error:
            case None:
                self._tell("")
                self.downloaded.emit()
            case DownloadCancelled():
                self._tell(self.tr("The download was cancelled; nothing was kept."))
            case DownloadError():
                self._tell(str(job.error), wrong=True)
            case _:
                self._tell(self.tr("The download failed: {0}").format(job.error), wrong=True)

    def _show_progress(self, job: Background) -> None:
        if job.total and not job.cancelled:
            self.bar.setRange(0, job.total)
            self.bar.setValue(job.done)
            megabytes = (job.done / MEGABYTE, job.total / MEGABYTE)
            self._tell(self.tr("{0:.1f} of {1:.1f} MB").format(*megabytes))

    def _show_going_on(self, going_on: bool) -> None:
        self.bar.setRange(0, 0)
        self.bar.setVisible(going_on)
        self.cancel_button.setVisible(going_on)
        self.download_button.setVisible(not going_on)
        self.folder_button.setVisible(not going_on)

    def _tell(self, text: str, wrong: bool = False) -> None:
        self.message.setText(text)
        self.message.setVisible(bool(text))
        if self.message.property("wrong") != wrong:
            self.message.setProperty("wrong", wrong)
            self.message.style().polish(self.message)  # a style sheet looks at a property only when it is asked to

    @Slot()
    def _ask_folder(self) -> None:
        """The dialog is opened, not executed."""
        if self.dialog is None:
            self.dialog = QFileDialog(self, self.tr("Folder with the four files of MNIST"))
            self.dialog.setFileMode(QFileDialog.FileMode.Directory)
            self.dialog.fileSelected.connect(self.choose)
        self.dialog.open()

    @Slot(str)
    def choose(self, folder: str) -> None:
        """Take a folder if MNIST is in it or in its folder `mnist`."""
        lacking = min((missing_files(place) for place in (Path(folder), Path(folder) / "mnist")), key=len)
        if lacking:
            self._tell(self.tr("{0} does not hold {1}").format(folder, ", ".join(lacking)), wrong=True)
            return
        self._tell("")
        self.folder_chosen.emit(folder)

    def apply_theme(self, theme: Theme) -> None:
        self.setStyleSheet(
            f"#missingCard {{ background: {theme.panel}; border: 1px solid {theme.border}; border-radius: 8px; }}"
            "#missingTitle { font-size: 20px; font-weight: 600; }"
            f"#missingMessage {{ color: {theme.secondary}; }}"
            f'#missingMessage[wrong="true"] {{ color: {theme.warning}; }}'
            f"QProgressBar {{ border: none; background: {theme.border}; border-radius: 4px; max-height: 8px; }}"
            f"QProgressBar::chunk {{ background: {theme.accent}; border-radius: 4px; }}"
        )
