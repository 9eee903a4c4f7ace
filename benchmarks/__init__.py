"""Measurements against floors and peers, side by side in one run."""
