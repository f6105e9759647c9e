"""Editors that a test makes, shows and drives."""

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.settings.editing import Make, maker


@pytest.fixture
def make(qtbot: QtBot) -> Make:
    return maker(qtbot)
