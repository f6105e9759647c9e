"""What the program is, and where its data is from."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from platform import python_version

from PySide6.QtCore import QCoreApplication, Qt, qVersion
from PySide6.QtWidgets import QMessageBox, QWidget


def show_about(window: QWidget) -> QMessageBox:
    """A small window that is opened, not executed: the run goes on behind it."""
    box = QMessageBox(window)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(_tr("About Chalkgrad"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(_tr("Chalkgrad {0}").format(_version()))
    box.setInformativeText(
        _tr(
            "A lecture bench for neural networks, which are written from scratch in NumPy and never leave this"
            " computer.\n\nMIT licence. The UCI data is CC BY 4.0, MNIST (by download) CC BY-SA 3.0."
            "\n\nPython {0}, Qt {1}"
        ).format(python_version(), qVersion())
    )
    box.open()
    return box


def _version() -> str:
    try:
        return version("chalkgrad")
    except PackageNotFoundError:  # run from a folder, without an installation
        return ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("About", text)
