"""Reads a census in a test: its children, its only fault, or why it is refused."""

from __future__ import annotations

import pytest

from sightline.returns.cin.faults import Fault, NotACensus
from sightline.returns.cin.read import open_census
from sightline.returns.cin.records import Child

from .conftest import as_file


def read(text: str | bytes, **options: object) -> list[Child]:
    return list(open_census(as_file(text), **options).children())  # type: ignore[arg-type]


def only_fault(text: str) -> Fault:
    children = read(text)
    (fault,) = [fault for child in children for fault in child.faults]
    return fault


def refused(content: str | bytes, **options: object) -> NotACensus:
    with pytest.raises(NotACensus) as caught:
        list(open_census(as_file(content), name="return.xml", **options).children())  # type: ignore[arg-type]
    error = caught.value
    assert str(error).startswith("return.xml") and error.cure.endswith(".")
    return error
