"""What panels with axes or pixels draw with: axes, ticks, ranges, lines, legends, colours."""
