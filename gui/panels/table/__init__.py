"""The panel of rows."""
