"""Documents made from the record in the background: asked for, ready or failed; and with whom they were shared."""

from __future__ import annotations

import datetime
import uuid

from django.utils import timezone

from sightline.record.acts.act import act
from sightline.record.models import Document, Person, Sharing, Step
from sightline.record.warrant import Warrant


def ask_for_document(
    warrant: Warrant, person: Person, *, title: str, media_type: str, step: Step | None = None,
    request: uuid.UUID | None = None,
) -> Document:  # fmt: skip
    """Ask for a document about a person. The act stands in the record: what leaves it is known."""
    assert warrant.actor_id is not None
    with act("child.print", warrant, reason=title, request=request):
        return Document.objects.create(
            person=person, step=step, title=title, media_type=media_type, asked_by_id=warrant.actor_id
        )


def document_ready(document_id: int, content: bytes) -> None:
    Document.objects.filter(pk=document_id).update(
        content=content, state=Document.State.READY, ready_at=timezone.now(), problem=""
    )


def document_failed(document_id: int, problem: str) -> None:
    """Say why it could not be made, so that whoever asked isn't left waiting."""
    Document.objects.filter(pk=document_id).update(state=Document.State.FAILED, problem=problem)


def share_document(
    warrant: Warrant, document: Document, *, with_whom: str, how: str, on: datetime.date,
    request: uuid.UUID | None = None,
) -> Sharing:  # fmt: skip
    """Record that a document was shared: with whom, how (``Sharing.How``) and on what day."""
    with act("document.share", warrant, request=request) as doing:
        doing.move(document.person_id)
        return Sharing.objects.create(
            child_id=document.person_id, document=document, with_whom=with_whom, how=how, shared_on=on
        )
