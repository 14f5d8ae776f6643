"""The web application, for gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sightline.config.settings")
application = get_wsgi_application()

from sightline.returns.checking.known import rules_of  # noqa: E402 - after the record is ready

rules_of("cin")  # read at the start: what a running server asks doesn't change under it
gc.freeze()  # what is loaded stays: a collection that walks it would hold a page up by a tenth of a second
