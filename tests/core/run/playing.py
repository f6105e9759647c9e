"""A recorded run as a session, and the sentence that refuses one."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.data.library import Library
from core.run.recording import Recording, RecordingError, read_recording
from core.run.session import Session
from tests.gui.specimens import SPECIMENS


def played(recording: Recording) -> Session:
    return Session(recording.experiment, recording.initial, Library(), recording.edits, recording.preset)


def refused(path: Path) -> str:
    with pytest.raises(RecordingError) as told:
        read_recording(path, SPECIMENS)
    message = str(told.value)
    assert "\n" not in message
    assert len(message) < 400
    return message
