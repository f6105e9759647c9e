"""The panel of bars."""
