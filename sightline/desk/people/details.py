"""Everything held about who a person is, with the way to change each part: ended entries too, withdrawn on asking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sightline.access.guard import guarded
from sightline.design.templatetags.design import day
from sightline.desk.child.family import INVERSE, Relative, home_of, homes_of, names_of
from sightline.desk.child.pages import page_context
from sightline.desk.child.portrait import Portrait, portrait_of
from sightline.desk.people.facts import SEXES
from sightline.desk.people.homes import household
from sightline.law import cin_codes
from sightline.record.joined import records_of
from sightline.record.models import (
    Identifier,
    Person,
    PersonName,
    Relationship,
    Residence,
    SamePerson,
    WarningNote,
)


@dataclass
class Section:
    """One part of the page: what is held, and where to add to it."""

    key: str
    title: str
    columns: list[Any]
    rows: list[list[Any]]
    empty: str
    note: str = ""
    adds: list[dict[str, str]] = field(default_factory=list)


class Details:
    """One person's entries, read once, and the rows that show them."""

    def __init__(self, request: Any, who: Portrait, *, withdrawn: bool) -> None:
        self.who, self.records, self.withdrawn = who, list(who.records), withdrawn
        self.standing, self.today = request.standing, request.standing.today
        self.may_correct = self.standing.may("person.correct")
        self.may_write = self.standing.may("child.write")
        self.may_merge = self.standing.may("person.merge")
        self.hidden = 0

    def sections(self) -> list[Section]:
        return [
            self._names(),
            self._identifiers(),
            self._homes(),
            self._relationships(),
            self._warnings(),
            self._joined(),
        ]

    def _shown(self, entries: Iterable[Any]) -> list[Any]:
        """Those that hold first, then ended ones, the latest first; withdrawn ones last, if asked for."""
        held = list(entries)
        self.hidden += sum(entry.withdrawn for entry in held)
        return sorted(
            (entry for entry in held if self.withdrawn or not entry.withdrawn),
            key=lambda e: (e.withdrawn, e.ends_on is not None, -(e.starts_on or e.ends_on or self.today).toordinal()),
        )

    def _cell(self, entry: Any, text: Any, *hints: str) -> dict[str, Any]:
        """What an entry says, with why it was withdrawn, or that it comes from a joined record."""
        cell: dict[str, Any] = {"text": text}
        notes = [hint for hint in hints if hint]
        if entry.person_id != self.records[0] and entry.person_id in self.records:
            notes.append("From the joined record")
        if entry.withdrawn:
            cell |= {"tag": "Withdrawn", "colour": "grey"}
            by = entry.act.actor.name if entry.act.actor else entry.act.capacity
            notes.append(f"Withdrawn by {by} on {day(entry.act.at)}: {entry.act.reason}")
        if notes:
            plain = '<span class="govuk-!-font-weight-regular">{}</span>'
            cell["hint"] = format_html_join(format_html("<br>"), plain, ((note,) for note in notes))
        return cell

    def _dates(self, entry: Any) -> list[Any]:
        until = entry.ends_on or ("–" if entry.withdrawn else "Now")
        return [entry.starts_on or "Not known", until]

    def _links(self, entry: Any, named: str, *links: tuple[str, str]) -> Any:
        """The ways to change one entry: (word, name of the address). A withdrawn one stays as it is."""
        if entry.withdrawn:
            return "–"
        urls = ((reverse(name, args=[self.records[0], entry.pk]), word) for word, name in links)
        return format_html_join(" ", "{}", ((_change_link(url, word, named),) for url, word in urls))

    def _entry_links(self, entry: Any, what: str, named: str, *, ends: bool = True) -> Any:
        if not self.may_correct:
            return "–"
        links = [("Correct", f"{what}_change")]
        if ends and entry.ends_on is None:
            links.append(("End", f"{what}_end"))
        return self._links(entry, named, *links, ("Withdraw", f"{what}_withdraw"))

    def _add(self, text: str, name: str, may: bool) -> list[dict[str, str]]:
        return [{"text": text, "url": reverse(name, args=[self.records[0]])}] if may else []

    def _names(self) -> Section:
        held = PersonName.objects.filter(person__in=self.records).select_related("act__actor")
        rows = [
            [
                self._cell(name, str(name)),
                name.get_kind_display(),
                *self._dates(name),
                self._entry_links(name, "name", f"the name {name}"),
            ]
            for name in self._shown(held)
        ]
        columns = ["Name", "Kind", "From", "Until", _CHANGES]
        adds = self._add("Add a name", "name_add", self.may_correct)
        return Section("names", "Names", columns, rows, "No name is held.", adds=adds)

    def _identifiers(self) -> Section:
        held = Identifier.objects.filter(person__in=self.records).select_related("act__actor").order_by("scheme", "id")
        rows = [
            [
                self._cell(one, one.value),
                one.get_scheme_display(),
                self._entry_links(one, "identifier", f"{one.get_scheme_display()} {one.value}", ends=False),
            ]
            for one in self._shown(held)
        ]
        note = ""
        if self.who.person.upn_unknown:
            note = f"No UPN: {cin_codes.UPN_UNKNOWN.label(self.who.person.upn_unknown)}."
        return Section(
            "identifiers",
            "Identifiers",
            ["Number", "Kind", _CHANGES],
            rows,
            "No number is held.",
            note=note,
            adds=self._add("Add an identifier", "identifier_add", self.may_correct),
        )

    def _homes(self) -> Section:
        held = Residence.objects.filter(person__in=self.records).select_related("address", "act__actor")
        secret = {"tag": "Must not be disclosed", "colour": "red"}
        rows = [
            [
                secret | self._cell(one, str(one.address)) if one.confidential else self._cell(one, str(one.address)),
                one.get_kind_display(),
                *self._dates(one),
                self._entry_links(one, "home", f"the address {one.address}"),
            ]
            for one in self._shown(held)
        ]
        home = home_of(homes_of(self.records), self.today)
        others = household(self.records, home, standing=self.standing, today=self.today)
        note = f"Lives there with {_listed([one.label for one in others])}." if others else ""
        return Section(
            "homes",
            "Addresses and household",
            ["Address", "Kind", "From", "Until", _CHANGES],
            rows,
            "No address is held.",
            note=note,
            adds=self._add("Move home, or add an address", "home_add", self.may_correct),
        )

    def _relationships(self) -> Section:
        held = list(
            Relationship.objects.filter(Q(person__in=self.records) | Q(other__in=self.records))
            .select_related("person", "other", "act__actor")
            .order_by("id")
        )
        ids = {link.other_id if link.person_id in self.records else link.person_id for link in held}
        names = names_of(ids)
        rows = []
        for link in self._shown(held):
            theirs = link.person_id not in self.records
            other: Person = link.person if theirs else link.other
            is_the = link.get_kind_display() if theirs else INVERSE.get(link.kind, link.get_kind_display())
            name = names.get(other.pk, "Name not held")
            shown = Relative(other.pk, name, is_the, link, other.birth_date, other.kind, False)
            named = f"the relationship with {name}"
            with_link = {"text": name, "url": reverse("person", args=[other.pk])}
            rows.append(
                [
                    self._cell(link, name) | with_link,
                    is_the,
                    {"text": shown.parental_responsibility if link.parental_responsibility is not None else "–"},
                    *self._dates(link),
                    self._entry_links(link, "relationship", named),
                ]
            )
        return Section(
            "relationships",
            "Family and network",
            ["Name", "Is the", "Parental responsibility", "From", "Until", _CHANGES],
            rows,
            "No family is recorded yet.",
            adds=self._add("Add a relationship", "relationship_add", self.may_correct),
        )

    def _warnings(self) -> Section:
        held = WarningNote.objects.filter(person__in=self.records).select_related("act__actor")
        rows = []
        for note in self._shown(held):
            links = [("Withdraw", "warning_withdraw")]
            if note.ends_on is None:
                links.insert(0, ("Review", "warning_review"))
            named = f"the warning: {note.get_kind_display()}"
            review: Any = note.review_on if note.ends_on is None and not note.withdrawn else "–"
            if note.ends_on is None and not note.withdrawn and note.review_on < self.today:
                review = {"text": note.review_on, "status": "overdue"}
            rows.append(
                [
                    self._cell(note, note.get_kind_display(), note.text),
                    *self._dates(note),
                    review,
                    self._links(note, named, *links) if self.may_write else "–",
                ]
            )
        return Section(
            "warnings",
            "Warning notes",
            ["Warning", "From", "Until", "Review by", _CHANGES],
            rows,
            "No warning note is held.",
            adds=self._add("Add a warning note", "warning_add", self.may_write),
        )

    def _joined(self) -> Section:
        links = list(
            SamePerson.objects.filter(kept=self.records[0]).select_related("act__actor", "duplicate__search_key")
        ) + list(
            SamePerson.objects.filter(duplicate=self.records[0], cut=True).select_related(
                "act__actor", "kept__search_key"
            )
        )
        rows = []
        for link in links:
            self.hidden += link.cut
            if link.cut and not self.withdrawn:
                continue
            other = link.duplicate if link.kept_id == self.records[0] else link.kept
            label = f"{other.search_key.label}, record {other.pk}"
            by = link.act.actor.name if link.act.actor else link.act.capacity
            change: Any = "–"
            if self.may_merge and not link.cut:
                url = reverse("person_cut", args=[self.records[0], link.pk])
                change = _change_link(url, "Cut", f"the link with {label}")
            who: dict[str, Any] = {"text": label}
            if link.cut:
                who |= {"tag": "Cut", "colour": "grey"}
            rows.append([who, link.cut_reason if link.cut else link.reason, f"{by}, {day(link.act.at)}", change])
        return Section(
            "records",
            "Records of this person",
            ["Record", "How we know", "By", _CHANGES],
            rows,
            f"One record, number {self.records[0]}.",
            adds=self._add("Join another record of this person", "person_join", self.may_merge),
        )


