"""The settings form (form.py), one row for each setting (row.py), and one editor for each kind of field."""
