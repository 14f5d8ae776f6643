from django.urls import path

from sightline.desk.printing import pages

OF = "person/<int:person_id>/"

urlpatterns = [
    path(f"{OF}steps/<int:step_id>/print/", pages.print_step, name="print_step"),
    path(f"{OF}steps/<int:step_id>/family/", pages.family, name="step_family"),
    path(f"{OF}documents/<int:document_id>/share/", pages.share, name="document_share"),
]
