"""Every scalar series of a session as a file: columns step, channel, variant, value."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from core.files import written_whole
from core.run.session import Session

COLUMNS = ("step", "channel", "variant", "value")
SUFFIXES = (".csv", ".json")


def rows(session: Session) -> Iterator[tuple[int, str, str, float]]:
    """One row a point. A series past its exact length gives the last value of each bucket."""
    for key, series in session.series.items():
        steps, _, _, values = series.read()
        for step, value in zip(steps.tolist(), values.tolist(), strict=True):
            yield step, key.channel, key.variant, value


class ExportError(OSError):
    """The series were not written; the message is for the user."""


def write_series(session: Session, path: Path) -> None:
    """Write the series as .csv or .json, whole or not at all. JSON knows no infinity: such a value is null there.

    A series that was compacted says so: in JSON under "resolution", steps a row, in CSV in a comment above the table.
    ExportError says in one sentence why nothing could be written.
    """
    try:
        with written_whole(path) as beside, beside.open("w", encoding="utf-8", newline="") as file:
            _write(session, file, path.suffix.lower())
    except OSError as wrong:
        raise ExportError(f"{path} cannot be written: {(wrong.strerror or str(wrong)).lower()}") from wrong


def _write(session: Session, file: TextIO, suffix: str) -> None:
    resolution = {" ".join(filter(None, key)): series.resolution for key, series in session.series.items()}
    if suffix == ".csv":
        for name, steps in resolution.items():
            if steps > 1:
                file.write(f"# {name}: one row for each {steps} steps, their last value\n")
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerows(rows(session))
        return
    document = {
        "experiment": session.experiment.id,
        "step": session.step,
        "data": session.data,
        "resolution": resolution,
        "columns": COLUMNS,
        "rows": [(*row[:3], row[3] if math.isfinite(row[3]) else None) for row in rows(session)],
    }
    json.dump(document, file, indent=1)
