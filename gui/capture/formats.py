"""The kinds of picture files. Nothing of Qt, so that the command line can check a name before Qt is started."""

FORMATS = ("png", "svg", "pdf")  # the first is the default
SUFFIXES = tuple(f".{name}" for name in FORMATS)
