from django.urls import include, path

from sightline.desk import home, unsent

urlpatterns = [
    path("", home.home, name="home"),
    path("unsent/", unsent.keep, name="unsent"),
    path("", include("sightline.desk.team.urls")),
    path("", include("sightline.desk.search.urls")),
    path("", include("sightline.desk.people.urls")),
    path("", include("sightline.desk.child.urls")),
    path("", include("sightline.desk.recording.urls")),
    path("", include("sightline.desk.printing.urls")),
    path("", include("sightline.desk.front_door.urls")),
]
