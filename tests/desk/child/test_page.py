"""The child's page and the pages one click from it, through the web."""

from __future__ import annotations

import datetime
import io
import re

import pytest
from django.utils import timezone

from sightline.access.roles import Role
from sightline.record.acts import act, people
from sightline.record.acts.pathway import withdraw
from sightline.record.models import Document, Step
from sightline.stages.child_in_need.acts import Visit, visit
from sightline.stages.front_door.acts import Referral, decide_referrals, receive_referrals
from sightline.stages.protection.acts import InitialConference, ProtectionPlan, hold_initial_conferences, start_plans

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(make_user, team):
    return make_user(Role.SOCIAL_WORKER, team=team, name="Sana Birch")


@pytest.fixture
def child(make_child, allocate, worker):
    one = make_child(given="Zoë", family="O’Hara", identifiers=[("la_child_id", "W1")])
    allocate(one, worker)
    return one


@pytest.fixture
def browser(client_of, worker):
    return client_of(worker)


def days_ago(days):
    return timezone.localdate() - datetime.timedelta(days)


def refer(warrant, child, days=30, **more):
    fields = {"child_id": child.pk, "received_on": days_ago(days), "source": "6", "what_is_worrying": "Came hungry."}
    [step] = receive_referrals(warrant, [Referral(**(fields | more))])
    return step


def protect(warrant, child, referral, days=20):
    [conference] = hold_initial_conferences(
        warrant,
        [
            InitialConference(
                child_id=child.pk, on=days_ago(days), involvement_id=referral.involvement_id, plan_made=True
            )
        ],
    )
    [plan] = start_plans(
        warrant,
        [ProtectionPlan(child_id=child.pk, on=days_ago(days), involvement_id=referral.involvement_id,
                        led_from_id=conference.pk, category="NEG")],
    )  # fmt: skip
    return plan


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_page_says_who_the_child_is_who_holds_them_and_where_they_stand(browser, child, system_warrant):
    protect(system_warrant, child, refer(system_warrant, child))
    page = text(browser.get(f"/person/{child.pk}/"))
    for words in ("Zoë O’Hara", "4 May 2016", "W1", "Sana Birch", "Test team", "Child protection plan"):
        assert words in page


def test_each_date_that_is_due_explains_itself(browser, child, system_warrant):
    protect(system_warrant, child, refer(system_warrant, child), days=20)
    page = text(browser.get(f"/person/{child.pk}/"))
    assert "Hold the first core group" in page and "Overdue" in page
    assert "Working Together to Safeguard Children" in page
    assert "Counted from the initial child protection conference" in page and "Left out, because" in page


def test_the_summary_shows_how_fresh_it_is(browser, child, system_warrant):
    assert "No summary has been written yet" in text(browser.get(f"/person/{child.pk}/"))
    people.write_summary(system_warrant, child, text="Zoë loves swimming.", written_on=days_ago(51))
    page = text(browser.get(f"/person/{child.pk}/"))
    assert "Zoë loves swimming." in page and "51 days ago" in page


def test_a_warning_whose_review_is_overdue_says_so(browser, child, system_warrant):
    people.warn(
        system_warrant, child, kind="staff", text="Visit in pairs", starts_on=days_ago(90), review_on=days_ago(1)
    )
    page = text(browser.get(f"/person/{child.pk}/"))
    assert "Visit in pairs" in page and "Review was due" in page


def test_family_is_shown_with_dates_and_parental_responsibility(browser, child, make_child, system_warrant):
    mother = make_child(kind="adult", given="Maeve", family="O’Hara")
    people.move_home(system_warrant, [child, mother], lines="12 Larch Row", postcode="ZZ1 2AB", starts_on=days_ago(400))
    people.relate(
        system_warrant,
        [people.Relation(person_id=mother.pk, other_id=child.pk, kind="mother", starts_on=child.birth_date,
                         parental_responsibility=True, parental_responsibility_basis="mother")],
    )  # fmt: skip
    page = text(browser.get(f"/person/{child.pk}/"))
    assert "Maeve O’Hara" in page and "Same home" in page and "Yes: mother" in page and "12 Larch Row" in page
    hers = text(browser.get(f"/person/{mother.pk}/"))
    assert "Zoë O’Hara" in hers and "What is due" not in hers


