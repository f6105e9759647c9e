"""Every test runs without a screen, unless it starts a program of its own on one; and draws the same examples.

Nothing is too late: a machine that is busy with something else is no defect, so only what never comes is one.
"""

import os
from typing import Any

import pytest
from hypothesis import settings
from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

LATEST = 60_000  # milliseconds


class PatientQtBot(QtBot):
    """Waits for a minute where pytest-qt waits for five seconds."""

    def waitUntil(self, callback: Any, *, timeout: int = LATEST) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = LATEST, **how: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **how)

    def waitExposed(self, widget: Any, *, timeout: int = LATEST) -> Any:
        return super().waitExposed(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp: Any, request: pytest.FixtureRequest) -> QtBot:
    """pytest-qt's, with more time."""
    return PatientQtBot(request)
