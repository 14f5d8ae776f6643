"""The addresses of sign-in, one's account and feedback.

Of django-allauth's pages only those named here exist: no sign-up, no changing of email addresses, no
tying of other identities to an account, no password by email.
"""

from allauth.account import views as allauth_views
from allauth.socialaccount import views as social_views
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from sightline.access import feedback, pages, staff

to_account = RedirectView.as_view(pattern_name="account")

account = [
    path("", pages.account, name="account"),
    path("login/", pages.sign_in, name="account_login"),
    path("sign-out/", allauth_views.logout, name="account_logout"),
    path("session/", pages.session_check, name="session_check"),
    path("signed-in/", pages.signed_in, name="signed_in"),
    path("reauthenticate/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", allauth_views.password_change, name="account_change_password"),
    path("password/set/", to_account, name="account_set_password"),  # single sign-on has no password here
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("2fa/", to_account, name="mfa_index"),
    path("2fa/webauthn/", to_account, name="mfa_list_webauthn"),
    path("2fa/", include("allauth.mfa.urls")),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("oidc/cancelled/", social_views.login_cancelled, name="socialaccount_login_cancelled"),
]

urlpatterns = [
    path("account/", include(account)),
    path("sign-in/", pages.demo_sign_in, name="demo_sign_in"),
    path("feedback/", feedback.give, name="feedback"),
    path("feedback/all/", feedback.read, name="feedback_all"),
    path("staff/", staff.staff, name="staff"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("healthy/", pages.healthy, name="healthy"),
]
