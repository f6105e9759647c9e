"""The playground: build your own network."""
