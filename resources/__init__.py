"""Notes, small data sets, pictures: found from here, whether the project runs from its folder or is installed."""
