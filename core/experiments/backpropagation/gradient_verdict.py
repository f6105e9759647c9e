"""What a gradient check says, in a sentence: right or wrong, and where to look for the mistake."""

from __future__ import annotations

from core.nn.gradient_check import Comparison
from core.records import Text

RIGHT, WRONG = 1e-7, 1e-3  # below the one a backward in float64 is right, above the other it is wrong
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def verdict(compared: tuple[Comparison, ...], dtype: str) -> Text:
    """What the bars say, and where to look for the mistake."""
    guilty = [one for one in compared if one.error > WRONG]
    most = power(max(one.error for one in compared))
    if dtype == "float32" and guilty:
        return Text(f"Up to {most} apart. In float32 this says little: try another h, or float64.")
    if dtype == "float32":
        return Text(f"All {len(compared)} arrays agree to {most}: as well as float32 can know.")
    if not guilty:
        unsure = ", ".join(one.name for one in compared if one.error > RIGHT)
        said = f"Backward is right: all {len(compared)} arrays agree to {most}."
        return Text(f"Not sure of {unsure}: {most} apart. Another h? A kink nearby?" if unsure else said)
    names, factors = ", ".join(one.name for one in guilty), {round(one.error, 6) for one in guilty}
    if len(guilty) > 1 and len(factors) == 1:
        where = "All are off by one factor: look at the loss, where the way back begins."
    elif guilty[-1].name == "x":
        where = f"In front of the mistake all is wrong, behind it all is right: look just behind {guilty[-2].name}."
    else:
        where = "Nothing in front of it is wrong, so the mistake is in this gradient alone."
    return Text(f"Backward is wrong in {names}. {where}")


def power(value: float) -> str:
    """One digit and a power of ten: 5·10⁻¹¹."""
    digit, exponent = f"{value:.0e}".split("e")
    return f"{digit}·10{str(int(exponent)).translate(RAISED)}"
