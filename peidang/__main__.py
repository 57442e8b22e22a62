"""``python -m peidang``: the same as the installed command."""

from peidang.cli.main import main

main()
