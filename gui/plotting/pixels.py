"""Small arrays as sharp pictures: every value becomes a whole number of pixels, never a blur."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage

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
