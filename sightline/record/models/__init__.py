"""The tables of the record, by subject."""

from sightline.record.models.act import Act
from sightline.record.models.document import Document, Sharing
from sightline.record.models.facts import Facts
from sightline.record.models.family import Address, Relationship, Residence
from sightline.record.models.form import FormVersion
from sightline.record.models.pathway import Involvement, Step
from sightline.record.models.person import Identifier, Person, PersonName, SamePerson, WarningNote
from sightline.record.models.search import SearchKey, SearchWord
from sightline.record.models.summary import ChildSummary
from sightline.record.models.task import Task

__all__ = [
    "Act",
    "Address",
    "ChildSummary",
    "Document",
    "Facts",
    "FormVersion",
    "Identifier",
    "Involvement",
    "Person",
    "PersonName",
    "Relationship",
    "Residence",
    "SamePerson",
    "SearchKey",
    "SearchWord",
    "Sharing",
    "Step",
    "Task",
    "WarningNote",
]
