"""Commands on staff: who they are, who leaves, and how they get in."""

from __future__ import annotations

import os

import click

from sightline.cli.base import django_ready, main


@main.group()
def staff() -> None:
    """Who may sign in, and what they hold."""


@staff.command("add")
@click.argument("name")
@click.argument("email")
@click.option("--role", required=True, help="social_worker, team_manager, data_officer, administrator …")
@click.option(
    "--team", "team_name", help="The team's name; made if there is none. Data officers and administrators need none."
)
@click.option("--part-of", help="For a new team: the service it is part of.")
@click.option("--fte", type=click.FloatRange(0.01, 1), default=1, show_default=True, help="Full-time equivalent.")
@click.option("--manager", metavar="EMAIL", help="Who answers for them, if not the manager of the team.")
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True, help="At least 12 characters.")
def staff_add(
    name: str,
    email: str,
    role: str,
    team_name: str | None,
    part_of: str | None,
    fte: float,
    manager: str | None,
    password: str,
) -> None:
    """Let a person sign in, with a role in a team from today. They set up their second factor at first sign-in."""
    django_ready()
    from decimal import Decimal

    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.utils import timezone

    from sightline.access.acts import appoint, make_team
    from sightline.access.models import Team, User
    from sightline.access.roles import Role
    from sightline.record.warrant import system

    if role not in Role.values:
        raise click.ClickException(f"There is no role {role!r}. The roles are: {', '.join(Role.values)}.")
    if User.objects.filter(email=email.lower()).exists():
        raise click.ClickException(f"{email} can sign in already.")
    try:
        validate_password(password, User(name=name, email=email))
    except ValidationError as error:
        raise click.ClickException(" ".join(error.messages)) from None
    warrant = system(f"The command line of this server, by {os.environ.get('USER', 'an operator')}")

    def team_called(called: str | None, within: Team | None = None) -> Team | None:
        return called and (Team.objects.filter(name=called).first() or make_team(warrant, called, part_of=within))  # type: ignore[return-value]

    above = User.objects.filter(email=manager.lower()).first() if manager else None
    if manager and above is None:
        raise click.ClickException(f"Nobody signs in as {manager}.")
    team = team_called(team_name, team_called(part_of))
    user = User.objects.create_user(email, name, password)
    today, hours = timezone.localdate(), Decimal(str(fte))
    appoint(warrant, user, role=Role(role), team=team, starts_on=today, fte=hours, line_manager=above)
    click.echo(f"{name} can sign in as {Role(role).label.lower()}{f' in {team}' if team else ''}.")


@staff.command("leave")
@click.argument("email")
@click.option("--stand-in", metavar="EMAIL", help="Who is there for their children until these are allocated anew.")
def staff_leave(email: str, stand_in: str | None) -> None:
    """End everything that a person holds, today, and their sign-in with it."""
    django_ready()
    from django.db import transaction
    from django.utils import timezone

    from sightline.access.acts import end_appointments
    from sightline.access.models import User
    from sightline.oversight.acts import record_absence
    from sightline.oversight.holding import held_on
    from sightline.record.warrant import system

    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        raise click.ClickException(f"Nobody signs in as {email}.")
    colleague = User.objects.filter(email=stand_in.lower()).first() if stand_in else None
    if stand_in and colleague is None:
        raise click.ClickException(f"Nobody signs in as {stand_in}.")
    warrant, today = system("The command line of this server"), timezone.localdate()
    children = held_on(today).filter(worker=user).count()
    with transaction.atomic():
        end_appointments(warrant, user, on=today)
        User.objects.filter(pk=user.pk).update(is_active=False)
        if colleague:
            record_absence(warrant, user, starts_on=today, stand_in=colleague)
    click.echo(f"{user.name} holds no post from today and can't sign in.")
    if children and colleague:
        click.echo(f"{colleague.name} stands in for {children} children until they are allocated anew.")
    elif children:
        click.echo(f"{children} children are still in their name: they stand on their manager's list as having nobody.")


@staff.command("link")
@click.argument("email")
def staff_link(email: str) -> None:
    """Let a person who is new or cannot get in choose a password and a second factor afresh. Prints the link."""
    django_ready()
    from sightline.access.acts import start_over
    from sightline.access.models import User
    from sightline.record.warrant import system

    user = User.objects.filter(email=email.lower(), is_active=True).first()
    if user is None:
        raise click.ClickException(f"Nobody signs in as {email}.")
    link = start_over(system("The command line of this server"), user)
    click.echo(f"Give {user.name} this address, below the server's own. It works once, for three days: {link}")
