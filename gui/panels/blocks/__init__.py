"""The panel of architectures."""
