"""What is printed: an entry as it stands, and what a family gets of it, read back from the PDF."""

from __future__ import annotations

import datetime
import io
import re

import pypdf
import pytest

from sightline.access.roles import Role
from sightline.desk.printing.family import for_family, usual_reader, version_of
from sightline.desk.printing.paper import family_pdf, step_pdf
from sightline.desk.printing.wording import VERSIONS, Reader
from sightline.forms import acts, drafts
from sightline.forms.declare import Group, form_called, items_of
from sightline.forms.sheet import Sheet
from sightline.record.acts import people
from sightline.record.models import Act, Document, Sharing, Step
from tests.forms.conftest import TODAY, family, fill, manager, warrant_of, worker  # noqa: F401 - the same family

pytestmark = pytest.mark.django_db

NEVER = {
    "assessment": {"factors", "history_read", "parents.lives", "parents.spoken", "parents.not_spoken"},
    "cin_plan": {"actions.worker"},
}
"""The questions that a family never gets: codes, and what a worker notes of their own work."""


@pytest.fixture
def assessed(family, worker, warrant_of, system_warrant):  # noqa: F811
    """An assessment of Ada, submitted; her mother's home is not to be disclosed, and she is named in it."""
    ada = family[0]
    people.move_home(
        system_warrant, [ada], lines="7 Larch Street", postcode="WX9 7LS", starts_on=TODAY, confidential=True
    )
    start = drafts.start(
        form_called("assessment_start"), worker, about=ada.pk, children=[ada.pk], ticked=[], today=TODAY
    )
    [step] = acts.submit(warrant_of(worker, ada), worker, start.pk, today=TODAY)
    draft = drafts.start_content(form_called("assessment"), worker, [step], today=TODAY)
    fill(draft, worker, {
        "parents.1.spoken": "yes", "parents.1.views": "I want the shouting to stop.", "parents.1.care": "Warm food.",
        "parents.2.spoken": "no", "parents.2.not_spoken": "He works away.", "parents.2.care": "He sends cards.",
        "history_read": "yes", "history": "Two referrals before.", "agencies": "School: often late.",
        "family_identity": "White British and Polish.", "worries.1.worry": "There is shouting at 7 Larch St at night.",
        "worries.1.evidence": "The neighbour rang.", "worries.1.likelihood": "likely",
        "worries.1.protects": "Her gran.",
        "worries.1.change_our_mind": "Three quiet months.", "must_change": "Nights are quiet. [[Mrs Kay told us.]]",
        "outcome_why": "You need rest. Multi-agency intervention regarding parental acrimony demonstrates necessity.",
        f"c{ada.pk}-seen": "yes", f"c{ada.pk}-seen_alone": "yes", f"c{ada.pk}-words_of_the_child": "I hide with Tom.",
        f"c{ada.pk}-day_in_the_life": "You go to bed late.", f"c{ada.pk}-ethnicity": "WBRI",
        f"c{ada.pk}-language": "English", f"c{ada.pk}-identity_means~because": "We meet again next week",
        f"c{ada.pk}-identity_means~by": "1/4/2026", f"c{ada.pk}-worries.1.impact": "You are tired.",
        f"c{ada.pk}-outcome": "child_in_need", f"c{ada.pk}-factors": ["3B", "17A"],
    })  # fmt: skip
    [step] = acts.submit(warrant_of(worker, ada), worker, draft.pk, today=TODAY)
    return ada, Step.objects.get(pk=step.pk)


