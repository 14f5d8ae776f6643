from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "sightline.forms"
    label = "forms"
