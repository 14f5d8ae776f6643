from django.urls import path

from sightline.desk.people import (
    create,
    details,
    entries,
    facts,
    homes,
    identifiers,
    joining,
    names,
    relationships,
    warnings,
)

OF = "person/<int:person_id>/"

urlpatterns = [
    path("person/new/", create.new_person, name="new_person"),
    path(f"{OF}details/", details.details, name="person_details"),
    path(f"{OF}facts/", facts.facts, name="person_facts"),
    path(f"{OF}birth/", facts.birth, name="person_birth"),
    path(f"{OF}summary/", facts.summary, name="person_summary"),
    path(f"{OF}name/add/", names.add, name="name_add"),
    path(f"{OF}name/<int:name_id>/", names.change, name="name_change"),
    path(f"{OF}name/<int:name_id>/end/", entries.end_name, name="name_end"),
    path(f"{OF}identifier/add/", identifiers.add, name="identifier_add"),
    path(f"{OF}identifier/<int:identifier_id>/", identifiers.change, name="identifier_change"),
    path(f"{OF}home/add/", homes.add, name="home_add"),
    path(f"{OF}home/<int:residence_id>/", homes.change, name="home_change"),
    path(f"{OF}home/<int:residence_id>/end/", entries.end_home, name="home_end"),
    path(f"{OF}relationship/add/", relationships.add, name="relationship_add"),
    path(f"{OF}relationship/<int:relationship_id>/", relationships.change, name="relationship_change"),
    path(f"{OF}relationship/<int:relationship_id>/end/", entries.end_relationship, name="relationship_end"),
    path(f"{OF}warning/add/", warnings.add, name="warning_add"),
    path(f"{OF}warning/<int:warning_id>/review/", warnings.review, name="warning_review"),
    *(
        path(f"{OF}{what}/<int:{entries.SORTS[what].part}>/withdraw/", withdraw, name=f"{what}_withdraw")
        for what, withdraw in entries.withdraw.items()
    ),
    path(f"{OF}join/", joining.join, name="person_join"),
    path(f"{OF}cut/<int:link_id>/", joining.cut, name="person_cut"),
]
