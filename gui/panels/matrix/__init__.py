"""The panel of numbers in cells."""
