"""Every scalar series of a session as a file: columns step, channel, variant, value; of several seeds, seed first."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from core.files import written_whole
from core.run.seeds import Seeds
from core.run.session import Session

COLUMNS = ("step", "channel", "variant", "value")
SEED_COLUMNS = ("seed", *COLUMNS)
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
    write_export(path, lambda file, suffix: _write(session, file, suffix))


def write_export(path: Path, write: Callable[[TextIO, str], None]) -> None:
    """What `write(file, suffix)` writes, whole or not at all; ExportError where it cannot be written."""
    try:
        with written_whole(path) as beside, beside.open("w", encoding="utf-8", newline="") as file:
            write(file, path.suffix.lower())
    except OSError as wrong:
        raise ExportError(f"{path} cannot be written: {(wrong.strerror or str(wrong)).lower()}") from wrong


def _write(session: Session, file: TextIO, suffix: str) -> None:
    resolution = {" ".join(filter(None, key)): series.resolution for key, series in session.series.items()}
    told = {"experiment": session.experiment.id, "step": session.step, "data": session.data}
    write_table(file, suffix, told, resolution, COLUMNS, rows(session))


def write_table(
    file: TextIO,
    suffix: str,
    told: Mapping[str, object],
    resolution: Mapping[str, int],
    columns: Sequence[str],
    rows: Iterator[tuple[Any, ...]],
) -> None:
    """The rows, whose last column is a value, as CSV, or as JSON with what is `told` of them all."""
    if suffix == ".csv":
        for name, steps in resolution.items():
            if steps > 1:
                file.write(f"# {name}: one row for each {steps} steps, their last value\n")
        table = csv.writer(file, lineterminator="\n")
        table.writerow(columns)
        table.writerows(rows)
        return
    finite = [(*row[:-1], row[-1] if math.isfinite(row[-1]) else None) for row in rows]
    json.dump({**told, "resolution": resolution, "columns": columns, "rows": finite}, file, indent=1)


def seed_rows(seeds: Seeds) -> Iterator[tuple[int, int, str, str, float]]:
    """The rows of every run, with its seed before them."""
    for run in seeds.runs:
        for key, log in run.logs.items():
            for step, value in zip(log.steps.tolist(), log.values.tolist(), strict=True):
                yield run.seed, step, key.channel, key.variant, value


def write_seeds(session: Session, seeds: Seeds, path: Path) -> None:
    """As `write_series`, the series of all these runs of the session's experiment."""
    resolution = {
        f"seed {run.seed} {' '.join(filter(None, key))}": log.resolution
        for run in seeds.runs
        for key, log in run.logs.items()
    }
    reached = {str(run.seed): run.step for run in seeds.runs}
    told = {"experiment": session.experiment.id, "steps": reached, "data": session.data}
    write_export(path, lambda file, suffix: write_table(file, suffix, told, resolution, SEED_COLUMNS, seed_rows(seeds)))
