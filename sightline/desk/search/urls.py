from django.urls import path

from sightline.desk.search import pages

urlpatterns = [path("search/", pages.search, name="search")]
