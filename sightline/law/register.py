"""The list that every declaration of one kind joins as it is imported.

A second declaration under the same name is refused, so that a limit can be found in one place only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar


class Keyed(Protocol):
    """Anything with a key by which it is found."""

    @property
    def key(self) -> str: ...


T = TypeVar("T", bound=Keyed)


class Register(Generic[T]):
    """The declarations of one kind, in the order in which they were made."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._entries: dict[str, T] = {}

    def add(self, entry: T) -> T:
        """Enter a declaration and hand it back, so that it can be named in the same line."""
        if entry.key in self._entries:
            raise ValueError(
                f"There are two declarations of the {self.kind} {entry.key!r}. "
                "Remove one, or give the second a key of its own."
            )
        self._entries[entry.key] = entry
        return entry

    def __getitem__(self, key: str) -> T:
        try:
            return self._entries[key]
        except KeyError:
            raise KeyError(f"No {self.kind} is declared under the key {key!r}.") from None

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[T]:
        return iter(tuple(self._entries.values()))

    def __len__(self) -> int:
        return len(self._entries)