def test_the_chronology_shows_when_it_happened_and_when_we_knew(browser, child, system_warrant):
    refer(system_warrant, child, days=40)
    page = text(browser.get(f"/person/{child.pk}/chronology/"))
    assert "Recorded" in page and "40 days later" in page


def test_the_chronology_is_filtered_by_kind_and_period(browser, child, system_warrant):
    referral = refer(system_warrant, child, days=40)
    visit(
        system_warrant,
        [Visit(child_id=child.pk, visited_on=days_ago(3), involvement_id=referral.involvement_id, seen=True)],
    )
    url = f"/person/{child.pk}/chronology/"
    assert browser.get(url).context["count"] == 4  # referral, visit, allocation, birth
    assert [e["title"] for e in browser.get(f"{url}?kind=visit").context["entries"]] == ["Visit"]
    since = browser.get(f"{url}?since={days_ago(10):%d/%m/%Y}")
    assert [e["title"] for e in since.context["entries"]] == ["Visit"]
    wrong = browser.get(f"{url}?since=yesterday")
    assert "Enter a date" in text(wrong) and wrong.context["count"] == 4


def test_a_withdrawn_step_stays_in_view_and_starts_no_clock(browser, child, system_warrant):
    referral = refer(system_warrant, child)
    with act("step.withdraw", system_warrant) as doing:
        withdraw(doing, referral, reason="Entered on the wrong child")
    assert "Withdrawn: Entered on the wrong child" in text(browser.get(f"/person/{child.pk}/chronology/"))
    assert "Nothing is due" in text(browser.get(f"/person/{child.pk}/"))


def test_a_step_shows_its_facts_its_thread_and_its_clocks(browser, child, system_warrant):
    plan = protect(system_warrant, child, refer(system_warrant, child))
    page = text(browser.get(f"/person/{child.pk}/steps/{plan.pk}/"))
    assert (
        "Neglect (NEG)" in page and "Led from: Initial child protection conference" in page and "See the child" in page
    )


def test_history_says_who_did_what_and_from_what_to_what(browser, child, worker, system_warrant):
    from sightline.access.warrants import standing_of

    warrant = standing_of(worker).warrant("person.correct", child.pk)
    people.correct_person(warrant, child, sex="F")
    page = text(browser.get(f"/person/{child.pk}/history/"))
    assert "Corrected details" in page and "Sana Birch, social worker (Allocated worker)" in page
    assert re.search(r"Sex .*U became F", page)


def test_an_act_that_changed_much_is_shown_in_part_and_in_full_when_asked_for(browser, child, system_warrant):
    from sightline.record.models import Act

    fill_a_life(system_warrant, child, 40)
    brought = Act.objects.get(kind="visit.record")
    page = text(browser.get(f"/person/{child.pk}/history/"))
    assert "All 80 things that it changed" in page and page.count("New: Visit") == 30
    whole = text(browser.get(f"/person/{child.pk}/history/?act={brought.pk}"))
    assert whole.count("New: Visit") == 80 and "The whole history" in whole
    assert "Nothing yet" in text(browser.get(f"/person/{child.pk}/history/?act={10**30}"))


def test_every_act_that_the_product_does_has_words_in_the_history():
    from pathlib import Path

    from sightline.desk.child.history import WORDS

    root = Path(__file__).parents[3] / "sightline"
    sources = [p.read_text() for p in root.rglob("*.py") if "synthetic" not in p.parts and "migrations" not in p.parts]
    done = {kind for source in sources for kind in re.findall(r'\bact\(\s*"([a-z_]+\.[a-z_]+)"', source)}
    without_a_child = {"team.make", "census.receive", "census.begin_again", "feedback.give", "form.publish"}
    assert {kind for kind in done - without_a_child if not kind.startswith("staff.")} <= WORDS.keys()


