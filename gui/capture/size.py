"""How large a picture may be. No Qt: the command line asks before it trains for minutes."""

from __future__ import annotations

MOST_PIXELS = 100e6  # with what panels keep of themselves, 1 to 2 GB of memory while it is drawn
LONGEST = 32_000  # pixels a side; Qt's painter goes no further


def too_large(size: tuple[int, int], scale: float) -> str:
    """Why an image of `size` layout pixels at this scale cannot be drawn, in a sentence; "" where it can."""
    width, height = (side * scale for side in size)
    why = f"a picture of {size[0]} × {size[1]} at scale {scale:g} cannot be drawn"
    if not all(1 <= side <= LONGEST for side in (width, height)):
        return f"{why}: a side has from 1 to {LONGEST:,} pixels"
    if width * height > MOST_PIXELS:
        millions, most = width * height / 1e6, MOST_PIXELS / 1e6
        return f"{why}: it has {millions:,.0f} million pixels, and {most:.0f} million are the most"
    return ""
