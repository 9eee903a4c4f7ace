"""Reports: notebooks run on a snapshot, and the files made of what they show."""
