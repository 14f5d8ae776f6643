from django.urls import path

from sightline.desk.child import pages, reason

urlpatterns = [
    path("person/<int:person_id>/", pages.person, name="person"),
    path("person/<int:person_id>/chronology/", pages.chronology, name="chronology"),
    path("person/<int:person_id>/clocks/", pages.person_clocks, name="person_clocks"),
    path("person/<int:person_id>/steps/<int:step_id>/", pages.step, name="step"),
    path("person/<int:person_id>/history/", pages.history, name="history"),
    path("person/<int:person_id>/open-with-reason/", reason.open_record, name="open_with_reason"),
]
