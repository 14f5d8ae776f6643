"""The least that Django needs to render the design room alone: no database, no other app."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECRET_KEY = "tests only"
DEBUG = True
ALLOWED_HOSTS = ["*"]
USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"
ROOT_URLCONF = "tests.design.settings"
STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "build" / "static"]
INSTALLED_APPS = ["django.contrib.staticfiles", "sightline.design", "crispy_forms", "crispy_forms_gds", "csp"]
MIDDLEWARE = ["csp.middleware.CSPMiddleware", "django.middleware.csrf.CsrfViewMiddleware"]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["gds"]
CRISPY_TEMPLATE_PACK = "gds"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "connect-src": ["'self'"],
        "frame-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'self'"],
    }
}
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]


def _urls():
    """The pages, and a pretended sign-in for the time-out dialog: `/end/` ends the pretended session."""
    from django.http import HttpResponse, JsonResponse
    from django.middleware.csrf import get_token, rotate_token
    from django.shortcuts import render
    from django.urls import path
    from django.views.decorators.clickjacking import xframe_options_sameorigin

    from sightline.design import specimen

    state = {"over": False, "seconds": 1200}

    def session(request):
        if state["over"]:
            return JsonResponse({}, status=401)
        return JsonResponse({"seconds": state["seconds"], "user": "42", "csrf": get_token(request)})

    def end(request):
        state.update(over=True)
        return HttpResponse("ended")

    @xframe_options_sameorigin
    def sign_in(request):
        return HttpResponse('<!DOCTYPE html><title>Sign in</title><a href="/account/signed-in/">Sign in</a>')

    @xframe_options_sameorigin
    def signed_in(request):
        state.update(over=False, seconds=1200)
        rotate_token(request)
        return render(request, "design/signed_in.html")

    return [
        path("", specimen.specimen),
        path("form/", specimen.form_page),
        path("403/", lambda request: render(request, "403.html")),
        path("404/", lambda request: render(request, "404.html")),
        path("500/", lambda request: render(request, "500.html")),
        path("account/session/", session),
        path("account/sign-in/", sign_in),
        path("account/signed-in/", signed_in),
        path("end/", end),
    ]


def __getattr__(name):
    if name == "urlpatterns":
        return _urls_once()
    raise AttributeError(name)


def _urls_once(made=[]):  # noqa: B006
    made or made.extend(_urls())
    return made
