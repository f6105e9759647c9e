"""The panel of whatever overlays in a plane."""
