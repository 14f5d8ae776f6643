"""What a family gets of an assessment or a plan: the parts that somebody chose, in plain words."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sightline.desk.printing.reading import Reading, Sentence, reading_of
from sightline.desk.printing.withheld import Addresses, kin_of, others_of, undisclosed, without_marked
from sightline.desk.printing.wording import VERSIONS, FamilyVersion, Part, Reader, Said, Worded, to
from sightline.desk.recording.telling import Told, told
from sightline.forms.declare import form_of_step
from sightline.record.kinds import kind as kind_of
from sightline.record.models import Person, PersonName, Step

PLAIN_AGE, READS_FROM = 11, 7
"""Sentences harder than the first, or than the child's age, are pointed out. Below the second a child is read to."""
NOT_KNOWN = ("We do not know this yet.", "We do not know this yet.")
_CODE = re.compile(r"\{(name|worker|row)\}")


@dataclass(frozen=True)
class Line:
    """One question and its answer. about: the row of a group ("Worry 2"), where there are several."""

    question: str
    answer: str
    about: str = ""


@dataclass
class ShownPart:
    """A part that has something in it. others: members of the family who are named in it."""

    key: str
    title: str
    because: str
    chosen: bool
    lines: list[Line]
    others: list[str] = field(default_factory=list)


@dataclass
class ForFamily:
    """The whole of it. notes: what a reader must know of how it stands (not agreed by a manager yet)."""

    step: Step
    reader: Reader
    name: str
    title: str
    intro: str
    notes: list[str]
    closing: list[str]
    parts: list[ShownPart]
    child_age: int | None

    @property
    def chosen(self) -> list[ShownPart]:
        return [part for part in self.parts if part.chosen]

    @property
    def _told(self) -> list[str]:
        """The answers that are sentences. Those of a word or two would only make it look easier."""
        return [line.answer for part in self.chosen for line in part.lines if len(line.answer.split()) > 2]

    @property
    def reading(self) -> Reading:
        """How hard it is to read, headings left out."""
        return reading_of([self.intro, *self.notes, *self._told, *self.closing])

    def hardest(self) -> list[Sentence]:
        """The sentences of the record that ask too old a reader: those that a worker can put more plainly."""
        return reading_of(self._told).hardest(above=self.meant_for)

    @property
    def meant_for(self) -> int:
        """The age that the words should be readable at."""
        if self.reader is Reader.CHILD and self.child_age is not None:
            return min(max(self.child_age, READS_FROM), PLAIN_AGE)
        return PLAIN_AGE

    @property
    def digest(self) -> str:
        """What marks these very words: what was looked at is what is printed."""
        words = [self.title, self.intro, *self.notes, *self.closing]
        words += [f"{line.about}|{line.question}|{line.answer}" for part in self.chosen for line in part.lines]
        return hashlib.sha256("\n".join(words).encode()).hexdigest()[:20]


def version_of(step: Step) -> FamilyVersion | None:
    """The wording for the family of this step's form, if it has one and the step was written under that form."""
    form = form_of_step(step.kind)
    if form is None or step.form_version_id is None or step.state == Step.State.WITHDRAWN:
        return None
    return VERSIONS.get(form.key)


def for_family(
    step: Step, records: Sequence[int], reader: Reader, *, today: datetime.date, chosen: Iterable[str] | None = None
) -> ForFamily:
    """What goes to the reader. chosen: the keys of the parts that go in; None: those that go in by themselves.

    Raises KeyError for a step that has no version for the family.
    """
    version = version_of(step)
    if version is None:
        raise KeyError(step.kind)
    facts = kind_of(step.kind).facts._default_manager.get(pk=step.pk)
    person = Person.objects.get(pk=records[0])
    name = _first_name(records)
    worker = step.worker.name if step.worker else "A social worker"
    among = None if chosen is None else set(chosen)
    kin = kin_of(records)
    maker = _Maker(reader, name, worker, undisclosed(kin))
    answers = [one for section in told(step, facts) for one in section.answers]
    parts = [shown for part in version.parts for shown in maker.parts(part, answers)]
    others = others_of(kin, records)
    for shown in parts:
        shown.chosen = shown.chosen if among is None else shown.key in among
        shown.others = others.named_in(line.answer for line in shown.lines)
    return ForFamily(
        step=step,
        reader=reader,
        name=name,
        title=maker.say(version.title),
        intro=maker.say(version.intro),
        notes=_notes(step),
        closing=[maker.say(one) for one in _CLOSING],
        parts=parts,
        child_age=_years(person.birth_date, today) if person.birth_date else None,
    )


