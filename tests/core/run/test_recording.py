"""Runs as files: what is played is what was recorded, and a file that is not one is refused in one sentence."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.data.library import Library
from core.records import Text
from core.run.experiment import Preset, experiment
from core.run.frame import keep_moment, settled_frame
from core.run.history import History
from core.run.recording import RecordingError, keep_all, read_recording, record, write_recording
from core.run.session import Session
from core.run.tick import Key, Lane, Run, Start, Tick
from core.run.views import TextView, View
from core.settings import SeededSettings
from tests.core.run.playing import played, refused
from tests.gui.specimens import SPECIMENS, VALUE, wave

Change = Callable[[dict[str, Any], dict[str, Any]], None]


@pytest.fixture
def recorded() -> Session:
    """A run of 130 steps with a live edit at 40."""
    session = Session(wave, wave.preset().settings, Library())
    while session.tick is None or session.step < 130:
        session.advance()
        if session.tick is not None and session.step % 2 == 0:
            keep_moment(session)
        if session.step == 40:
            session.edit("rate", 3.0)
    return session


@pytest.fixture
def file(recorded: Session, tmp_path: Path) -> Path:
    path = tmp_path / "wave.chalkrun"
    write_recording(path, record(recorded, settled_frame(recorded)))
    return path


def test_that_it_plays_what_was_recorded(recorded: Session, file: Path) -> None:
    found = read_recording(file, SPECIMENS)
    session = played(found)
    assert (found.preset.steps, found.experiment.recorded[-1]) == (130, 130)
    session.run_to(130)
    for mine, theirs in zip(session.series[VALUE].read(), recorded.series[VALUE].read(), strict=True):
        np.testing.assert_array_equal(mine, theirs)
    assert session.edits == recorded.edits
    assert (session.settings, session.data, session.step) == (recorded.settings, recorded.data, 130)
    assert session.record(Key("words")).describe() == "step 130"
    session.run_to(500)
    assert session.finished


def test_that_it_rests_only_where_it_has_pictures(file: Path) -> None:
    found = read_recording(file, SPECIMENS)
    rests = found.experiment.recorded
    assert len(rests) > 10
    session = played(found)
    between = rests[3] + 1
    session.run_to(between)
    assert session.step == rests[4]
    assert session.record(Key("words")).describe() == f"step {rests[4]}"
    assert session.series[VALUE].read()[0][-1] == rests[4]


def test_that_series_grow_between_two_pictures(file: Path) -> None:
    session = played(read_recording(file, SPECIMENS))
    seen = set()
    while session.step < 130:
        session.advance()
        seen.add(session.series[VALUE].count if session.series else 0)
    assert len(seen) > 60


def test_that_live_edits_before_and_after_the_start_of_the_history_are_there(file: Path) -> None:
    session = played(read_recording(file, SPECIMENS))
    session.run_to(30)
    assert session.settings.rate == 1.0
    session.run_to(60)
    assert (session.settings.rate, [edit.step for edit in session.edits]) == (3.0, [40])
    assert [edit.step for edit in session.clone().edits] == []
    again = session.clone()
    again.run_to(60)
    assert again.settings.rate == 3.0


@pytest.mark.parametrize("name", ["run.npz", "run", "run.chalkrun.txt"])
def test_that_another_suffix_is_refused(recorded: Session, tmp_path: Path, name: str) -> None:
    with pytest.raises(RecordingError, match=r"ends in \.chalkrun"):
        write_recording(tmp_path / name, record(recorded, settled_frame(recorded)))
    assert list(tmp_path.iterdir()) == []


def test_that_a_folder_that_is_not_there_is_said(recorded: Session, tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match=r"cannot be written: no such file"):
        write_recording(tmp_path / "none" / "x.chalkrun", record(recorded, settled_frame(recorded)))


def rewritten(file: Path, change: Change) -> Path:
    """The file with its document or its arrays changed."""
    with np.load(file) as loaded:
        arrays = dict(loaded)
    document = json.loads(arrays.pop("about").tobytes())
    change(document, arrays)
    about = np.frombuffer(json.dumps(document).encode(), np.uint8)
    np.savez(file.with_suffix(".npz"), about=about, **arrays)
    return file.with_suffix(".npz").replace(file)


def entry(name: str, value: Any) -> Change:
    return lambda document, _: document.update({name: value})


def moment(**changed: Any) -> Change:
    return lambda document, _: document["moments"][3].update(changed)


def series(**columns: Any) -> Change:
    return lambda _, arrays: arrays.update({f"series 0 {name}": column for name, column in columns.items()})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (entry("format", 2), "has format 2; this program plays format 1"),
        (entry("experiment", "alchemy"), "an experiment that is not here: 'alchemy'"),
        (entry("preset", "None"), "other settings than wave has here: wave has no preset 'None'"),
        (entry("settings", {"length": "-5"}), "other settings than wave has here"),
        (entry("settings", {"depth": "5"}), "other settings than wave has here"),
        (entry("moments", []), "its steps are in disorder"),
        (lambda document, _: document["moments"].reverse(), "its steps are in disorder"),
        (moment(counts=[10**6]), "lacks points of a series"),
        (moment(step=-1), "is not a recorded run"),
        (moment(epoch=float("nan")), "is not a recorded run"),
        (moment(lanes={"": [1, float("inf")]}), "is not a recorded run"),
        (moment(records=[["words", "", 99999]]), "is not a recorded"),
        (entry("records", [{"format": 1, "record": {"record": "Nothing"}}]), "is not a recorded run"),
        (series(steps=np.arange(131)[::-1]), "series 0 is in disorder"),
        (series(values=np.zeros(7)), "not two columns of numbers"),
        (lambda _, arrays: arrays.pop("series 0 values"), "is not a recorded run"),
        (entry("edits", [[1, "nothing", "1", "2"]]), "other settings than wave has here"),
        (entry("events", [["never", "value", "", "x"]]), "is not a recorded run"),
    ],
)
def test_that_what_is_wrong_is_said(file: Path, change: Change, said: str) -> None:
    assert said in refused(rewritten(file, change))


@pytest.mark.parametrize("content", [b"", b"words", b"PK\x03\x04" + bytes(60)])
def test_that_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.chalkrun"
    path.write_bytes(content)
    assert refused(path) == "other.chalkrun is not a recorded run, or it is damaged"


def test_that_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "there is no file" in refused(tmp_path / "none.chalkrun")
    assert "there is no file" in refused(tmp_path)


def test_that_no_pickle_is_opened(file: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    pickled = io.BytesIO()
    np.save(pickled, np.array([print], object), allow_pickle=True)
    content["series 0 values.npy"] = pickled.getvalue()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    assert "series 0 values has shape (1,) of object" in refused(file)


def test_that_a_bomb_is_not_unpacked(file: Path) -> None:
    with (
        zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("bomb.npy", "w", force_zip64=True) as target,
    ):
        for _ in range(300):
            target.write(bytes(2**20))
    tracemalloc.start()
    try:
        assert "would take" in refused(file)
        assert tracemalloc.get_traced_memory()[1] < 2**25
    finally:
        tracemalloc.stop()


SAVING = """
import sys, time
import core.run.recording as recording
from core.data.library import Library
from core.run.frame import keep_moment, settled_frame
from core.run.session import Session
from tests.gui.specimens import wave
from pathlib import Path
import numpy as np

