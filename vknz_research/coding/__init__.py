"""Acts of coding: plans are pure, applications are one unit of work each."""
