"""Invents families for lives that are already known: children, parents, ties and homes."""

from __future__ import annotations

import random
from datetime import date, timedelta

from sightline.synthetic.episode import Episode
from sightline.synthetic.family import Family, Home, Someone, Tie
from sightline.synthetic.lives import NORTH, SOUTH
from sightline.synthetic.people import Invented, Names
from sightline.synthetic.theme import Theme
from sightline.synthetic.words import FRIENDS, INTERESTS, MEALS, PETS, TEACHERS

PLACES = {
    NORTH: ("Wexcombe", "Harrowmead", "Lower Tarnley"),
    SOUTH: ("Coldmarsh", "St Ebbin", "Oxterby", "Pellow Green"),
}
STREETS = ("Tanner", "Larkspur", "Cordwainer", "Heron", "Bellfounder", "Withy", "Chandler", "Foxglove", "Marl",
           "Sexton", "Beacon", "Saltway", "Orchard", "Ropewalk", "Teasel", "Kestrel", "Old Forge", "Canal", "Jubilee",
           "Hawthorn")  # fmt: skip
ENDINGS = ("Road", "Street", "Close", "Way", "Court", "Row", "Drive", "Terrace")
MIXED = {frozenset(("British", "Caribbean")): "MWBC", frozenset(("British", "West African")): "MWBA",
         frozenset(("British", "East African")): "MWBA", frozenset(("British", "Indian")): "MWAS",
         frozenset(("British", "Pakistani and Bangladeshi")): "MWAS"}  # fmt: skip
FORMS = {
    "two_parents": 30, "lone_mother": 15, "father_elsewhere": 27, "step_father": 12, "lone_father": 6,
    "grandparents": 7, "two_mothers": 3,
}  # fmt: skip
DISABLED = (("AUT", "LD"), ("LD", "COMM"), ("MOB", "PC"), ("AUT",), ("CON",), ("HEAR",), ("VIS", "LD"),
            ("MOB", "HAND", "PC"), ("AUT", "BEH"), ("INC", "PC", "LD"))  # fmt: skip


