"""The note beneath the stage, its formulas, and the table of expected values beside measured ones."""
