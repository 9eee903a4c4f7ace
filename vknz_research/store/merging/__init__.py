"""Joining two copies of a study by their logs: read both, compare row by row, write.

Both copies are looked at alike, so that joining A with B and B with A ends in the same
state. What is pure stands in `facets`, `touches`, `same`, `rule` and `mend`; `copies`
reads a copy from its store, `write` brings the outcome into one.
"""
