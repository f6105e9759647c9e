"""How everything looks: theme, icons, fading edges; and translation of what core names in English."""