_CLOSING: tuple[Said, ...] = (
    (
        "Is something wrong, or hard to understand? Tell {worker}. You can write or draw what you think here.",
        "Is something wrong or missing? Tell {worker}. You can write what you think here. We will keep it with this.",
    ),
    (
        "You can ask for an advocate. That is a person who helps you say what you think.",
        "If you are not happy with how we work with you, you can complain. Ask us how.",
    ),
)


def usual_reader(records: Sequence[int], today: datetime.date) -> Reader:
    """The child, unless they are too young to read it, or not born."""
    born = Person.objects.get(pk=records[0]).birth_date
    return Reader.CHILD if born and _years(born, today) >= READS_FROM else Reader.PARENT


def _years(born: datetime.date, today: datetime.date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _notes(step: Step) -> list[str]:
    form = form_of_step(step.kind)
    if form is not None and form.authorised and step.state != Step.State.AUTHORISED:
        return ["A manager has not agreed this yet. It may change."]
    return []


def _first_name(records: Sequence[int]) -> str:
    names = PersonName.objects.filter(person__in=records, withdrawn=False, ends_on__isnull=True).exclude(given="")
    order = {"known_as": 0, "legal": 1}
    best = min(names, key=lambda one: (order.get(one.kind, 2), -one.pk), default=None)
    return best.given.split()[0] if best else "the child"


@dataclass(frozen=True)
class _Maker:
    """Puts answers in words for one reader."""

    reader: Reader
    name: str
    worker: str
    addresses: Addresses

    def say(self, said: Said, row: str = "") -> str:
        known = {"name": self.name, "worker": self.worker, "row": row}
        return _CODE.sub(lambda code: known[code.group(1)], to(self.reader, said))

    def parts(self, part: Part, answers: list[Told]) -> Iterator[ShownPart]:
        rows = [one for one in answers if one.key == part.each_row] if part.each_row else [None]
        for place, row in enumerate(rows, start=1):
            among = [one for one in answers if row is None or one.about == row.about]
            lines = list(self._lines(part, among))
            if lines:
                key = f"{part.key}.{place}" if row else part.key
                name = re.sub(r"\s*\(.*\)$", "", row.answer) if row else ""
                ticked = self.reader in part.ticked
                yield ShownPart(key, self.say(part.title, name), part.because, ticked, lines)

    def _lines(self, part: Part, answers: list[Told]) -> Iterator[Line]:
        worded = {one.key: one for one in part.questions}
        asked = [one for one in answers if one.key in worded]
        numbered = len({one.about for one in asked}) > 1  # one worry alone bears no number
        for one in asked:
            text = self._answer(worded[one.key], one)
            if text:
                number = one.about.rpartition(" ")[2]
                about = f"{self.say(part.one)} {number}" if part.one and numbered and one.about else ""
                yield Line(self.say(worded[one.key].said), text, about)

    def _answer(self, worded: Worded, one: Told) -> str:
        if one.value in (None, "", []):
            return to(self.reader, NOT_KNOWN)
        if isinstance(one.value, str) and one.value in worded.answers:
            return self.say(worded.answers[one.value])
        text = self.addresses.out_of(without_marked(one.answer))
        return "" if text.strip("“” ") == "" else text
