"""A warrant: why this person may do or see this."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Warrant:
    """Who acts, in what capacity, on what ground. Issued by ``sightline.access``; there is no act without one.

    actor_id: the user, or None for the system itself at set-up. capacity: the role, in words. ground: the
    relation to the child or the duty that allows it. source: page, command, file or job.
    """

    actor_id: int | None
    capacity: str
    ground: str
    source: str = "page"

    def __post_init__(self) -> None:
        if not self.capacity or not self.ground:
            raise ValueError("A warrant names the capacity and the ground on which the person acts.")


def system(ground: str) -> Warrant:
    """The warrant of the system itself: set-up and the invented council, never a person's work."""
    return Warrant(actor_id=None, capacity="System", ground=ground, source="command")
