from django.urls import path

from sightline.returns.cin import pages as cin
from sightline.returns.faults import pages as faults
from sightline.returns.produced import pages as produced

urlpatterns = [
    path("census/", cin.census_files, name="census_files"),
    path("census/bring-in/", cin.census_bring_in, name="census_bring_in"),
    path("census/returns/", produced.census_returns, name="census_returns"),
    path("census/returns/produce/", produced.census_produce, name="census_produce"),
    path("census/returns/<int:pk>/", produced.census_return, name="census_return"),
    path("census/returns/<int:pk>/progress/", produced.census_return_progress, name="census_return_progress"),
    path("census/returns/<int:pk>/file.xml", produced.census_return_file, name="census_return_file"),
    path("census/returns/<int:pk>/check.html", produced.census_return_report, name="census_return_report"),
    path("census/faults/", faults.faults, name="faults"),
    path("census/faults/list.csv", faults.faults_csv, name="faults_csv"),
    path("census/questions/", faults.questions, name="questions"),
    path("census/<int:pk>/", cin.census_file, name="census_file"),
    path("census/<int:pk>/progress/", cin.census_progress, name="census_progress"),
    path("census/<int:pk>/continue/", cin.census_continue, name="census_continue"),
    path("census/<int:pk>/list.csv", cin.census_listed, name="census_listed"),
]
