from django.urls import path

from sightline.returns.cin import pages as cin

urlpatterns = [
    path("census/", cin.census_files, name="census_files"),
    path("census/bring-in/", cin.census_bring_in, name="census_bring_in"),
    path("census/<int:pk>/", cin.census_file, name="census_file"),
    path("census/<int:pk>/progress/", cin.census_progress, name="census_progress"),
    path("census/<int:pk>/continue/", cin.census_continue, name="census_continue"),
    path("census/<int:pk>/list.csv", cin.census_listed, name="census_listed"),
]
