"""Pictures of a run for slides: PNG, SVG, PDF and the clipboard.

A capture does not photograph the window. It builds a stage of its own off the screen, in the size that was asked for,
and shows it one settled frame: so the picture is a function of session, frame, size, scale, theme and what the lecturer
has done to the stage (`StageState`), which the file tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import NamedTuple, TypeAlias

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QCoreApplication,
    QEventLoop,
    QIODevice,
    QMarginsF,
    QMimeData,
    QPoint,
    QRect,
    QSize,
    QSizeF,
    Qt,
    QUuid,
)
from PySide6.QtGui import (
    QFont,
    QFontInfo,
    QGuiApplication,
    QImage,
    QImageWriter,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPicture,
)
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.files import written_whole
from core.run.experiment import Experiment
from core.run.frame import Frame, Snapshot
from core.run.seeds import Seeds
from core.run.session import Session
from gui.arrangement.automatic import named
from gui.capture.caption import Caption, CaptionStrip
from gui.capture.formats import SUFFIXES
from gui.capture.size import too_large
from gui.last_run import Ghost
from gui.look.theme import Theme, palette, style_sheet
from gui.look.translate import translated
from gui.panels.card import fitting_zoom
from gui.stage import ROOM, Stage
from gui.view_state import UNTOUCHED, StageState

__all__ = ["Caption", "CaptureError", "StagePicture", "copy_picture", "save_picture"]

Size: TypeAlias = tuple[int, int]
DPI = 96  # one layout pixel of a PDF is 1/96 inch, as in a browser
_MILLIMETRES = re.compile(r'<svg width="[^"]*" height="[^"]*"')
_FAMILY = re.compile(r'font-family="([^"]*)"')
_OFFSET = re.compile(rb"\d{10}(?= \d{5} n)|(?<=startxref\n)\d+")
_DATES = re.compile(rb"/CreationDate \([^)]*\)\s/ModDate \([^)]*\)")


class CaptureError(OSError):
    """The picture was not written; the message is for the user."""


class StagePicture(NamedTuple):
    """What is drawn: the stage, or one panel of it, in layout pixels. state: what the lecturer has done to it. ghost:
    another run that is shown with it. seeds: runs whose band is shown."""

    session: Session | Snapshot
    frame: Frame
    caption: Caption
    size: Size
    theme: Theme
    panel: str | None = None
    state: StageState = UNTOUCHED
    ghost: Ghost | None = None
    seeds: Seeds | None = None

    @property
    def full_caption(self) -> Caption:
        """The caption, which tells the state, the other run and the seeds, too."""
        caption = self.caption.with_state(self.state, titles_of(self.session.experiment))
        if self.seeds is not None:
            caption = caption.with_seeds(self.seeds, self.session, self.frame.step)
        return caption if self.ghost is None else caption.with_ghost(self.ghost, self.session.settings)


def save_picture(picture: StagePicture, path: Path, scale: float = 1.0) -> None:
    """Write it as .png, .svg or .pdf; in a PNG a layout pixel is `scale` pixels.

    The file is there whole or not at all. CaptureError says in one sentence why not; ValueError names the panels
    where there is no such panel.
    """
    draw = {".png": _png, ".svg": _svg, ".pdf": _pdf}.get(path.suffix.lower())
    if draw is None:
        raise CaptureError(f"a picture is one of {', '.join(SUFFIXES)}, not {path.name!r}")
    scale = scale if draw is _png else 1.0  # the others are drawn as shapes
    with _sheet(picture, scale) as sheet:
        content = draw(sheet, picture.full_caption, scale)
    try:
        with written_whole(path) as beside:
            beside.write_bytes(content)
    except OSError as wrong:
        reason = (wrong.strerror or str(wrong)).lower()
        raise CaptureError(f"{path} cannot be written: {reason}") from wrong


def copy_picture(picture: StagePicture, scale: float = 1.0) -> None:
    """Put it on the clipboard twice: as pixels, and as SVG for programs that take it.

    CaptureError says in one sentence why it cannot be drawn; the clipboard stays as it was.
    """
    with _sheet(picture, scale) as sheet:
        data = QMimeData()
        data.setImageData(_image(sheet, scale))
        data.setData("image/svg+xml", QByteArray(_svg(sheet, picture.full_caption, scale)))
        QGuiApplication.clipboard().setMimeData(data)


def titles_of(experiment: Experiment) -> dict[str, str]:
    """What the panels are called, by their names."""
    return {name: translated(view.title or view.channel) for name, view in named(experiment.views).items()}


class Sheet(QWidget):
    """What is rendered: the stage over its caption."""

    def __init__(self, stage: Stage, caption: Caption, theme: Theme, size: QSize) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self.setObjectName("sheet")
        self.setPalette(palette(theme))
        self.setStyleSheet(style_sheet(theme) + f"#sheet {{ background: {theme.window}; }}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(stage, 1)
        layout.addWidget(CaptionStrip(caption, theme, self, fitting_zoom(size, ROOM)))
        self.setFixedSize(size)


@contextmanager
def _sheet(picture: StagePicture, scale: float) -> Iterator[Sheet]:
    """A sheet that is laid out and shown its frame; it is gone afterwards."""
    if why := too_large(picture.size, scale):
        raise CaptureError(why)
    session, theme, panel = picture.session, picture.theme, picture.panel
    stage = Stage(session.experiment, session.settings, session.preset, theme, state=picture.state)
    sheet = Sheet(stage, picture.full_caption, theme, QSize(*picture.size))
    try:
        if panel is not None:
            stage.maximize(stage.panel(panel))
        sheet.show()
        _settle()
        stage.show_ghost(picture.ghost.frame if picture.ghost is not None else None)
        stage.show_seeds(picture.seeds)
        stage.show_frame(picture.frame)
        # Axes learn how wide their numbers are when they are first drawn, and lay themselves out after it.
        _image(sheet, 1.0)
        _settle()
        yield sheet
    finally:
        sheet.hide()
        sheet.deleteLater()


def _settle() -> None:
    """Let layouts and scenes do what they have put off; clicks and keys wait."""
    for _ in range(3):
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)


def _render(sheet: Sheet, painter: QPainter) -> None:
    try:
        sheet.render(painter, QPoint(0, 0))
    finally:
        painter.end()  # a painter that is still active when its device goes takes the process with it


def _image(sheet: Sheet, scale: float) -> QImage:
    """The sheet as pixels; CaptureError where the memory for them is not to be had."""
    image = QImage(round(sheet.width() * scale), round(sheet.height() * scale), QImage.Format.Format_RGB32)
    if image.isNull():
        raise CaptureError(
            f"there is not enough memory for a picture of {sheet.width()} × {sheet.height()} × {scale:g}"
        )
    image.setDevicePixelRatio(scale)
    image.fill(sheet.palette().window().color())
    _render(sheet, QPainter(image))
    return image


def _png(sheet: Sheet, caption: Caption, scale: float) -> bytes:
    image = _image(sheet, scale)
    for name, text in caption.metadata.items():
        image.setText(name, text)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"PNG"))
    if not writer.write(image):
        raise CaptureError(f"the picture cannot be written as PNG: {writer.errorString()}")
    return bytes(buffer.data().data())


def _svg(sheet: Sheet, caption: Caption, scale: float) -> bytes:
    buffer = QBuffer()
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)  # the older profile knows no clipping
    generator.setOutputDevice(buffer)
    generator.setResolution(DPI)
    generator.setSize(sheet.size())
    generator.setViewBox(QRect(QPoint(0, 0), sheet.size()))
    generator.setTitle(caption.metadata.get("Title", caption.title))
    generator.setDescription(caption.description)
    # By way of a QPicture: straight into the generator, a clip forgets where on the sheet its widget stands.
    picture = QPicture()
    _render(sheet, QPainter(picture))
    painter = QPainter(generator)
    painter.drawPicture(0, 0, picture)
    painter.end()
    text = _FAMILY.sub(_real_family, bytes(buffer.data().data()).decode())
    # In pixels: the generator's millimetres are rounded, and a picture of 1280 would become one of 1281.
    in_pixels = f'<svg width="{sheet.width()}" height="{sheet.height()}"'
    return _MILLIMETRES.sub(in_pixels, text, count=1).encode()


def _real_family(found: re.Match[str]) -> str:
    """Qt's "Sans Serif" is an alias that other programs do not know: name the typeface that was meant."""
    family = QFontInfo(QFont(found[1])).family()
    return f'font-family="{family}, sans-serif"'


