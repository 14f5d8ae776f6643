"""The short summary on each invented child's page, written to the child who may read it one day."""

from __future__ import annotations

import datetime

from sightline.law.due import MONTH_NAMES, short_date
from sightline.synthetic.theme import Theme
from sightline.synthetic.words import Picker

HOME = (
    "You live with {household} in {place}.",
    "Home is in {place}, with {household}.",
    "You and {household} live in {place}.",
    "{place} is home, and you share it with {household}.",
)
HOME_UNSAID = (
    "You live with {household}. Where you live is kept private to keep you safe.",
    "You and {household} live together, at an address that we don't share.",
)
BEFORE_BIRTH = (
    "You aren't born yet; you are expected in {month}. Your mum lives in {place}.",
    "You are on your way: the day you are expected is in {month}.",
)
LIKES = {
    "baby": ("You watch everything and laugh easily.", "You are growing well and like to be held.",
             "You have found your voice and use it.", "You settle when somebody sings to you."),
    "small": ("You love {interest}, and {pet}.", "You like {interest} best of all.",
              "You are full of questions, most of them about {pet}.",
              "Your nursery says that you make friends quickly."),
    "middle": ("You love {interest}, and {friend} is your best friend.",
               "You are kind to younger children and good at {interest}.",
               "You make people laugh, and you look after {pet}.",
               "{teacher} says that you try hard even on bad days."),
    "older": ("You are good at {interest}, and you say what you think.",
              "{interest} is your thing, and {friend} is the friend you'd ring.",
              "You want to be asked, not told. You look after {pet}.",
              "You have plans for after school, and {teacher} believes in them."),
}  # fmt: skip
TOO_OLD = ("you told", "You told", "You asked", "your being", "school", "missing meals")  # not of a child under five
NOW = {
    "unallocated": (
        "You don't have a social worker of your own yet. The team manager is choosing one, and answers for "
        "you until then.",
    ),
    "referral": (
        "Someone has asked us to help, and we are deciding today what to do.",
    ),
    "assessment": (
        "{worker} is getting to know you and your family to find out what would help. An assessment began on "
        "{since}.",
        "An assessment began on {since}. {worker} is talking with you, your family and the people who know "
        "you.",
        "{worker} has been listening to everybody since {since} and will write down what they found, in "
        "words you can read.",
    ),
    "enquiry": (
        "Since {since}, {worker} has been finding out with the police and health whether you are safe, and "
        "what must happen if you aren't.",
        "An enquiry began on {since} because we need to be sure that you are safe. {worker} explains each "
        "step to you.",
    ),
    "in_need": (
        "You have had a child in need plan since {since}. {worker} visits, and the family and school meet to "
        "see if it helps.",
        "{worker} and your family made a plan together on {since}, and it is looked at again every few "
        "months.",
        "A child in need plan has run since {since}. {worker} is the person to ask about it.",
    ),
    "protection": (
        "You have had a child protection plan since {since}, because of worries about {category}. {worker} "
        "sees you about every two weeks.",
        "Since {since} a child protection plan has set out what everyone must do to keep you safe. {worker} "
        "visits you and asks how it is.",
        "A conference decided on {since} that you needed a child protection plan. {worker} and the core "
        "group carry it out.",
    ),
}  # fmt: skip
CATEGORY = {"NEG": "neglect", "PHY": "your being hurt", "SAB": "an unsafe adult", "EMO": "harm to your feelings"}
COURT = (
    "We have told your family that we may ask a court to decide where you are safest. Your family has a "
    "solicitor to help them.",
    "There is a formal plan with lawyers, called pre-proceedings, to give your family every chance before a "
    "court is asked.",
)
BEFORE = ("We have helped your family before.", "This isn't the first time that we have known your family.")


def summary(
    say: Picker,
    theme: Theme,
    slots: dict[str, str],
    *,
    stage: str,
    since: datetime.date,
    band: str,
    expected: datetime.date | None,
    private: bool,
    in_court: bool,
    known_before: bool,
    category: str,
) -> str:
    """Who you are, why we know you, what is happening and what must change: five or six sentences."""
    told = slots | {"since": short_date(since), "category": CATEGORY.get(category, "")}
    parts: list[str] = []
    if expected:
        told["month"] = f"{MONTH_NAMES[expected.month]} {expected.year}"
        parts.append(say(BEFORE_BIRTH))
    else:
        parts.append(say(HOME_UNSAID if private else HOME))
        parts.append(say(LIKES[band]))
    young = band in ("baby", "small")
    parts.append(
        say(tuple(why for why in theme.why if not (young and any(word in why for word in TOO_OLD))) or tuple(theme.why))
    )
    if known_before:
        parts.append(say(BEFORE))
    parts.append(say(NOW[stage]))
    if in_court:
        parts.append(say(COURT))
    parts.append(say(tuple(theme.change)))
    return " ".join(capital(part.format(**told)) for part in parts)


def capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
