"""The panel of a surface in 3-D."""
