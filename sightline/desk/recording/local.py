"""The authority's own questions: added to a form, or taken out of it, by publishing a new version of it."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from sightline.access.guard import guarded
from sightline.desk.people.asking import TWICE, AskForm
from sightline.forms.declare import Question, StepForm, Type, all_forms, as_data, form_called
from sightline.forms.declare import Section as FormSection
from sightline.forms.versions import asked_under, current, publish_local
from sightline.record.acts import AlreadyDone
from sightline.record.models import FormVersion

TYPES = [
    (Type.TEXT, "A short answer"), (Type.LONG, "A longer answer"), (Type.YES_NO, "Yes or no"), (Type.DATE, "A date"),
    (Type.NUMBER, "A whole number"), (Type.ONE, "One of several answers"), (Type.SOME, "Any of several answers"),
]  # fmt: skip


class QuestionForm(AskForm):
    """A question of the authority's own. It can't alter clocks or returns: those hang on the declared ones."""

    text = forms.CharField(label="What is asked?", max_length=200)
    hint = forms.CharField(label="A hint (optional)", max_length=300, required=False)
    type = forms.ChoiceField(label="What sort of answer?", choices=TYPES, widget=forms.RadioSelect)
    choices = forms.CharField(
        label="The answers to choose from, one a line",
        help_text="Only for one or any of several answers.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    section = forms.ChoiceField(label="In which part of the form?", widget=forms.RadioSelect)
    each_child = forms.BooleanField(label="Ask it of each child", required=False)
    obliged = forms.BooleanField(label="It has to be answered, or said why it is not known yet", required=False)
    why = forms.CharField(
        label="Why is it asked, and who uses the answer?",
        help_text="Every question takes workers’ time. Kept with the version.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why it is asked and who uses the answer"},
    )

    def __init__(self, *args: Any, declared: StepForm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.declared = declared
        section: Any = self.fields["section"]
        section.choices = [(s.key, s.title) for s in declared.sections]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        lines = list(dict.fromkeys(line.strip() for line in (data.get("choices") or "").splitlines() if line.strip()))
        if data.get("type") in (Type.ONE, Type.SOME) and len(lines) < 2:
            self.add_error("choices", "Enter at least two answers, one a line")
        data["lines"] = lines
        return data

    def question(self, taken: set[str]) -> Question:
        data = self.cleaned_data
        base = "local_" + (re.sub(r"[^a-z0-9]+", "_", data["text"].lower()).strip("_")[:40] or "question")
        key = next(k for n in range(1, 10_000) if (k := base if n == 1 else f"{base}_{n}") not in taken)
        choosing = data["type"] in (Type.ONE, Type.SOME)
        choices = tuple((f"a{n}", line) for n, line in enumerate(data["lines"], start=1)) if choosing else ()
        return Question(
            key=key, text=data["text"], hint=data["hint"], type=Type(data["type"]), choices=choices,
            required=data["obliged"], each_child=data["each_child"], local=True, ahead=True,
        )  # fmt: skip


@guarded("form.publish")
def forms_list(request: Any) -> HttpResponse:
    """Every form, with its version now and how many questions of the authority's own it asks."""
    rows = []
    for form in all_forms():
        asked = current(form)
        rows.append(
            [
                {"text": form.title, "url": reverse("form", args=[form.key])},
                asked.version.number,
                asked.version.published_at,
                len(asked.local),
            ]
        )
    context = {
        "title": "Forms", "rows": rows,
        "columns": ["Form", {"text": "Version", "numeric": True}, "Published",
                    {"text": "Questions of our own", "numeric": True}],
    }  # fmt: skip
    return render(request, "desk/recording/forms.html", context)


def _declared(key: str) -> StepForm:
    try:
        return form_called(key)
    except KeyError:
        raise Http404 from None


@guarded("form.publish")
def form(request: Any, form: str) -> HttpResponse:
    """One form: its questions, its versions, and a question of the authority's own to add."""
    declared = _declared(form)
    asked = current(declared)
    local: list[dict[str, Any]] = asked.version.definition["local"]
    asking = QuestionForm(request.POST or None, today=request.standing.today, declared=declared)
    if request.method == "POST" and asking.sent_before():
        messages.success(request, TWICE)
        return redirect("form", form)
    if request.method == "POST" and asking.is_valid():
        # a key is never given twice, even to a question that was taken out: its old answers stay its own
        taken = {
            one["question"]["key"]
            for version in FormVersion.objects.filter(form=declared.key)
            for one in version.definition["local"]
        }
        question = asking.question(taken)
        [data] = as_data([FormSection(key="s", title="s", items=(question,))])[0]["items"]
        entry = {"section": asking.cleaned_data["section"], "question": data}
        return _publish(request, declared, [*local, entry], asking)
    context = {
        "title": declared.title, "form": asking, "asked": asked, "back_url": reverse("forms"), "back_text": "Forms",
        "versions": FormVersion.objects.filter(form=declared.key).select_related("published_by").order_by("-number"),
    }  # fmt: skip
    return render(request, "desk/recording/form_versions.html", context)


def _publish(request: Any, declared: StepForm, local: list[dict[str, Any]], asking: AskForm) -> HttpResponse:
    try:
        why = asking.cleaned_data["why"].strip()
        version = publish_local(request.warrant, declared, local, why=why, request=asking.cited)
        messages.success(
            request, f"Version {version.number} is published. Drafts begun before keep their own questions."
        )
    except AlreadyDone:
        messages.success(request, TWICE)
    return redirect("form", declared.key)


class TakeOutForm(AskForm):
    why = forms.CharField(
        label="Why is it not asked any more?",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why it is not asked any more"},
    )


@guarded("form.publish")
def take_out(request: Any, form: str, question: str) -> HttpResponse:
    """Publish a version without one of the authority's own questions. Its answers stay under it."""
    declared = _declared(form)
    local: list[dict[str, Any]] = current(declared).version.definition["local"]
    found = next((one for one in local if one["question"]["key"] == question), None)
    asking = TakeOutForm(request.POST or None, today=request.standing.today)
    if request.method == "POST" and asking.sent_before():
        messages.success(request, TWICE)
        return redirect("form", form)
    if found is None:
        raise Http404
    if request.method == "POST" and asking.is_valid():
        return _publish(request, declared, [one for one in local if one is not found], asking)
    back = reverse("form", args=[form])
    context = {
        "title": "Take a question out", "caption": declared.title, "intro": found["question"]["text"], "form": asking,
        "back_url": back, "cancel_url": back, "submit_text": "Publish without it",
    }  # fmt: skip
    return render(request, "design/form_page.html", context)


@guarded("form.publish")
def version(request: Any, form: str, number: int) -> HttpResponse:
    """One published version, as it was asked."""
    declared = _declared(form)
    row = FormVersion.objects.filter(form=declared.key, number=number).select_related("published_by").first()
    if row is None:
        raise Http404
    context = {
        "title": f"{declared.title}, version {row.number}", "asked": asked_under(row.pk), "row": row,
        "back_url": reverse("form", args=[form]), "back_text": declared.title,
    }  # fmt: skip
    return render(request, "desk/recording/form_version.html", context)