class Registrar:
    """Makes families for episodes that are already known, so that nobody is born after what happened to them."""

    def __init__(self, chance: random.Random, names: Names, today: date) -> None:
        self.chance, self.names, self.today = chance, names, today
        self.numbers = 0
        self._eldest = today
        self.taken: set[str] = set()

    def family(
        self, number: int, theme: Theme, episodes: list[Episode], *, size: int, door: str, confidential: bool = False,
        before_birth: str = "",
    ) -> Family:  # fmt: skip
        """before_birth: ``unborn`` for a baby who is expected, ``born`` for one born since the referral."""
        chance = self.chance
        place = chance.choice(PLACES[door])
        made = Family(number=number, door=door, place=place, theme=theme, episodes=episodes, private=confidential)
        mother = self.names.adult()
        form = chance.choices(list(FORMS), list(FORMS.values()))[0]
        if before_birth:
            form = chance.choice(("two_parents", "father_elsewhere"))
        if confidential or (theme.key == "domestic_abuse" and form == "two_parents"):
            form = "father_elsewhere"
        other = self.names.adult() if chance.random() < 0.2 else mother
        self._children(made, mother, other, size, before_birth)
        self._adults(made, form, mother, other)
        self._siblings(made, form)
        self._homes(made, form)
        return made

    # --- children --------------------------------------------------------------------------------

    def _children(self, made: Family, mother: Invented, other: Invented, size: int, before_birth: str) -> None:
        chance = self.chance
        ethnicity = mother.ethnicity
        if other.heritage != mother.heritage:
            ethnicity = MIXED.get(frozenset((mother.heritage, other.heritage)), "MOTH")
        if chance.random() < 0.07:
            ethnicity = chance.choice(("NOBT", "NOBT", "NOBT", "REFU"))
        family = other.family if chance.random() < 0.7 else mother.family
        last = made.episodes[-1]
        if before_birth:
            made.children = [self._baby(made, mother, family, ethnicity, last, born=before_birth == "born")]
            return
        youngest_by = last.referred_on - timedelta(days=chance.randint(21, 400))
        least, most = made.theme.eldest
        eldest = max(chance.uniform(least, most + 0.9), min(1.9 * (size - 1), most + 0.9))
        floor = self.today - timedelta(days=int(17.85 * 365.25))  # nobody open turns 18 before today
        born = max(min(self.today - timedelta(days=int(eldest * 365.25)), youngest_by), floor)
        given: set[str] = set()
        while born <= youngest_by and len(made.children) < size:
            child = self._child(mother.heritage, family, born, ethnicity, given)
            child.disabilities = self._disabilities(made.theme, first=not made.children)
            self._number(child, made)
            made.children.append(child)
            if chance.random() > 0.03:  # twins, now and then
                born += timedelta(days=chance.randint(380, 1150))

    def _child(self, heritage: str, family: str, born: date, ethnicity: str, given: set[str]) -> Someone:
        sex = self.chance.choice("MF")
        name = self._name(sex, heritage, given)
        if self.chance.random() < 0.25:
            middle = self.names.given_name(sex, heritage)
            name = f"{name} {middle}" if middle != name else name
        child = Someone(given=name, family=family, sex=sex, born=born, ethnicity=ethnicity)
        child.likes = self._likes()
        if self.chance.random() < 0.04 and len(child.first) > 5:
            child.known_as = child.first[:3] + ("" if self.chance.random() < 0.5 else "y")
        if self.chance.random() < 0.03:
            child.former_name = (
                self.names.family_name(heritage),
                self.today - timedelta(days=self.chance.randint(200, 1500)),
            )
            if child.former_name[1] <= born:
                child.former_name = None
        return child

    def _name(self, sex: str, heritage: str, given: set[str]) -> str:
        while (name := self.names.given_name(sex, heritage)) in given:
            pass
        given.add(name)
        return name

    def _baby(
        self, made: Family, mother: Invented, family: str, ethnicity: str, last: Episode, *, born: bool
    ) -> Someone:
        """A first child, referred before the birth."""
        if born:
            birthday = self.today - timedelta(days=self.chance.randint(25, 80))
            baby = self._child(mother.heritage, family, birthday, ethnicity, set())
            baby.expected = birthday + timedelta(days=self.chance.randint(-9, 12))
        else:
            expected = self.today + timedelta(days=self.chance.randint(18, 110))
            baby = Someone(given="Baby", family=mother.family, sex="U", born=None, expected=expected, ethnicity="NOBT")
            baby.likes = self._likes()
        self._number(baby, made)
        return baby

    def _likes(self) -> dict[str, str]:
        pick = self.chance.choice
        likes = {f"interest_{key}": pick(values) for key, values in INTERESTS.items()}
        return likes | {"pet": pick(PETS), "friend": pick(FRIENDS), "teacher": pick(TEACHERS), "meal": pick(MEALS)}

    def _disabilities(self, theme: Theme, *, first: bool) -> tuple[str, ...]:
        if theme.key == "disability" and first:
            return self.chance.choice(DISABLED)
        return self.chance.choice(DISABLED) if self.chance.random() < 0.08 else ("NONE",)

    def _number(self, child: Someone, made: Family) -> None:
        self.numbers += 1
        held = [("la_child_id", f"WX{100_000 + self.numbers * 7}")]
        only_refused = all(episode.no_further_action for episode in made.episodes)
        if child.born:
            age = child.age_on(self.today)
            if age >= 5 and self.chance.random() < 0.93:
                held.append(("upn", self._once(self.names.pupil_number, child.born)))
            elif age >= 5:
                child.upn_unknown = "UN7" if only_refused else self.chance.choice(("UN2", "UN3", "UN5"))
            else:
                child.upn_unknown = "UN1"
            if self.chance.random() < 0.75 and not child.expected:
                held.append(("nhs_number", self._once(self.names.nhs_number)))
        child.identifiers = tuple(held)

    def _once(self, invent: object, *on: object) -> str:
        """A number that nobody has been given yet."""
        while (number := invent(*on)) in self.taken:  # type: ignore[operator]
            pass
        self.taken.add(number)
        return str(number)

    # --- adults ----------------------------------------------------------------------------------

    def _adult(self, sex: str, heritage: str, family: str, least: int, most: int) -> Someone:
        """An adult who was between two ages when the eldest child was born (or is to be)."""
        born = self._eldest - timedelta(days=int(self.chance.uniform(least, most) * 365.25))
        return Someone(given=self.names.given_name(sex, heritage), family=family, sex=sex, born=born)

    def _adults(self, made: Family, form: str, mother: Invented, other: Invented) -> None:
        chance = self.chance
        first = made.children[0]
        self._eldest = first.born or first.expected or self.today
        mum = self._adult("F", mother.heritage, mother.family, 18, 38)
        dad = self._adult(
            "M", other.heritage, other.family if other is not mother else self.names.family_name(other.heritage), 19, 42
        )
        mother_tie = (mum, "mother", True, "The mother, from birth")
        registered = (dad, "father", True, "Named on the birth certificate")
        parents: list[tuple[Someone, str, bool | None, str]] = [mother_tie]
        match form:
            case "two_parents":
                married = chance.random() < 0.5
                dad.family = first.family
                parents.append(
                    (dad, "father", True, "Married to the mother" if married else "Named on the birth certificate")
                )
                made.carers = [("Mum", mum), ("Dad", dad)]
            case "lone_mother":
                made.carers = [("Mum", mum)]
            case "father_elsewhere":
                parents.append(
                    registered if chance.random() < 0.6 else (dad, "father", chance.choice((False, None)), "")
                )
                made.carers = [("Mum", mum)]
            case "step_father":
                step = self._adult("M", other.heritage, self.names.family_name(other.heritage), 18, 40)
                agreed = chance.random() < 0.15
                parents.append((step, "step_parent", agreed, "Parental responsibility agreement" if agreed else ""))
                if chance.random() < 0.6:
                    parents.append(registered)
                made.carers = [("Mum", mum), (f"stepdad {step.first}", step)]
                made.ties.append(
                    Tie(
                        one=step,
                        kind="partner",
                        other=mum,
                        since=self.today - timedelta(days=chance.randint(300, 1800)),
                    )
                )
            case "lone_father":
                parents.append(registered)
                made.carers = [("Dad", dad)]
            case "grandparents":
                nan = self._adult("F", mother.heritage, mother.family, 42, 58)
                ordered = max(
                    self._eldest + timedelta(days=chance.randint(200, 900)), self.today - timedelta(days=1800)
                )
                by_order = ordered < self.today - timedelta(days=30)
                order = chance.choice(("Special guardianship order", "Child arrangements order (lives with)"))
                basis = f"{order}, {ordered.day}/{ordered.month}/{ordered.year}" if by_order else ""
                parents.append((nan, "grandparent", by_order, basis))
                made.carers = [("Nan", nan)]
                if chance.random() < 0.4:
                    grandad = self._adult("M", mother.heritage, mother.family, 42, 60)
                    parents.append((grandad, "grandparent", False, ""))
                    made.carers.append(("Grandad", grandad))
            case "two_mothers":
                second = self._adult("F", other.heritage, other.family, 20, 40)
                parents.append((second, "mother", True, "Civil partner of the mother at the birth"))
                made.carers = [(f"mum {mum.first}", mum), (f"mum {second.first}", second)]
        for adult, kind, responsible, basis in parents:
            made.adults.append(adult)
            for child in made.children:
                since = child.born
                if kind == "step_parent":
                    since = None
                made.ties.append(
                    Tie(one=adult, kind=kind, other=child, since=since, responsible=responsible, basis=basis)
                )

    def _siblings(self, made: Family, form: str) -> None:
        split = (
            len(made.children) // 2 if form in ("step_father", "father_elsewhere") and self.chance.random() < 0.3 else 0
        )
        for index, one in enumerate(made.children):
            for other in made.children[index + 1 :]:
                half = split and made.children.index(other) >= split > index
                made.ties.append(
                    Tie(one=one, kind="half_sibling" if half else "sibling", other=other, since=other.born)
                )

    # --- homes -----------------------------------------------------------------------------------

    def _homes(self, made: Family, form: str) -> None:
        chance = self.chance
        carers = [adult for _, adult in made.carers]
        household = [*made.children, *carers]
        first = made.episodes[0].referred_on
        settled = first - timedelta(days=chance.randint(60, 2500))
        if chance.random() < 0.16:
            before = settled - timedelta(days=chance.randint(200, 900))
            settled = min(first + timedelta(days=chance.randint(-90, 200)), self.today - timedelta(days=20))
            made.homes.append(
                Home(people=household, lines=self._street(made.place), postcode=self.names.postcode(), since=before)
            )
        made.homes.append(
            Home(people=household, lines=self._street(made.place), postcode=self.names.postcode(), since=settled,
                 confidential=made.private)
        )  # fmt: skip
        for adult in made.adults:
            if adult in carers or (chance.random() < 0.25 and not made.private):
                continue
            elsewhere = self._street(chance.choice(PLACES[NORTH] + PLACES[SOUTH]))
            home = Home(
                people=[adult],
                lines=elsewhere,
                postcode=self.names.postcode(),
                since=settled - timedelta(days=chance.randint(0, 700)),
            )
            made.homes.append(home)
            if adult.sex == "M" and form == "father_elsewhere" and not made.private and chance.random() < 0.3:
                born = [child for child in made.children if child.born]
                if born:
                    made.homes.append(
                        Home(people=born, lines=home.lines, postcode=home.postcode, since=settled, kind="stays")
                    )

    def _street(self, place: str) -> str:
        chance = self.chance
        flat = f"Flat {chance.randint(1, 24)}, " if chance.random() < 0.15 else ""
        return f"{flat}{chance.randint(1, 140)} {chance.choice(STREETS)} {chance.choice(ENDINGS)}\n{place}"


def again(child: Someone, registrar: Registrar, *, misspelt: bool) -> Someone:
    """The same child recorded a second time, by somebody who didn't find the first record."""
    born, given = child.born, child.first
    if misspelt:
        given = registrar.names.misspelt(given).capitalize()
    elif born and born.day <= 12:
        born = born.replace(day=born.month, month=born.day)  # day and month the wrong way round
    registrar.numbers += 1
    return Someone(
        given=given, family=child.family, sex=child.sex, born=born, ethnicity="NOBT", likes=child.likes,
        identifiers=(("la_child_id", f"WX{100_000 + registrar.numbers * 7}"),), upn_unknown="UN7",
    )  # fmt: skip
