"""The forms of the front door: contact and referral.

What they ask: Working Together to Safeguard Children 2023, chapter 3; the children in need census (items N00152,
N00101); and what inspectors look for at a front door: consent, history, and no unsafe waiting.
"""

from __future__ import annotations

from sightline.forms.declare import Question, Section, StepForm, Type, codes_of, register
from sightline.law.cin_codes import PRIMARY_NEED, REFERRAL_SOURCE
from sightline.stages.front_door.acts import lay_referrals, referral_moved, referral_withdrawn
from sightline.stages.front_door.earlier import bearings
from sightline.stages.front_door.kinds import CONTACT, REFERRAL
from sightline.stages.front_door.models import FamilyKnows, How, Threshold


def _from(what: str) -> Section:
    return Section(
        key="source", title="Who it is from",
        items=(
            Question(
                key="source", text=what, type=Type.ONE, choices=codes_of(REFERRAL_SOURCE), required=True,
                always_known=True, hint="As the children in need census asks (item N00152).",
            ),
            Question(
                key="who", text="Their name, what they are to the child, and how to reach them", required=True,
                type=Type.LONG, rows=2,
            ),
            Question(key="how", text="How did it come in?", type=Type.ONE, choices=tuple(How.choices), required=True),
        ),
    )  # fmt: skip


WORRY = (
    Question(
        key="what_is_worrying", text="What is worrying?", type=Type.LONG, rows=6, required=True, always_known=True,
        hint="What was seen or said, when, and what it does to the children.",
    ),
    Question(key="what_works", text="What works well, and who helps already?", type=Type.LONG, rows=3),
    Question(
        key="immediate_danger", text="Is the child in danger now?", type=Type.YES_NO, required=True, each_child=True,
        hint="If yes, tell a manager at once: don’t wait for the form.",
    ),
)  # fmt: skip
FAMILY = Section(
    key="family", title="The family",
    items=(
        Question(
            key="family_knows", text="Does the family know, and do they agree?", type=Type.ONE,
            choices=tuple(FamilyKnows.choices), required=True,
        ),
        Question(
            key="family_knows_why", text="Why not, or what do they say?", required=True, type=Type.LONG, rows=2,
            when="family_knows in ('disagree', 'kept_safe', 'not_yet')",
        ),
    ),
)  # fmt: skip


CONTACT_FORM = register(
    StepForm(
        key="contact", kind=CONTACT, title="Contact", act="contact.record", when_asked="When did it come in?",
        order=1, asks_time=True, outside_closed_cases=True, may_add_children=True, bears_on=bearings,
        intro="Any information or request about a child, from whomever it comes.",
        sections=(
            _from("Who made the contact?"),
            Section(
                key="worry", title="What it is about",
                items=(
                    *WORRY,
                    Question(
                        key="threshold", text="Which threshold do you think it meets?", type=Type.ONE,
                        choices=tuple(Threshold.choices), required=True,
                        hint="Your view. Whoever decides gives theirs.",
                    ),
                ),
            ),
            FAMILY,
        ),
    )
)  # fmt: skip

REFERRAL_FORM = register(
    StepForm(
        key="referral", kind=REFERRAL, title="Referral", act="referral.receive", when_asked="When did it come in?",
        order=2, asks_time=True, outside_closed_cases=True, may_add_children=True, bears_on=bearings, lay=lay_referrals,
        on_withdrawing=referral_withdrawn, on_moving=referral_moved,
        intro="A request for a service that must be decided within 1 working day. It opens a case.",
        sections=(
            _from("Who referred?"),
            Section(
                key="worry", title="What it is about",
                items=(
                    *WORRY,
                    Question(
                        key="primary_need", text="Primary need", type=Type.ONE, choices=codes_of(PRIMARY_NEED),
                        required=True, each_child=True,
                        hint="The first in this list that fits, if in doubt (item N00101).",
                    ),
                ),
            ),
            FAMILY,
        ),
    )
)  # fmt: skip
