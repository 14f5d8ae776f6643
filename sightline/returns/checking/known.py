"""The returns that can be checked, and the registry of the rules of each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sightline.returns.checking.rules import Rule, read_rules
from sightline.returns.checking.tables import Return

NAMES = ("cin", "ssda903")


@cache
def the_return(name: str) -> Return:
    """The return of this name, read only when it is asked for."""
    if name == "cin":
        from sightline.returns.cin.checked import CIN

        return CIN
    if name == "ssda903":
        from sightline.returns.ssda903.checked import SSDA903

        return SSDA903
    raise LookupError(f"There is no return called {name}: it is one of {', '.join(NAMES)}.")


@cache
def rules_of(name: str) -> Mapping[str, Rule]:
    """Every rule of a return, of every year, by code."""
    of = the_return(name)
    return read_rules(of.folder, of)
