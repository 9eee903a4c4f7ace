"""What leaves the study for students: no names, small groups hidden, to reproduce."""
