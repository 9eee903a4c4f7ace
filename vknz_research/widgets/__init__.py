"""Widgets: traits and a line to the browser. What they show is decided elsewhere."""
