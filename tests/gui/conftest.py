"""Every GUI test ends as the program does: no thread left, nothing waiting to be deleted or collected elsewhere."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot


@pytest.fixture(autouse=True)
def _leave_nothing_behind(qtbot: QtBot) -> Iterator[None]:
    # The collector would destroy Qt objects in whatever thread it happens to run in: here only between two tests.
    gc.disable()
    before = set(threading.enumerate())
    yield
    QGuiApplication.clipboard().clear()  # it outlives Python, and what Python has put on it must not
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    # Python keeps a stand-in for every thread of Qt that it has met; a QThread left running aborts by itself.
    left = [t for t in threading.enumerate() if t not in before and not isinstance(t, threading._DummyThread)]
    assert not left, f"threads left running: {left}"
