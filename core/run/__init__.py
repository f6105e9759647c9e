"""How anything is run and watched.

tick.py        what a run yields: one Start, then a Tick after every update
experiment.py  an experiment as a value: settings, presets, views, and the generator
views.py       what stands on the stage: a view for each panel, with the options of its kind
session.py     one run: settings, edits, and the series it has left behind (series.py)
frame.py       everything the window may show of a session at one moment
history.py     its past: moments that were kept      recording.py, recorded.py  a run as a file, and played from it
expected.py    what the textbook says, beside what was measured
export.py      the series of a session as a file      listing.py  an experiment described for another program
"""

from core.run.expected import Expected
from core.run.experiment import Experiment, Pace, Preset, experiment
from core.run.session import Session
from core.run.tick import Key, Lane, OverTime, Run, Start, Tick, Ticks
from core.run.views import (
    BarsView,
    BlocksView,
    CurvesGridView,
    CurvesView,
    GraphView,
    HistogramsView,
    ImageGridView,
    MatricesView,
    MatrixView,
    PlaneView,
    RidgeView,
    SurfaceView,
    TableView,
    TextView,
    View,
)

__all__ = [
    "BarsView",
    "BlocksView",
    "CurvesGridView",
    "CurvesView",
    "Expected",
    "Experiment",
    "GraphView",
    "HistogramsView",
    "ImageGridView",
    "Key",
    "Lane",
    "MatricesView",
    "MatrixView",
    "OverTime",
    "Pace",
    "PlaneView",
    "Preset",
    "RidgeView",
    "Run",
    "Session",
    "Start",
    "SurfaceView",
    "TableView",
    "TextView",
    "Tick",
    "Ticks",
    "View",
    "experiment",
]
