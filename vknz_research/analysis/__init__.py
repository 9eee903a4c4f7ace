"""Pure functions on the frames of a snapshot."""
