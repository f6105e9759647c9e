"""Pictures for slides: rendering (render.py), the caption and metadata (caption.py), the menu (menu.py)."""
