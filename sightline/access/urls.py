from django.urls import path

from sightline.access import pages

urlpatterns = [
    path("sign-in/", pages.demo_sign_in, name="demo_sign_in"),
    path("healthy/", pages.healthy, name="healthy"),
]
