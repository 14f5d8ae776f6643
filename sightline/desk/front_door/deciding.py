"""Deciding a contact or a referral: what it is, at which threshold, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from sightline.access.guard import guarded
from sightline.access.models import Duty
from sightline.access.roles import permitted
from sightline.access.warrants import DeniedError
from sightline.design.forms import DateField
from sightline.desk.child.portrait import portrait_of
from sightline.desk.front_door.together import front_door_step, together_with
from sightline.desk.people.asking import TWICE, AskForm, ask, done
from sightline.desk.recording.bearing import borne_on
from sightline.desk.recording.telling import told, words_of
from sightline.forms.declare import codes_of, form_called
from sightline.forms.known import cases_of, names_of
from sightline.law.cin_codes import PRIMARY_NEED
from sightline.record.kinds import kind as kind_of
from sightline.record.models import Step
from sightline.stages.front_door.acts import Decision, decide_contacts, decide_referrals
from sightline.stages.front_door.earlier import earlier_of
from sightline.stages.front_door.models import ContactFacts, ReferralFacts, Threshold, ToldHow

NO_ACTION = (ContactFacts.Outcome.INFORMATION, ReferralFacts.Outcome.NO_ACTION)
MAKES_REFERRAL = (ContactFacts.Outcome.REFERRAL, ContactFacts.Outcome.STRATEGY)
NOT_ON_DUTY = (
    "A contact or referral is decided by a manager, or by the advanced practitioner who is on duty today. Ask one of "
    "them."
)


class DecideForm(AskForm):
    """A decision on a contact or referral, of one child or several."""

    never_ahead = ("on", "told_on")

    children = forms.MultipleChoiceField(
        label="Which children do you decide about?",
        help_text="Untick a child for whom the decision is another: decide about them afterwards.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one child"},
    )
    outcome = forms.ChoiceField(
        label="What do you decide?", widget=forms.RadioSelect, error_messages={"required": "Choose what you decide"}
    )
    threshold = forms.ChoiceField(
        label="Which threshold does it meet?",
        choices=Threshold,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the threshold"},
    )
    primary_need = forms.ChoiceField(
        label="Primary need, if it becomes a referral",
        help_text="The first in this list that fits, if in doubt (item N00101).",
        choices=[("", ""), *codes_of(PRIMARY_NEED)],
        required=False,
    )
    cumulative_view = forms.CharField(
        label="What do the earlier contacts tell, taken together with this one?",
        help_text="Asked because earlier ones led to no action.",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    rationale = forms.CharField(
        label="Why?",
        help_text="What is worrying, what works well, what the history tells, and what you considered instead.",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Say why you decide so"},
    )
    on = DateField(label="When did you decide?")
    told_how = forms.ChoiceField(
        label="Has the referrer been told?", choices=[("", "Not yet"), *ToldHow.choices], widget=forms.RadioSelect,
        required=False,
    )  # fmt: skip
    told_on = DateField(label="When were they told?", required=False, help_text="Leave it empty if not yet.")

    def __init__(
        self, data: Any = None, *, waiting: Sequence[tuple[Step, Any]], names: Mapping[int, str], repeated: bool,
        are_open: set[int], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(data, **kwargs)
        self.waiting, self.names, self.are_open = waiting, names, are_open
        step = waiting[0][0]
        self.is_contact = step.kind == "contact"
        fields: Any = self.fields
        fields["outcome"].choices = (ContactFacts if self.is_contact else ReferralFacts).Outcome.choices
        fields["children"].choices = [(str(one.child_id), names.get(one.child_id, "Name not held"))
                                      for one, _ in waiting]  # fmt: skip
        if len(waiting) == 1:
            del self.fields["children"]
        if not self.is_contact:
            del self.fields["primary_need"]
        if not repeated:
            del self.fields["cumulative_view"]

    @property
    def chosen(self) -> list[Step]:
        """The steps of the children who are decided about."""
        ticked = self.cleaned_data.get("children")
        return [one for one, _ in self.waiting if "children" not in self.fields or str(one.child_id) in (ticked or ())]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        outcome, on = data.get("outcome"), data.get("on")
        if on and any(on < one.happened_on for one, _ in self.waiting):
            self.add_error("on", "This is before the day on which it came in.")
        if data.get("told_how") and data["told_how"] != ToldHow.CANNOT and not data.get("told_on"):
            self.add_error("told_on", "Enter the day on which they were told, or choose “Not yet”.")
        if data.get("told_on") and not data.get("told_how"):
            self.add_error("told_how", "Choose how they were told, or empty the date.")
        if outcome in NO_ACTION and "cumulative_view" in self.fields and not data.get("cumulative_view"):
            self.add_error(
                "cumulative_view", "Earlier contacts led to no action. Say what they tell together with this one"
            )
        if self.is_contact and outcome:
            self._fits_the_case(outcome)
        return data

    def _fits_the_case(self, outcome: str) -> None:
        """New information on an open case is no referral; a child without one has none to add it to."""
        chosen = self.chosen
        with_case = [self.names.get(one.child_id, "") for one in chosen if one.child_id in self.are_open]
        without = [self.names.get(one.child_id, "") for one in chosen if one.child_id not in self.are_open]
        apart = " Untick the others, and decide about them apart." if with_case and without else ""
        if outcome == ContactFacts.Outcome.REFERRAL and with_case:
            self.add_error(
                "outcome",
                f"There is an open case for {', '.join(with_case)}: new information on it is no referral. Choose "
                f"“Added to the open case”.{apart}",
            )
        if outcome == ContactFacts.Outcome.OPEN_CASE and without:
            self.add_error("outcome", f"There is no open case for {', '.join(without)}.{apart}")
        if outcome in MAKES_REFERRAL and without and not self.cleaned_data.get("primary_need"):
            self.add_error("primary_need", "Choose the primary need: it becomes a referral")


@guarded("front_door.decide", about="person_id")
def decide(request: Any, person_id: int, step_id: int) -> HttpResponse:
    """What came in, what came before, and the decision: for all the children of it at once, or for some."""
    _on_duty_or_manager(request)
    step = front_door_step(request, step_id)
    child = request.records[0]
    together = together_with(request, step)
    mine = next(facts for one, facts in together if one.pk == step.pk)
    waiting = [(one, facts) for one, facts in together if (facts.decided_on is None) == (mine.decided_on is None)]
    waiting = waiting if mine.decided_on is None else [(step, mine)]
    children = [one.child_id for one, _ in waiting]
    names, today = names_of(children), request.standing.today
    before = earlier_of(children, step.happened_on, [one for one, _ in together])
    form = DecideForm(
        request.POST or None, today=today, waiting=waiting, names=names,
        repeated=any(one.no_action for some in before.values() for one in some),
        are_open=set(cases_of(children, only_open=True)),
        initial={"on": today, "children": [str(pk) for pk in children], "told_how": ""},
    )  # fmt: skip
    made: list[Step] = []
    if request.method == "POST" and form.sent_before():
        messages.success(request, TWICE)
        return redirect("step", child, step.pk)
    if mine.decided_on and step.led_to.exclude(state=Step.State.WITHDRAWN).exists():
        messages.info(request, "Work follows from this decision already, so it stands.")
        return redirect("step", child, step.pk)
    if done(request, form, lambda: made.extend(_do(request, form)), "The decision is recorded."):
        own = next((one for one in made if one.child_id in request.records), None)
        if own and form.cleaned_data["outcome"] == ContactFacts.Outcome.REFERRAL:
            messages.info(request, "It is a referral now. Decide the referral here, or leave it on the list.")
            return redirect("step_decide", child, own.pk)
        return redirect("step", child, step.pk)
    return _asked(request, step, form, waiting, names)


def _on_duty_or_manager(request: Any) -> None:
    """An advanced practitioner decides only on a day on which they are on duty."""
    if permitted("decision.record", request.standing.roles):
        return
    duty = Duty.objects.filter(user=request.user, on=request.standing.today, withdrawn=False)
    if not duty.exists():
        raise DeniedError(NOT_ON_DUTY)


def _do(request: Any, form: DecideForm) -> list[Step]:
    data = form.cleaned_data
    decision = Decision(
        outcome=data["outcome"], threshold=data["threshold"], rationale=data["rationale"],
        cumulative_view=data.get("cumulative_view") or "",
    )  # fmt: skip
    if form.is_contact:
        return decide_contacts(
            request.warrant, form.chosen, decision, on=data["on"], primary_need=data["primary_need"],
            told_on=data["told_on"], told_how=data["told_how"], request=form.cited,
        )  # fmt: skip
    decide_referrals(
        request.warrant, form.chosen, on=data["on"], decision=decision,
        no_further_action=data["outcome"] == ReferralFacts.Outcome.NO_ACTION, acknowledged_on=data["told_on"],
        acknowledged_how=data["told_how"], request=form.cited,
    )  # fmt: skip
    return []


def _asked(
    request: Any, step: Step, form: DecideForm, waiting: Sequence[tuple[Step, Any]], names: Mapping[int, str]
) -> HttpResponse:
    kind, child = kind_of(step.kind), request.records[0]
    who = portrait_of(request.records, today=request.standing.today)
    source = step
    facts = next(facts for one, facts in waiting if one.pk == step.pk)
    if step.form_version_id is None and step.led_from is not None and step.led_from.kind == "contact":
        source, facts = step.led_from, ContactFacts.objects.get(pk=step.led_from_id)
    return ask(
        request, who, form, title=f"Decide: {kind.title.lower()}", back=reverse("step", args=[child, step.pk]),
        back_text=kind.title, submit_text="Save the decision", template="desk/front_door/decide.html",
        told_sections=told(source, facts), words=words_of(source), step=step,
        summary=kind.summary(facts) if source is step else "",
        borne=borne_on(form_called(step.kind), names, step.happened_on, step), several=len(waiting) > 1,
    )  # fmt: skip
