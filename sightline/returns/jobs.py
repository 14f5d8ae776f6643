"""The background jobs of returns: bringing a census file in, producing one, and taking up what a lost worker left."""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path

from asgiref.sync import async_to_sync
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateWorker
from procrastinate.exceptions import AlreadyEnqueued

from sightline.access.models import User
from sightline.access.warrants import DeniedError, standing_of
from sightline.returns.cin.acts import BeingBroughtInError, ask_again, bring_in, stop
from sightline.returns.faults.acts import refresh
from sightline.returns.models import Reconciliation
from sightline.returns.produced.acts import could_not, produce
from sightline.returns.produced.making import CannotProduceError
from sightline.returns.produced.models import ProducedReturn

TASK = "census.bring_in"
PRODUCE = "census.produce"
BEATS = datetime.timedelta(seconds=60)  # a worker that lives says so every ten seconds
NOT_MADE = "Something went wrong that Sightline didn't expect. Ask for it again; if it fails again, tell us."
WRONG = (
    "Something went wrong that Sightline didn't expect. What was brought in until then stands. Continue; if it "
    "stops again at the same child, tell us."
)


@app.task(name=TASK, queue="census")
def bring_in_census(*, reconciliation_id: int, user_id: int) -> None:
    """Bring in what is left of a file, on the warrant that its sender has now."""
    reconciliation = Reconciliation.objects.select_related("file").get(pk=reconciliation_id)
    if reconciliation.finished_at is not None:
        return
    try:
        warrant = standing_of(User.objects.get(pk=user_id)).warrant("census.bring_in", source="job")
        for _ in bring_in(warrant, reconciliation):
            pass
    except BeingBroughtInError:
        return
    except DeniedError as denied:
        stop(reconciliation, f"The person who sent the file may not bring it in any more. {denied.reason}")
    except Exception:
        stop(reconciliation, WRONG)
        raise


def ask(reconciliation: Reconciliation, user: User) -> None:
    """Ask the worker to bring in what is left of a file; asked twice while it waits, it is asked once."""
    ask_again(reconciliation)
    task = bring_in_census.configure(queueing_lock=f"{TASK} {reconciliation.pk}")
    try:
        with transaction.atomic():
            task.defer(reconciliation_id=reconciliation.pk, user_id=user.pk)
    except AlreadyEnqueued:
        pass


@app.task(name=PRODUCE, queue="census")
def produce_return(*, produced_id: int, user_id: int) -> None:
    """Make a return that was asked for, on the warrant that its asker has now."""
    produced = ProducedReturn.objects.get(pk=produced_id)
    try:
        standing_of(User.objects.get(pk=user_id)).warrant("census.produce", source="job")
        with tempfile.TemporaryDirectory() as folder:
            produce(produced, Path(folder) / produced.file_name)
    except DeniedError as denied:
        could_not(produced, f"The person who asked for it may not produce it any more. {denied.reason}")
    except CannotProduceError as refused:
        could_not(produced, str(refused))
    except Exception:
        could_not(produced, NOT_MADE)
        raise


def ask_to_produce(produced: ProducedReturn, user: User) -> None:
    """Ask the worker for a return."""
    task = produce_return.configure(queueing_lock=f"{PRODUCE} {produced.pk}")
    task.defer(produced_id=produced.pk, user_id=user.pk)


def a_worker_runs() -> bool:
    return ProcrastinateWorker.objects.filter(last_heartbeat__gte=timezone.now() - BEATS).exists()


async def _take_up() -> None:
    for task in (TASK, PRODUCE):
        for job in await app.job_manager.get_stalled_jobs(task_name=task):
            await app.job_manager.retry_job(job)


@app.periodic(cron="* * * * *")
@app.task(name="census.take_up", queue="census", queueing_lock="census.take_up")
async def take_up_lost(timestamp: int) -> None:
    """Each minute: what a worker began and left, because it was killed, is put back in the queue."""
    await _take_up()


def take_up() -> None:
    """The same at once, as a worker starts."""
    async_to_sync(_take_up)()


@app.periodic(cron="30 2 * * *")
@app.task(name="faults.refresh", queue="census", queueing_lock="faults.refresh")
def refresh_faults(timestamp: int) -> None:
    """Each night: every rule of the census is asked about the whole record."""
    for _ in refresh(timezone.localdate()):
        pass
