"""How people sign in: nobody makes an account for themselves, and single sign-on meets an existing one."""

from __future__ import annotations

import logging
import time
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from sightline.access.models import User

logger = logging.getLogger(__name__)

NOT_RIGHT = "The email address or the password is not right. Check both, and try again."
TOO_MANY = "That is too many tries. Wait 5 minutes, then try again, or ask the administrator for help."
WRONG_CODE = "That code is not right. Enter the code that your app shows now, or a recovery code not used before."


def second_factor_is_required() -> bool:
    """On a real record, always. The demo and a laptop's own record hold invented people."""
    return not settings.LOCAL and not settings.DEMO


def has_second_factor(request: HttpRequest) -> bool:
    """An authenticator app or a passkey; or single sign-on, where the council's own service asks for it."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    if Authenticator.objects.filter(user_id=request.user.pk, type__in=kinds).exists():
        return True
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "socialaccount" for record in records)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the council's administrator, never on the sign-in page.

    A refusal reads the same whether the account is unknown, closed, or the password wrong.
    """

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": NOT_RIGHT,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_password": "That password is not right. Try again.",
        "enter_current_password": "That is not your password now. Try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)
        return user if user and user.is_active else None

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Only a passkey or single sign-on leads here: they have proved who they are, so may be told."""
        messages.error(request, "Your account is closed. Ask the administrator of Sightline in your council.")
        return redirect("account_login")

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Whoever has just signed in is not asked for their password again at once."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < account_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/account/"


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors, in plain words."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": WRONG_CODE}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """The name that a new passkey is offered; its owner may give it a better one."""
        return f"Passkey {Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}"


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """The council's single sign-on opens the account with the same email address, and makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            raise ImmediateHttpResponse(redirect("account"))  # nobody ties a second identity to their account
        if sociallogin.is_existing:
            return
        email = (sociallogin.user.email or "").lower()
        user = User.objects.filter(email=email, is_active=True).first() if email else None
        if user is None:
            raise ImmediateHttpResponse(render(request, "access/no_account.html", status=403))
        sociallogin.connect(request, user)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, **extra: Any
    ) -> None:
        """The kind of fault, for whoever runs the server; never what was exchanged."""
        logger.warning("Single sign-on failed: %s", type(exception).__name__ if exception else error)
