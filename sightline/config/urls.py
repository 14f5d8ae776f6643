from django.urls import include, path

urlpatterns = [
    path("", include("sightline.access.urls")),
    path("", include("sightline.returns.urls")),
    path("", include("sightline.desk.urls")),
]
