from django.urls import path

from sightline.desk.team import absences, allocating, pages, service

urlpatterns = [
    path("teams/", service.teams, name="teams"),
    path("teams/<int:team_id>/", pages.team, name="team"),
    path("teams/<int:team_id>/late/", pages.late, name="team_late"),
    path("teams/<int:team_id>/children/", pages.children, name="team_children"),
    path("teams/<int:team_id>/workers/", pages.workers, name="team_workers"),
    path("allocate/", allocating.allocate, name="allocate"),
    path("absences/add/", absences.add, name="absence_add"),
    path("absences/<int:absence_id>/", absences.change, name="absence"),
]
