"""What can be drawn: frozen values that a view returns. The window has one panel for each kind.

record.py      what all of them share: they own their arrays and describe themselves in words
curves.py      lines over a common axis, with bands, spans and points; many small plots of them
histograms.py  histograms over shared bins, now and over time
images.py      small pictures in rows, grey, signed or in colour
matrix.py      numbers in cells: one matrix, or several with operators between them
bars.py        named bars, side by side or stacked
graph.py       computation graphs and networks
blocks.py      architectures: blocks on one scale, in branches and with skips
table.py       rows of text and numbers             text.py        a sentence, a formula
plane.py       everything that overlays in a plane; a surface in 3-D is a Plane drawn with height
archive.py     any record as arrays and a JSON document, and back
"""

from core.records.archive import ArchiveError, from_archive, to_archive
from core.records.bars import Bars, Reference
from core.records.blocks import Block, Blocks, Branches, Stack
from core.records.curves import Curves, CurvesGrid, Point, Span
from core.records.graph import Edge, Graph, Node, NodePicture
from core.records.histograms import Histograms, Ridge
from core.records.images import ImageGrid
from core.records.matrix import Matrices, Matrix, Region
from core.records.plane import (
    ArrowsMark,
    Axes,
    BandMark,
    ContoursMark,
    EllipseMark,
    FieldMark,
    LinesMark,
    Mark,
    PathMark,
    Plane,
    PointsMark,
)
from core.records.record import Part, Record, frozen
from core.records.table import Table
from core.records.text import Text

__all__ = [
    "ArchiveError",
    "ArrowsMark",
    "Axes",
    "BandMark",
    "Bars",
    "Block",
    "Blocks",
    "Branches",
    "ContoursMark",
    "Curves",
    "CurvesGrid",
    "Edge",
    "EllipseMark",
    "FieldMark",
    "Graph",
    "Histograms",
    "ImageGrid",
    "LinesMark",
    "Mark",
    "Matrices",
    "Matrix",
    "Node",
    "NodePicture",
    "Part",
    "PathMark",
    "Plane",
    "Point",
    "PointsMark",
    "Record",
    "Reference",
    "Region",
    "Ridge",
    "Span",
    "Stack",
    "Table",
    "Text",
    "from_archive",
    "frozen",
    "to_archive",
]
