"""Small arrays as sharp pictures: every value becomes a whole number of pixels, never a blur."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor, QImage

from core.array import Array


def words_of(image: QImage) -> Array:
    """The pixels of an image as (height, width) of 0xAARRGGBB; a copy."""
    made = image.convertToFormat(QImage.Format.Format_ARGB32)
    rows = np.frombuffer(made.constBits(), np.uint32).reshape(made.height(), made.bytesPerLine() // 4)
    return rows[:, : made.width()].copy()


def image_of(words: Array) -> QImage:
    """The image of (height, width) words 0xAARRGGBB; it owns its pixels."""
    words = np.ascontiguousarray(words, dtype=np.uint32)
    height, width = words.shape
    return QImage(words.data, width, height, 4 * width, QImage.Format.Format_ARGB32).copy()


def nearest(size: int, pixels: int) -> Array:
    """For each of `pixels` places along an edge, the index of the value shown there."""
    return np.minimum(np.arange(pixels) * size // max(pixels, 1), size - 1)


def enlarged(image: QImage, width: int, height: int) -> QImage:
    """The image in another size, every pixel a sharp rectangle."""
    words = words_of(image)
    return image_of(words[nearest(len(words), height)][:, nearest(words.shape[1], width)])


def tiled(strip: QImage, count: int, columns: int, cell: tuple[int, int], gap: tuple[int, int], frame: str) -> QImage:
    """Pictures that stand one below the other in `strip`, laid out in rows of `columns`.

    cell (width, height) of each in the result, gap (across, down) between them, transparent; a thin frame around each.
    """
    width, height = cell
    words = words_of(strip)
    words = words.reshape(count, len(words) // count, words.shape[1])
    pictures = words[:, nearest(words.shape[1], height)][:, :, nearest(words.shape[2], width)]
    rows = -(-count // columns)
    across, down = width + gap[0], height + gap[1]
    canvas = np.zeros((rows * down - gap[1] + 2, columns * across - gap[0] + 2), dtype=np.uint32)
    for i, picture in enumerate(pictures):
        top, left = i // columns * down, i % columns * across
        canvas[top : top + height + 2, left : left + width + 2] = QColor(frame).rgba()
        canvas[top + 1 : top + 1 + height, left + 1 : left + 1 + width] = picture
    return image_of(canvas)
