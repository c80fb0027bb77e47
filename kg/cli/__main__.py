"""``python -m kg.cli``, the same as ``kg``."""

from kg.cli.app import main

main()
