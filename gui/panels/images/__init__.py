"""The panel of small pictures."""
