"""`python -m vknz_research.cli` is the command `vknz`."""

from vknz_research.cli import main

main()