def test_two_records_of_one_person_are_read_as_one(browser, child, make_child, system_warrant):
    twin = make_child(given="Zoe", family="OHara")
    refer(system_warrant, twin, days=10)
    people.join(system_warrant, kept=child, duplicate=twin, reason="Same school, same birthday")
    page = text(browser.get(f"/person/{child.pk}/"))
    assert "joins 2 records" in page and "Zoe OHara" in page and "the referral decided" in page
    assert browser.get(f"/person/{twin.pk}/")["Location"] == f"/person/{child.pk}/"


def test_a_moment_in_the_future_or_half_a_moment_is_refused_kindly(browser, child):
    later = browser.get(f"/person/{child.pk}/?day_0=1&day_1=1&day_2=2099")
    assert later.status_code == 200 and "enter a moment in the past" in text(later)
    assert "Enter a time, like 14:30" in text(
        browser.get(f"/person/{child.pk}/?day_0=1&day_1=1&day_2=2026&time=noonish")
    )


def test_before_the_record_began_nothing_was_known(browser, child):
    page = browser.get(f"/person/{child.pk}/?day_0=1&day_1=1&day_2=2020")
    assert page.status_code == 404 and "Not known then" in text(page)


def test_the_chronology_becomes_an_accessible_pdf_in_the_background(browser, child, system_warrant):
    import pypdf
    from procrastinate.contrib.django.models import ProcrastinateJob

    from sightline.desk.child.documents import make_chronology

    refer(system_warrant, child, what_is_worrying="Came hungry; said *nothing* #of it.")
    browser.post(f"/person/{child.pk}/chronology/print/", {})
    document = Document.objects.get(person=child)
    waiting = text(browser.get(f"/person/{child.pk}/documents/"))
    assert "Being made" in waiting
    job = ProcrastinateJob.objects.get(task_name="child.chronology_pdf")
    make_chronology(**job.args)
    answer = browser.get(f"/person/{child.pk}/documents/{document.pk}/")
    assert answer["Content-Type"] == "application/pdf"
    pdf = pypdf.PdfReader(io.BytesIO(answer.content))
    words = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pdf.pages))
    assert "Chronology: Zoë O’Hara" in words and "said *nothing* #of it." in words and "Printed" in words
    assert "/StructTreeRoot" in pdf.trailer["/Root"] and pdf.trailer["/Root"]["/Lang"] == "en-GB"


def test_a_document_that_could_not_be_made_says_so(browser, child, monkeypatch):
    from sightline.desk.child import documents

    browser.post(f"/person/{child.pk}/chronology/print/", {})
    monkeypatch.setattr(documents, "chronology_pdf", lambda *a, **k: 1 / 0)
    held = Document.objects.get(person=child)
    with pytest.raises(ZeroDivisionError):
        documents.make_chronology(document_id=held.pk, person_id=child.pk, kinds=[], since=None, until=None, at=None)
    assert "could not be made" in text(browser.get(f"/person/{child.pk}/documents/"))
    assert browser.get(f"/person/{child.pk}/documents/{held.pk}/").status_code == 404


def fill_a_life(warrant, child, visits):
    referral = refer(warrant, child, days=300)
    decide_referrals(warrant, [referral], on=days_ago(299), no_further_action=False, acknowledged_on=days_ago(299))
    protect(warrant, child, referral, days=280)
    visit(
        warrant,
        [
            Visit(child_id=child.pk, visited_on=days_ago(270 - n), involvement_id=referral.involvement_id, seen=True)
            for n in range(visits)
        ],
    )


@pytest.mark.parametrize(("page", "most"), [("", 31), ("chronology/", 22), ("history/", 56), ("clocks/", 23)])
def test_the_number_of_queries_does_not_grow_with_the_record(
    page, most, browser, child, make_child, allocate, worker, system_warrant, django_assert_max_num_queries
):
    other = make_child(given="Finn")
    allocate(other, worker)
    fill_a_life(system_warrant, child, 5)
    fill_a_life(system_warrant, other, 60)
    for one in (child, other):
        browser.get(f"/person/{one.pk}/{page}")
        with django_assert_max_num_queries(most):
            assert browser.get(f"/person/{one.pk}/{page}").status_code == 200
    assert Step.objects.filter(child=other).count() > 60
