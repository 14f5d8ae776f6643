"""Prints the specimen pages as JSON: run as `python -m tests.design.render`, in a process of its own."""

import json
import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.design.settings"

import django

django.setup()

from django.test import Client  # noqa: E402

PAGES = ("/", "/form/", "/form/?errors", "/403/", "/404/", "/500/", "/account/signed-in/")

if __name__ == "__main__":
    client = Client()
    print(json.dumps({page: client.get(page).content.decode() for page in PAGES}))
