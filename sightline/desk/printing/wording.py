"""The assessment and the plan in plain words: how each question is put to a child and to a parent.

What has no wording here never goes to a family: codes for the census, what a worker had to tick, and what is
others' own. In the words, {name} is the child's given name. Plain and short, as the children's and parents'
own papers: what was found, what worries us and why, what must change, who does what (Working Together to
Safeguard Children 2023, chapter 3: children and families are told, in a way that they understand, what the
assessment found and what happens next).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Reader(StrEnum):
    """Whom the words are for."""

    CHILD = "child"
    PARENT = "parent"


Said = tuple[str, str]
"""The same thing, said to a child and to a parent."""


def to(reader: Reader, said: Said) -> str:
    return said[0] if reader is Reader.CHILD else said[1]


@dataclass(frozen=True)
class Worded:
    """One question, as it is put to each reader. answers: for a choice, its codes in plain words."""

    key: str
    said: Said
    answers: Mapping[str, Said] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Part:
    """What goes in or stays out together. ticked: for whom it goes in unless somebody unticks it.

    because: what to think of before ticking it. one: for a group, what one row of it is called.
    each_row: each row is a part of its own, under the answer to this question (each parent under their name).
    """

    key: str
    title: Said
    questions: tuple[Worded, ...]
    ticked: frozenset[Reader] = frozenset(Reader)
    because: str = ""
    one: Said | None = None
    each_row: str = ""


@dataclass(frozen=True, kw_only=True)
class FamilyVersion:
    """One form in plain words. form: its key."""

    form: str
    title: Said
    intro: Said
    parts: tuple[Part, ...]


_NOBODY: frozenset[Reader] = frozenset()
_CHILD = frozenset({Reader.CHILD})

_OUTCOMES = {
    "no_further_action": (
        "You and your family do not need more help from us now. We will stop seeing you.",
        "You do not need more help from us now. We will close our work with you.",
    ),
    "early_help": (
        "Other people can help you and your family. They are not social workers.",
        "Early help can give you what you need. A social worker does not need to stay.",
    ),
    "child_in_need": (
        "We want to help. We will make a plan with you and your family.",
        "We want to help. We will make a child in need plan with you.",
    ),
    "strategy_discussion": (
        "We are worried that you are not safe. We will talk with the police and health about how to keep you safe.",
        "We are worried that {name} is not safe. We will talk with the police and health about it.",
    ),
    "legal_planning": (
        "We are very worried about you. We will ask a lawyer what we can do to keep you safe.",
        "We are very worried. We will ask our lawyers what to do. You can get a solicitor of your own.",
    ),
    "accommodation": (
        "You will not live at home for now. We will look after you with people who keep you safe.",
        "{name} will live away from home for now, and we will look after them.",
    ),
    "continue_plan": (
        "The plan that we have with you goes on.",
        "The plan that we have with you goes on.",
    ),
}  # fmt: skip

_LIKELY = {
    "happening": ("It is happening now.", "It is happening now."),
    "likely": ("We think it will happen.", "We think it will happen."),
    "possible": ("It may happen.", "It may happen."),
    "unlikely": ("We do not think it will happen.", "We do not think it will happen."),
}

ASSESSMENT = FamilyVersion(
    form="assessment",
    title=("What we found out about you", "What we found out about {name}"),
    intro=(
        "{worker} got to know you and your family. This says what we found out, and what happens next.",
        "{worker} got to know {name} and your family. This says what we found out, and what happens next.",
    ),
    parts=(
        Part(
            key="met", title=("When we met", "How we met {name}"),
            questions=(
                Worded("seen", ("Did we meet you?", "Did we meet {name}?")),
                Worded("not_seen_reason", ("Why did we not meet you?", "Why did we not meet {name}?")),
                Worded("seen_alone", ("Did we talk with you on your own?", "Did we talk with {name} alone?")),
                Worded("not_alone_reason", ("Why not on your own?", "Why not alone?")),
            ),
        ),
        Part(
            key="words", title=("What you told us", "What {name} told us"), ticked=_CHILD,
            because="These are the child’s own words. Ask the child before a parent reads them.",
            questions=(
                Worded("words_of_the_child", ("You said or showed us:", "{name} said or showed us:")),
                Worded("day_in_the_life", ("A day in your life", "A day in {name}’s life")),
            ),
        ),
        Part(
            key="parents", title=("What {row} told us", "What {row} told us"), ticked=_NOBODY, each_row="parents.name",
            because="These are one person’s own words. Ask them before anybody else reads them.",
            questions=(
                Worded("parents.views", ("What they said", "What they said")),
                Worded("parents.care", ("What they do for you, and what they do not", "The care that {name} gets")),
            ),
        ),
        Part(
            key="identity", title=("Who you are", "Who {name} is"),
            questions=(
                Worded("ethnicity", ("Your ethnic group", "{name}’s ethnic group")),
                Worded("language", ("The language you speak", "The language {name} speaks")),
                Worded("faith", ("What you believe", "Faith or belief")),
                Worded("identity_means", ("What this means for you", "What this means for {name}")),
                Worded("family_identity", ("Your family", "Your family")),
            ),
        ),
        Part(
            key="history", title=("What happened before", "What happened before"), ticked=_NOBODY,
            because="The past may be one person’s own. Read it as each member of the family will.",
            questions=(Worded("history", ("Before now", "What the past tells us about now")),),
        ),
        Part(
            key="agencies", title=("What other people say", "What other people say"), ticked=_NOBODY,
            because="Others told us this. Check that they agree, and that nobody is put at risk by it.",
            questions=(Worded("agencies", ("Your school, doctor and others", "School, health, police and others")),),
        ),
        Part(
            key="worries", title=("What we are worried about", "What we are worried about"),
            one=("Worry", "Worry"),
            questions=(
                Worded("worries.worry", ("We are worried about this:", "We are worried about this:")),
                Worded("worries.impact", ("What it does to you", "What it does to {name}")),
                Worded("worries.likelihood", ("Will it happen?", "Will it happen?"), _LIKELY),
                Worded("worries.protects", ("What keeps you safe", "What keeps {name} safe")),
                Worded("worries.change_our_mind", ("We would worry less if:", "We would worry less if:")),
            ),
        ),
        Part(
            key="evidence", title=("How we know", "How we know"), ticked=_NOBODY, one=("Worry", "Worry"),
            because="It may say who told us. Somebody who rang us in confidence must not be known by it.",
            questions=(Worded("worries.evidence", ("We know this because:", "We know this because:")),),
        ),
        Part(
            key="change", title=("What needs to get better", "What needs to change"),
            questions=(Worded("must_change", ("For you", "For {name}")),),
        ),
        Part(
            key="outcome", title=("What happens next", "What happens next"),
            questions=(
                Worded("outcome", ("What we will do", "What we will do"), _OUTCOMES),
                Worded("outcome_why", ("Why", "Why")),
            ),
        ),
    ),
)  # fmt: skip

PLAN = FamilyVersion(
    form="cin_plan",
    title=("Our plan with you", "Our plan with {name} and your family"),
    intro=(
        "This is our plan to make things better for you. It says what needs to change, and who does what.",
        "This is our plan with you. It says what needs to change for {name}, and who does what by when.",
    ),
    parts=(
        Part(
            key="change", title=("What needs to get better", "What needs to change"),
            questions=(Worded("must_change", ("For you", "For {name}")),),
        ),
        Part(
            key="child_views", title=("What you want", "What {name} wants"),
            because="These are the child’s own words. A parent reads them only if the child is content with it.",
            ticked=_CHILD, questions=(Worded("child_views", ("You told us:", "{name} told us:")),),
        ),
        Part(
            key="parents_views", title=("What your parents say", "What parents say"), ticked=_NOBODY,
            because="Each parent’s own words. Ask them before anybody else reads them.",
            questions=(Worded("parents_views", ("They told us:", "Parents told us:")),),
        ),
        Part(
            key="actions", title=("Who does what", "Who does what by when"), one=("Step", "Step"),
            questions=(
                Worded("actions.what", ("What will be done?", "What will be done?")),
                Worded("actions.who", ("Who does it?", "Who does it?")),
                Worded("actions.by_when", ("By when?", "By when?")),
                Worded("actions.know", ("How will you notice that it helps?", "How will we know that it helps?")),
            ),
        ),
        Part(
            key="contingency", title=("If things do not get better", "If things do not get better"),
            questions=(Worded("contingency", ("We will do this:", "What happens then")),),
        ),
        Part(
            key="visits", title=("When we see you", "When we see you"),
            questions=(
                Worded("visit_every_days", (
                    "We see you at least once in this many days:", "We see {name} at least once in this many days:",
                )),
                Worded("meeting_on", ("We all meet on", "We all meet on")),
            ),
        ),
    ),
)  # fmt: skip

VERSIONS: Mapping[str, FamilyVersion] = {one.form: one for one in (ASSESSMENT, PLAN)}
"""The forms that have a version for the family, by key."""