packed = np.savez_compressed

def slowly(file, *args, **arrays):
    packed(file, *args, **arrays)
    file.flush()
    print("half", flush=True)
    time.sleep(60)

session = Session(wave, wave.preset().settings, Library())
recording.keep_all(session, 60)
np.savez_compressed = slowly
recording.write_recording(Path(sys.argv[1]), recording.record(session, settled_frame(session)))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_that_the_old_file_is_whole_after_a_kill_in_the_middle_of_saving(file: Path) -> None:
    before = file.read_bytes()
    saving = subprocess.Popen([sys.executable, "-c", SAVING, str(file)], stdout=subprocess.PIPE)
    assert saving.stdout is not None
    assert saving.stdout.readline() == b"half\n"
    os.kill(saving.pid, signal.SIGKILL)
    saving.wait()
    saving.stdout.close()
    assert file.read_bytes() == before
    read_recording(file, SPECIMENS)
    again = Session(wave, wave.preset().settings, Library())
    keep_all(again, 10)
    write_recording(file, record(again, settled_frame(again)))
    assert [path.name for path in file.parent.iterdir()] == [file.name]  # what the killed one left is gone
    assert read_recording(file, SPECIMENS).preset.steps == 10


@experiment(
    id="lanes",
    chapter="Optimizers",
    settings=SeededSettings,
    presets=(Preset("Quick", SeededSettings(), 20),),
    views=(View("loss"), View("words", TextView())),
    variants=("fast", "slow"),
)
def lanes(settings: SeededSettings, now: Callable[[], SeededSettings], library: Library) -> Run:
    """Two that count their own steps, and what happens to one of them."""
    yield Start()
    for step in range(21):
        yield Tick(
            step,
            scalars={Key("loss", "fast"): 1 / (1 + step), Key("loss", "slow"): 1.0},
            views={Key("words"): lambda step=step: Text(f"round {step}")},
            lanes={"fast": Lane(8 * step, float(step)), "slow": Lane(step, float(step))},
            events={Key("loss", "fast"): "rate changed"} if step in (7, 8) else {},
        )


def test_that_what_happened_to_a_variant_stands_at_its_own_step(tmp_path: Path) -> None:
    session = Session(lanes, lanes.preset().settings, Library())
    keep_all(session, 20)
    session.history = thinned(session.history)
    write_recording(tmp_path / "lanes.chalkrun", record(session, settled_frame(session)))
    again = played(read_recording(tmp_path / "lanes.chalkrun", {"lanes": lanes}))
    again.run_to(20)
    assert [event.step for event in session.events] == [56, 64]
    assert again.events == session.events
    for key, series in session.series.items():
        for mine, theirs in zip(again.series[key].read(), series.read(), strict=True):
            np.testing.assert_array_equal(mine, theirs)
    assert again.tick is not None
    assert again.tick.lanes == {"fast": Lane(160, 20.0), "slow": Lane(20, 20.0)}


def thinned(history: History) -> History:
    """Every fifth moment alone, so that several things happen between two."""
    kept = History(5)
    for step in history.steps:
        moment = history.at(step)
        if moment is not None and kept.wants(step):
            kept.keep(moment)
    return kept
