"""The panel of several matrices with operators between them."""
