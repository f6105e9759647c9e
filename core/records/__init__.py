"""What can be drawn: frozen values that a view returns. The window has one panel for each kind.

record.py      what all of them share: they own their arrays and describe themselves in words
curves.py      lines over a common axis             histograms.py  histograms over shared bins, now and over time
images.py      small pictures in rows               matrix.py      numbers in cells
bars.py        named bars                           graph.py       computation graphs and networks
table.py       rows of text and numbers             text.py        a sentence, a formula
plane.py       everything that overlays in a plane; a surface in 3-D is a Plane drawn with height
"""

from core.records.bars import Bars
from core.records.curves import Curves
from core.records.graph import Edge, Graph, Node
from core.records.histograms import Histograms, Ridge
from core.records.images import ImageGrid
from core.records.matrix import Matrix
from core.records.plane import ArrowsMark, Axes, ContoursMark, FieldMark, LinesMark, Mark, PathMark, Plane, PointsMark
from core.records.record import Record, frozen
from core.records.table import Table
from core.records.text import Text

__all__ = [
    "ArrowsMark",
    "Axes",
    "Bars",
    "ContoursMark",
    "Curves",
    "Edge",
    "FieldMark",
    "Graph",
    "Histograms",
    "ImageGrid",
    "LinesMark",
    "Mark",
    "Matrix",
    "Node",
    "PathMark",
    "Plane",
    "PointsMark",
    "Record",
    "Ridge",
    "Table",
    "Text",
    "frozen",
]
