"""The forms of sign-in, in plain words and without placeholders."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm, ResetPasswordKeyForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as second_factor
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.core.cache import cache

NEW_PASSWORD = "At least 12 characters. Three random words are easy to remember and hard to guess."  # noqa: S105
ONE_TIME_SECONDS = 90  # an authenticator app's code is taken for 30 seconds, and 30 either side


class PasswordInput(forms.PasswordInput):
    """A password that can be shown while it is typed."""

    template_name = "access/password_input.html"


class PlainWords(forms.Form):
    """Gives each field its own label, hint and the sentence for when it is left empty."""

    words: dict[str, tuple[str, str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint, empty) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.error_messages["required"] = empty
            if isinstance(field.widget, forms.PasswordInput):
                field.widget = PasswordInput(attrs=field.widget.attrs)
                field.widget.attrs["class"] = "govuk-password-input__input govuk-js-password-input-input"
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs["spellcheck"] = "false"
            if name == "code":
                field.widget.attrs |= {"inputmode": "numeric", "class": "govuk-input--width-10"}


class SignIn(PlainWords, LoginForm):
    words = {
        "login": ("Email address", "", "Enter your email address"),
        "password": ("Password", "", "Enter your password"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["login"].error_messages["invalid"] = "Enter an email address, like name@council.gov.uk"


class Again(PlainWords, ReauthenticateForm):
    words = {"password": ("Password", "", "Enter your password")}


class ChangePassword(PlainWords, ChangePasswordForm):
    words = {
        "oldpassword": ("Your password now", "", "Enter your password as it is now"),
        "password1": ("New password", NEW_PASSWORD, "Enter a new password"),
        "password2": ("New password again", "", "Enter the new password a second time"),
    }


class ChoosePassword(PlainWords, ResetPasswordKeyForm):
    words = {
        "password1": ("Password", NEW_PASSWORD, "Enter a password"),
        "password2": ("Password again", "", "Enter the password a second time"),
    }


class OneTimeCode(PlainWords):
    """A code is good once, even within the minute and a half in which its app's clock may be wrong."""

    words = {"code": ("Code", "Six digits from your authenticator app, or a recovery code", "Enter the code")}
    user: Any
    authenticator: Authenticator

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        key = f"one-time-code:{self.user.pk}:{code}"
        if self.authenticator.type == Authenticator.Type.TOTP and not cache.add(key, True, timeout=ONE_TIME_SECONDS):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondFactor(OneTimeCode, second_factor.AuthenticateForm):
    pass


class SecondFactorAgain(OneTimeCode, second_factor.ReauthenticateForm):
    pass


class SetUpApp(PlainWords, ActivateTOTPForm):
    words = {"code": ("Code that the app shows", "Six digits", "Enter the code that the app shows")}


class AddPasskey(PlainWords, AddWebAuthnForm):
    words = {
        "name": ("Name of this passkey", "So that you can tell it from others: “Work phone”", ""),
        "passwordless": ("Let me sign in with this passkey alone, without my password", "", ""),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class NamePasskey(PlainWords, EditWebAuthnForm):
    words = {"name": ("Name of this passkey", "", "Enter a name for this passkey")}
