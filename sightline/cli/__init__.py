"""The ``sightline`` command."""

from sightline.cli import returns, serving, staff, upkeep
from sightline.cli.base import main

__all__ = ["main", "returns", "serving", "staff", "upkeep"]