def _pdf(sheet: Sheet, caption: Caption, scale: float) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    points = QSizeF(sheet.width() * 72 / DPI, sheet.height() * 72 / DPI)
    match = QPageSize.SizeMatchPolicy.ExactMatch
    writer.setPageSize(QPageSize(points, QPageSize.Unit.Point, "", match))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setResolution(DPI)
    writer.setTitle(caption.metadata.get("Title", caption.title))
    writer.setCreator("Chalkgrad")
    xmp = QByteArray(_xmp(caption).encode())
    writer.setDocumentXmpMetadata(xmp)
    writer.setDocumentId(QUuid.createUuidV5(QUuid(), xmp))  # of what it shows, where Qt's own is random
    painter = QPainter(writer)
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    _render(sheet, painter)
    return _undated(bytes(buffer.data().data()))


def _undated(pdf: bytes) -> bytes:
    """Without the moment at which it was made, whose length depends on the time zone; the table at the file's end says
    at which byte each object stands, and itself."""
    dates = _DATES.search(pdf)
    if dates is None:
        return pdf
    begin, end = dates.span()
    table = pdf.rindex(b"\nxref\n")

    def moved(found: re.Match[bytes]) -> bytes:
        at = int(found[0])
        return b"%0*d" % (len(found[0]), at - (end - begin) if at > begin else at)

    return pdf[:begin] + pdf[end:table] + _OFFSET.sub(moved, pdf[table:])


def _xmp(caption: Caption) -> str:
    """The facts in the form in which PDF readers look for them."""
    dublin = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    names = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    alternatives = '<rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt>'
    title = alternatives.format(escape(caption.metadata.get("Title", caption.title)))
    about = alternatives.format(escape(caption.description))
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF xmlns:rdf="{names}"><rdf:Description rdf:about="" {dublin}>'
        f"<dc:title>{title}</dc:title><dc:description>{about}</dc:description>"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )
