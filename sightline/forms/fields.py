"""The fields of a form as they stand in a draft, and how they are laid together: blocks, rows, parts."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sightline.forms.answers import is_empty
from sightline.forms.declare import Group, Question, Section, Type
from sightline.forms.models import Answer, Rival

BECAUSE, BY = "~because", "~by"
_NAME = re.compile(
    r"^(?:c(?P<child>\d{1,18})-)?(?P<path>[a-z][a-z0-9_]*(?:\.\d{1,4}\.[a-z][a-z0-9_]*)?)(?P<part>~\w+)?$"
)
BY_WHEN = Question(key="by", text="When will you find out?", type=Type.DATE, ahead=True)

Key = tuple[int | None, str]


def name_of(key: Key) -> str:
    """What a field is called on the page: its path, after its child if it is asked of each."""
    child, path = key
    return f"c{child}-{path}" if child else path


def key_of(name: str) -> Key | None:
    """The child and path of a field's name; None for a name that is none."""
    read = _NAME.match(name)
    if not read:
        return None
    return (int(read["child"]) if read["child"] else None, read["path"] + (read["part"] or ""))


def digest(value: Any) -> str:
    """A short mark of what a page showed, by which it is known whether its reader changed it."""
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:10]


@dataclass
class Field:
    """One question as it stands in a draft."""

    key: Key
    question: Question
    raw: Any
    version: int
    source: str
    shown: bool
    because: str = ""
    by: str = ""
    versions: dict[str, tuple[int, Any]] = field(default_factory=dict)
    rivals: list[Rival] = field(default_factory=list)
    answer: Answer | None = None
    problem: str = ""
    by_problem: str = ""
    options: Sequence[tuple[str, str]] = ()

    @property
    def name(self) -> str:
        return name_of(self.key)

    @property
    def id(self) -> str:
        """What the page calls it, for labels and links."""
        return f"f-{self.name}"

    @property
    def by_id(self) -> str:
        return f"{self.id}{BY}"

    @property
    def kind(self) -> str:
        """How the page asks it: a text, a longer one, a date, a choice of one or of some, or a list to choose from."""
        match self.question.type:
            case Type.YES_NO | Type.ONE:
                return "one" if len(self.question.choices) <= 12 else "list"
            case Type.SOME | Type.LONG | Type.DATE:
                return str(self.question.type)
            case Type.PERSON | Type.COLLEAGUE:
                return "list"
            case _:
                return "text"

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """Each choice with its label and whether it is chosen."""
        held = self.raw if isinstance(self.raw, list) else [self.raw]
        offered = [("yes", "Yes"), ("no", "No")] if self.question.type is Type.YES_NO else self.options
        return [(code, label, code in held) for code, label in offered]

    @property
    def boxes(self) -> list[tuple[str, str, str]]:
        """The three boxes of a date: part, label and what stands in it."""
        return _boxes(self.raw)

    @property
    def by_boxes(self) -> list[tuple[str, str, str]]:
        return _boxes(self.by)

    def told(self, raw: Any) -> str:
        """Any text of this field in words: of choices, their labels."""
        labels = {code: label for code, label, _ in self.choices}
        return "; ".join(labels.get(one, str(one)) for one in (raw if isinstance(raw, list) else [raw]))

    @property
    def held_words(self) -> str:
        return self.told(self.raw)

    @property
    def rival_words(self) -> list[tuple[Rival, str]]:
        return [(rival, self.told(rival.value)) for rival in self.rivals]

    @property
    def not_known(self) -> bool:
        return bool(self.because.strip())

    @property
    def may_be_unknown(self) -> bool:
        return self.question.required and not self.question.always_known


def _boxes(raw: Any) -> list[tuple[str, str, str]]:
    texts = [*str(raw or "").split("/"), "", "", ""][:3]
    return list(zip(("d", "m", "y"), ("Day", "Month", "Year"), texts, strict=True))


@dataclass
class Block:
    """Fields that stand together: asked once, or of one child, or one row of a group."""

    fields: list[Field]
    child: int | None = None
    name: str = ""
    shown: bool = True


@dataclass
class Row:
    number: str
    blocks: list[Block]

    @property
    def is_empty(self) -> bool:
        return all(is_empty(f.raw) and not f.not_known for block in self.blocks for f in block.fields)


@dataclass
class Rows:
    """A group as it stands: its rows, in the order in which they were added."""

    group: Group
    rows: list[Row]
    version: int
    shown: bool = True


@dataclass
class Part:
    """One section of the sheet."""

    section: Section
    parts: list[Block | Rows]

    def fields(self) -> Iterator[Field]:
        for part in self.parts:
            for block in [part] if isinstance(part, Block) else [b for row in part.rows for b in row.blocks]:
                yield from block.fields

    @property
    def answered(self) -> bool:
        """Whether there is nothing left to answer here."""
        return not any(f.problem or f.by_problem for f in self.fields())

    @property
    def begun(self) -> bool:
        return any(f.answer is not None and not f.source and not is_empty(f.raw) for f in self.fields())
