"""A file: its path, and a button that opens a dialog."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QWidget

from core.settings import Field, FileField
from gui.settings.editor import Editor, Entry


class FileEditor(Editor):
    """The dialog is opened, not executed: the run goes on behind it."""

    wide = True

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.entry = Entry(self)
        self.entry.taken.connect(lambda text: self.offer_text(text.strip()))
        self.entry.left.connect(lambda: self.rejected.emit(""))
        self.browse = QPushButton(self.tr("Browse…"), self)
        self.browse.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.browse.clicked.connect(self._open)
        self.dialog: QFileDialog | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.entry, 1)
        layout.addWidget(self.browse)

    def draw(self, value: Any) -> None:
        self.entry.show_text(value)
        self.entry.setToolTip(value)

    def _open(self) -> None:
        if self.dialog is None:
            self.dialog = QFileDialog(self, self.field.label)
            self.dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
            suffixes = cast(FileField, self.field.kind).suffixes
            if suffixes:
                self.dialog.setNameFilter(" ".join(f"*{suffix}" for suffix in suffixes))
            self.dialog.fileSelected.connect(self.offer)
        self.dialog.setDirectory(str(Path(self.value).parent if self.value else Path.home()))
        self.dialog.open()