def text_of(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def is_tagged(content: bytes) -> bool:
    root = pypdf.PdfReader(io.BytesIO(content)).trailer["/Root"]
    metadata = root["/Metadata"].get_object().get_data()
    return bool(root["/MarkInfo"]["/Marked"]) and root["/Lang"] == "en-GB" and b"pdfuaid:part" in metadata


def test_every_question_of_a_form_has_its_words_or_never_goes_out():
    for version in VERSIONS.values():
        asked = set()
        for item in items_of(form_called(version.form).sections):
            inner = [f"{item.key}.{one.key}" for one in item.questions] if isinstance(item, Group) else [item.key]
            asked |= set(inner)
        worded = {one.key for part in version.parts for one in part.questions}
        named = {part.each_row for part in version.parts if part.each_row}
        assert worded <= asked, worded - asked
        assert asked - worded - named == NEVER[version.form], version.form


def test_every_answer_to_choose_from_has_plain_words():
    for version in VERSIONS.values():
        form = form_called(version.form)
        for part in version.parts:
            for worded in part.questions:
                if worded.answers:
                    key, _, inner = worded.key.partition(".")
                    item = next(one for one in items_of(form.sections) if one.key == key)
                    question = next(q for q in item.questions if q.key == inner) if inner else item
                    assert {code for code, _ in question.choices} == set(worded.answers)


def test_an_entry_on_paper_says_what_who_when_how_it_stands_and_its_version(assessed, worker):  # noqa: F811
    ada, step = assessed
    content = step_pdf(step, [ada.pk], printed_by="Marta Bell")
    told = text_of(content)
    for words in (
        "Child and family assessment: Ada Wren", "Who: Ruth Amin", "When: 18 March 2026", "State: Submitted",
        "Version: 1", "version 1 of the form", "Was the child seen alone?", "Worry 1", "The neighbour rang.",
        "Not known yet, because: We meet again next week", "by Marta Bell",
    ):  # fmt: skip
        assert words in told, words
    assert is_tagged(content)


def test_a_withdrawn_entry_says_so_on_paper(assessed, warrant_of, worker):  # noqa: F811
    ada, step = assessed
    acts.withdraw_step(warrant_of(worker, ada), step, reason="Entered twice")
    step.refresh_from_db()
    assert "Withdrawn: Entered twice" in text_of(step_pdf(step, [ada.pk], printed_by="Marta Bell"))
    assert version_of(step) is None


def test_an_amended_entry_says_by_whom_and_why(assessed, warrant_of, worker, manager):  # noqa: F811
    ada, step = assessed
    acts.authorise(warrant_of(manager, ada, "step.authorise"), [step], words="Thorough", today=TODAY)
    step.refresh_from_db()
    draft = drafts.start_amendment(form_called("assessment"), worker, step, reason="The outcome was put wrongly")
    fill(draft, worker, {"must_change": "Nights and mornings are quiet."})
    acts.submit(warrant_of(worker, ada), worker, draft.pk, today=TODAY)
    step.refresh_from_db()
    told = text_of(step_pdf(step, [ada.pk], printed_by="Marta Bell"))
    assert "Version: 2, amended" in told and "by Ruth Amin: The outcome was put wrongly" in told
    assert "Authorised: by Marta Bell" in told and "Thorough" in told


def test_an_entry_of_before_the_forms_is_told_too(make_child, allocate, worker, system_warrant):  # noqa: F811
    from sightline.stages.child_in_need.acts import Visit, visit

    child = make_child()
    [step] = visit(
        system_warrant,
        [Visit(child_id=child.pk, visited_on=TODAY, involvement_id=None, seen=True, seen_alone=True, note="Played.")],
    )
    told = text_of(step_pdf(step, [child.pk], printed_by="Marta Bell"))
    assert "Note Played." in told and "Seen alone Yes" in told


def test_several_worries_are_numbered_for_the_family(assessed, warrant_of, worker, manager):  # noqa: F811
    ada, step = assessed
    acts.authorise(warrant_of(manager, ada, "step.authorise"), [step], words="Thorough", today=TODAY)
    step.refresh_from_db()
    draft = drafts.start_amendment(form_called("assessment"), worker, step, reason="A second worry")
    number = drafts.add_row(Sheet(draft, TODAY), worker, "worries")
    second = {"worry": "She is hungry.", "evidence": "School.", "likelihood": "likely", "protects": "Gran.",
              "change_our_mind": "Breakfast."}  # fmt: skip
    written = {f"worries.{number}.{key}": text for key, text in second.items()}
    fill(draft, worker, written | {f"c{ada.pk}-worries.{number}.impact": "You are hungry."})
    acts.submit(warrant_of(worker, ada), worker, draft.pk, today=TODAY)
    step.refresh_from_db()
    told = for_family(step, [ada.pk], Reader.CHILD, today=TODAY)
    [worries] = [part for part in told.parts if part.key == "worries"]
    assert list(dict.fromkeys(line.about for line in worries.lines)) == ["Worry 1", "Worry 2"]


def test_the_child_gets_plain_words_and_nothing_withheld(assessed):
    ada, step = assessed
    made = for_family(step, [ada.pk], Reader.CHILD, today=TODAY)
    content = family_pdf(made, printed_by="Ruth Amin")
    told = text_of(content)
    for words in (
        "What we found out about you", "You said or showed us: “I hide with Tom.”",
        "There is shouting at (address not given) at night.", "We think it will happen.", "You are tired.",
        "We want to help. We will make a plan with you and your family.", "Nights are quiet.",
        "A manager has not agreed this yet.", "We do not know this yet.", "Tell Ruth Amin", "What do you think?",
    ):  # fmt: skip
        assert words in told, words
    for words in (
        "Larch", "WX9", "Mrs Kay", "neighbour", "shouting to stop", "He works away", "He sends cards", "Two referrals",
        "often late", "3B", "We meet again next week", "OFFICIAL", "Worry 1",
    ):  # fmt: skip
        assert words not in told, words
    assert is_tagged(content)


def test_a_parent_gets_the_childs_words_and_each_parents_only_when_they_are_ticked(assessed):
    ada, step = assessed
    made = for_family(step, [ada.pk], Reader.PARENT, today=TODAY)
    chosen = {part.key for part in made.chosen}
    assert chosen == {"met", "identity", "worries", "change", "outcome"}
    offered = {part.key: part for part in made.parts}
    assert offered["parents.1"].title == "What Rosa Wren told us"
    assert offered["parents.2"].title == "What Sam Field told us"
    fewer = for_family(step, [ada.pk], Reader.PARENT, today=TODAY, chosen=["words", "parents.1"])
    told = text_of(family_pdf(fewer, printed_by="Ruth Amin"))
    assert "Ada said or showed us" in told and "I want the shouting to stop." in told
    assert "He sends cards" not in told and "Worry" not in told


def test_who_else_is_named_and_which_sentence_is_hard_is_pointed_out(assessed):
    ada, step = assessed
    made = for_family(step, [ada.pk], Reader.CHILD, today=TODAY)
    assert next(part for part in made.parts if part.key == "words").others == ["Tom Wren"]
    assert made.child_age == 9 and made.meant_for == 9
    assert made.hardest()[0].text.startswith("Multi-agency intervention")
    plain = for_family(step, [ada.pk], Reader.CHILD, today=TODAY, chosen=["met"])
    assert plain.reading.grade < made.reading.grade and plain.digest != made.digest


def test_a_child_who_cannot_read_yet_is_not_the_usual_reader(make_child):
    young, grown = make_child(birth_date=datetime.date(2024, 1, 1)), make_child(birth_date=datetime.date(2014, 1, 1))
    unborn = make_child(kind="unborn", birth_date=None, expected_birth_date=datetime.date(2026, 5, 1))
    assert [usual_reader([one.pk], TODAY) for one in (young, unborn, grown)] == [
        Reader.PARENT, Reader.PARENT, Reader.CHILD
    ]  # fmt: skip


@pytest.fixture
def at_the_desk(assessed, worker, client_of):  # noqa: F811
    ada, step = assessed
    return ada, step, client_of(worker)


def made_now(document):
    """Do what the background worker would."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    from sightline.desk.printing import pages

    job = ProcrastinateJob.objects.filter(args__document_id=document.pk).get()
    {"child.step_pdf": pages.make_step, "child.family_pdf": pages.make_for_family}[job.task_name](**job.args)
    document.refresh_from_db()
    return document


def test_a_pdf_is_asked_for_once_however_often_it_is_pressed(at_the_desk):
    ada, step, client = at_the_desk
    page = client.get(f"/person/{ada.pk}/steps/{step.pk}/").content.decode()
    assert "Make a PDF" in page and "In plain words, for the family" in page
    request = re.search(r'name="request" value="([0-9a-f-]{36})"', page).group(1)
    for _ in range(2):
        assert client.post(f"/person/{ada.pk}/steps/{step.pk}/print/", {"request": request}).status_code == 302
    document = made_now(Document.objects.get())
    assert document.state == "ready" and document.step == step
    assert Act.objects.filter(kind="child.print").count() == 1
    answer = client.get(f"/person/{ada.pk}/documents/{document.pk}/")
    assert answer["Content-Disposition"].endswith(
        f'filename="child-and-family-assessment-18-march-2026-{document.pk}.pdf"'
    )


def test_what_is_printed_is_what_was_looked_at(at_the_desk, warrant_of, worker):  # noqa: F811
    ada, step, client = at_the_desk
    url = f"/person/{ada.pk}/steps/{step.pk}/family/"
    asked = client.get(url + "?reader=parent&ticked_for=parent&part=change&part=outcome")
    made = asked.context["made"]
    assert [part.key for part in made.chosen] == ["change", "outcome"]
    form = {"reader": "parent", "ticked_for": "parent", "part": ["change", "outcome"], "digest": made.digest,
            "request": str(asked.context["form"].initial["request"])}  # fmt: skip
    assert client.post(url, form)["Location"] == f"/person/{ada.pk}/documents/"
    document = made_now(Document.objects.get())
    assert document.state == "ready" and "in plain words for a parent" in document.title
    assert "Nights are quiet." in text_of(bytes(document.content))
    changed = client.post(url, form | {"digest": "another", "request": ""}, follow=True)
    assert b"Look at it again" in changed.content and Document.objects.count() == 1
    none = client.post(url, {"reader": "parent", "ticked_for": "parent", "digest": made.digest}, follow=True)
    assert b"Tick at least one part" in none.content


def test_a_record_that_changes_before_the_document_is_made_fails_it_in_words(at_the_desk, worker):  # noqa: F811
    from sightline.desk.printing.pages import CHANGED, make_for_family
    from sightline.record.acts.documents import ask_for_document
    from sightline.record.warrant import Warrant

    ada, step, _ = at_the_desk
    document = ask_for_document(
        Warrant(worker.pk, "Test", "Test"), ada, title="Plain", media_type="application/pdf", step=step
    )
    make_for_family(document_id=document.pk, step_id=step.pk, reader="child", parts=["met"], digest="of yesterday")
    document.refresh_from_db()
    assert (document.state, document.problem) == ("failed", CHANGED)


def test_with_whom_it_was_shared_stands_on_the_record(at_the_desk):
    ada, step, client = at_the_desk
    client.post(f"/person/{ada.pk}/steps/{step.pk}/print/", {})
    document = made_now(Document.objects.get())
    url = f"/person/{ada.pk}/documents/{document.pk}/share/"
    assert "Say with whom you shared it" in client.post(url, {"how": "post"}).content.decode()
    form = {"people": ["Ada Wren", "Rosa Wren (mother)"], "other": "Mr Lind, solicitor", "how": "by_hand",
            "shared_on_0": "18", "shared_on_1": "3", "shared_on_2": "2026"}  # fmt: skip
    answer = client.post(url, form)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    sharing = Sharing.objects.get()
    assert sharing.with_whom == "Ada Wren; Rosa Wren (mother); Mr Lind, solicitor"
    assert sharing.act.kind == "document.share" and sharing.child_id == ada.pk
    for page in (f"/person/{ada.pk}/steps/{step.pk}/", f"/person/{ada.pk}/documents/"):
        assert "Rosa Wren (mother)" in client.get(page).content.decode()
    assert "Recorded with whom a document was shared" in client.get(f"/person/{ada.pk}/history/").content.decode()


def test_an_administrator_prints_nothing_and_a_data_officer_shares_nothing(assessed, make_user, client_of):
    ada, step = assessed
    client = client_of(make_user(Role.ADMINISTRATOR))
    assert client.get(f"/person/{ada.pk}/steps/{step.pk}/family/").status_code == 403
    assert client.post(f"/person/{ada.pk}/steps/{step.pk}/print/").status_code == 403
    officer = client_of(make_user(Role.DATA_OFFICER))
    assert officer.get(f"/person/{ada.pk}/steps/{step.pk}/family/").status_code == 200
    assert officer.get(f"/person/{ada.pk}/documents/1/share/").status_code == 403
