"""What the program is, and where its data is from."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from platform import python_version

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QMessageBox, QWidget


class AboutBox(QMessageBox):
    """A small window that is opened, not executed: the run goes on behind it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("About Chalkgrad"))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(self.tr("Chalkgrad {0}").format(_version()))
        self.setInformativeText(
            self.tr(
                "A lecture bench for neural networks, which are written from scratch in NumPy and never leave this"
                " computer.\n\nMIT licence. The UCI data is CC BY 4.0, MNIST (by download) CC BY-SA 3.0."
                "\n\nPython {0}, Qt {1}"
            ).format(python_version(), qVersion())
        )


def _version() -> str:
    try:
        return version("chalkgrad")
    except PackageNotFoundError:  # run from a folder, without an installation
        return ""
