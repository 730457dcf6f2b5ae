"""The command line: thin skins over `tocsin.desk`, one file a group of commands."""

from tocsin.cli.main import main

__all__ = ["main"]
