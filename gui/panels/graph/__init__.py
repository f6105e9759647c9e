"""The panel of computation graphs and networks."""
