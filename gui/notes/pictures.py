"""Pictures of a note: PNG and JPEG files that lie beside it. Nothing else is ever opened."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter

WIDEST, TALLEST = 360, 240  # layout pixels: it fits into a column of the narrowest strip
SHARPNESS = 2  # image pixels kept for each layout pixel
LARGEST = 4000  # pixels a side that are read: a small file can unpack to gigabytes
FORMATS = (b"png", b"jpeg")
LONGEST_NAME = 60  # characters of a name that are repeated in a sentence


class PictureError(ValueError):
    """The picture is not shown; the message is for the reader of the note."""


class Picture(NamedTuple):
    """image; width and ascent above the baseline in layout pixels. It has nothing below the baseline."""

    image: QImage
    width: float
    ascent: float
    descent: float = 0.0

    def scaled(self, scale: float) -> Picture:
        """The same, beside text that is `scale` times as large."""
        return self._replace(width=self.width * scale, ascent=self.ascent * scale)

    def draw(self, painter: QPainter, x: float, baseline: float) -> None:
        """Draw it with its left end at x, standing on the baseline."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(x, baseline - self.ascent, self.width, self.ascent), self.image)
        painter.restore()


def load_picture(source: str, folder: Path | None) -> Picture:
    """The picture that a note in `folder` calls `source`, made smaller where it exceeds WIDEST × TALLEST.

    PictureError where it is not a PNG or JPEG file in that folder or below it, or too large.
    """
    path = _beside(source, folder)
    if path is None:
        raise _refused(source, _tr("it does not lie beside the note"))
    reader = QImageReader(str(path))
    size = reader.size()
    if max(size.width(), size.height()) > LARGEST:
        raise _refused(source, _tr("it has more than {0} × {0} pixels").format(LARGEST))
    image = reader.read() if bytes(reader.format().data()) in FORMATS else QImage()
    if image.isNull():
        raise _refused(source, _tr("it cannot be read as PNG or JPEG"))
    shown = image.size()
    if shown.width() > WIDEST or shown.height() > TALLEST:
        shown = shown.scaled(WIDEST, TALLEST, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
    kept = shown * SHARPNESS
    if kept.width() < image.width():
        image = image.scaled(kept, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    return Picture(image, shown.width(), shown.height())


def _beside(source: str, folder: Path | None) -> Path | None:
    """The file, with links followed, if it lies in the folder or below it."""
    if folder is None or "://" in source:
        return None
    try:
        path = (folder / unquote(source)).resolve()
        inside = path.is_relative_to(folder.resolve()) and path.is_file()
    except (OSError, ValueError, RuntimeError):  # a name that is too long, holds a zero byte, or is a loop of links
        return None
    return path if inside else None


def _refused(source: str, reason: str) -> PictureError:
    name = source if len(source) <= LONGEST_NAME else source[:LONGEST_NAME] + "…"
    return PictureError(_tr("The picture {0} is not shown: {1}.").format(repr(name), reason))


def _tr(text: str) -> str:
    return QCoreApplication.translate("NotesView", text)
