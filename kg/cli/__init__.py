"""The command line: arguments in, library calls, words out."""

from kg.cli.app import main

__all__ = ["main"]
