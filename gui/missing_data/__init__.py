"""What stands in place of the stage while an experiment lacks its data."""
