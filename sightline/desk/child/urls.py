from django.urls import path

from sightline.desk.child import census, documents, late, pages, reason

urlpatterns = [
    path("person/<int:person_id>/", pages.person, name="person"),
    path("person/<int:person_id>/chronology/", pages.chronology, name="chronology"),
    path("person/<int:person_id>/clocks/", pages.person_clocks, name="person_clocks"),
    path("person/<int:person_id>/clocks/<str:clock>/<int:step_id>/<int:ordinal>/late/", late.delay, name="delay"),
    path("person/<int:person_id>/steps/<int:step_id>/", pages.step, name="step"),
    path("person/<int:person_id>/census/", census.census, name="person_census"),
    path("person/<int:person_id>/census/set-aside/", census.set_aside, name="set_aside_query"),
    path("person/<int:person_id>/census/put-back/", census.put_back, name="put_back_query"),
    path("person/<int:person_id>/history/", pages.history, name="history"),
    path("person/<int:person_id>/chronology/print/", documents.ask_for_chronology, name="print_chronology"),
    path("person/<int:person_id>/documents/", documents.documents, name="documents"),
    path("person/<int:person_id>/documents/<int:document_id>/", documents.document, name="document"),
    path("person/<int:person_id>/open-with-reason/", reason.open_record, name="open_with_reason"),
]
