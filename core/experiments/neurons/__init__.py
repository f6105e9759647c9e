"""Chapter: neurons."""
