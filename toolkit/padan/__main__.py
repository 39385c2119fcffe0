"""`python -m padan` is the command `padan`."""

from padan.cli import main

main(prog_name="padan")