_CHANGES = {"text": "Changes", "hidden": True}


def _change_link(url: str, word: str, named: str) -> SafeString:
    """A short link that says to a screen reader what it changes."""
    return format_html(
        '<a class="govuk-link govuk-!-margin-right-3" href="{}">{}<span class="govuk-visually-hidden"> {}</span></a>',
        url,
        word,
        named,
    )


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def _facts(person: Person) -> list[dict[str, Any]]:
    """The facts that stand on the person, by what they are."""
    rows: list[dict[str, Any]] = [{"key": "Who", "value": person.get_kind_display()}]
    if person.kind == Person.Kind.UNBORN:
        rows.append({"key": "Expected", "value": person.expected_birth_date})
        if person.death_date:
            rows.append({"key": "Pregnancy lost", "value": person.death_date})
        return rows
    rows += [{"key": "Sex", "value": dict(SEXES)[person.sex]}, {"key": "Born", "value": person.birth_date}]
    if person.expected_birth_date:
        rows.append({"key": "Was expected", "value": person.expected_birth_date})
    if person.death_date:
        rows.append({"key": "Died", "value": person.death_date})
    rows.append(
        {"key": "Ethnicity", "value": cin_codes.ETHNICITY.label(person.ethnicity) if person.ethnicity else None}
    )
    if person.kind == Person.Kind.CHILD:
        disabilities = "; ".join(cin_codes.DISABILITY.label(code) for code in person.disabilities)
        rows.append({"key": "Disability", "value": disabilities or None})
    return rows


def fact_links(person: Person) -> list[dict[str, str | SafeString]]:
    links: list[dict[str, str | SafeString]] = [{"text": "Change", "url": reverse("person_facts", args=[person.pk])}]
    if person.kind == Person.Kind.UNBORN:
        links.append({"text": "Record the birth", "url": reverse("person_birth", args=[person.pk])})
    return links


@guarded("person.correct", about="person_id")
def details(request: Any, person_id: int) -> HttpResponse:
    records = records_of(person_id)
    if records[0] != person_id:
        return redirect("person_details", records[0])
    try:
        who = portrait_of(records, today=request.standing.today)
    except Person.DoesNotExist:
        raise Http404 from None
    withdrawn = request.GET.get("withdrawn") == "1"
    held = Details(request, who, withdrawn=withdrawn)
    context = page_context(request, who, "person_details", None, request.standing.today) | {
        "title": "Details and corrections",
        "facts": _facts(who.person),
        "fact_links": fact_links(who.person),
        "parts": held.sections(),
        "is_child": who.person.kind != Person.Kind.ADULT,
        "may_write": held.may_write,
        "withdrawn": withdrawn,
        "hidden": held.hidden,
    }
    return render(request, "desk/people/details.html", context)
