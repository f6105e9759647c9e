"""The menu bar, and the sheet of all keys."""
