"""What templates say: dates in plain words, ages, plurals, and the components of a page.

`{% load design %}`. Everything here escapes what it is given, unless it was already marked safe.
No tag writes a style or a script: the Content-Security-Policy would refuse it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from sightline.design.forms import DateField, Helper

register = template.Library()

# The words and colours of a due thing. The word always stands beside the colour.
STATUSES: dict[str, tuple[str, str]] = {
    "due": ("Due", "blue"),
    "due_soon": ("Due soon", "yellow"),
    "overdue": ("Overdue", "red"),
    "met": ("Met", "green"),
    "met_late": ("Met late", "orange"),
    "not_held": ("Not held", "grey"),
    "superseded": ("Ended before it was due", "grey"),
    "watched": ("To come", "grey"),
    "passed": ("Passed", "grey"),
}


def _local_date(value: dt.date) -> dt.date:
    """The date in England of a date or a moment."""
    if isinstance(value, dt.datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


# --- Dates -----------------------------------------------------------------------------------------


@register.filter
def day(value: dt.date | None) -> str:
    """`3 May 2026`. Nothing, for nothing."""
    if not value:
        return ""
    date = _local_date(value)
    return f"{date.day} {date:%B} {date.year}"


@register.filter
def day_time(value: dt.date | None) -> str:
    """`3 May 2026 at 4:05pm`; a date without a time is just the day."""
    if not isinstance(value, dt.datetime):
        return day(value)
    moment = timezone.localtime(value) if timezone.is_aware(value) else value
    minutes = f":{moment:%M}" if moment.minute else ""
    clock = f"{moment.hour % 12 or 12}{minutes}{'am' if moment.hour < 12 else 'pm'}"
    if not moment.minute:
        clock = {0: "midnight", 12: "midday"}.get(moment.hour, clock)
    return f"{day(moment)} at {clock}"


@register.filter
def age(born: dt.date | None, today: dt.date) -> str:
    """How old somebody is, in words: days, then weeks, months up to two, then years.

    A later date than `today` is an unborn child's expected date. Someone born on 29 February has their
    birthday on 1 March in other years, as the law of England counts it.
    """
    if not born:
        return ""
    born, today = _local_date(born), _local_date(today)
    if born > today:
        return "unborn"
    months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
    if months >= 24:
        return plural(months // 12, "year")
    if months >= 3:
        return plural(months, "month")
    days = (today - born).days
    return plural(days // 7, "week") if days >= 14 else plural(days, "day")


@register.filter
def relative(value: dt.date | None, today: dt.date) -> str:
    """How far a date is from `today`: `today`, `tomorrow`, `in 3 days`, `2 days ago`."""
    if not value:
        return ""
    days = (_local_date(value) - _local_date(today)).days
    if days in (-1, 0, 1):
        return {-1: "yesterday", 0: "today", 1: "tomorrow"}[days]
    return f"in {plural(days, 'day')}" if days > 0 else f"{plural(-days, 'day')} ago"


@register.filter
def recorded_after(recorded: dt.date | None, happened: dt.date | None) -> str:
    """The gap between what happened and when it was recorded: `6 days later`. Nothing if the same day."""
    if not recorded or not happened:
        return ""
    days = (_local_date(recorded) - _local_date(happened)).days
    if days == 0:
        return ""
    return f"{plural(days, 'day')} later" if days > 0 else f"{plural(-days, 'day')} before"


@register.filter
def plural(count: int | Iterable[Any], words: str) -> str:
    """`{{ n|plural:"child,children" }}` is `1 child` or `3 children`; `{{ n|plural:"visit" }}` adds an s."""
    number = count if isinstance(count, int) else len(list(count))
    one, _, many = words.partition(",")
    return f"{number:,} {one if number == 1 else (many or one + 's')}"


@register.filter
def lower_first(text: str) -> str:
    """A title within a sentence: `Visit to a child` becomes `visit to a child`."""
    return text[:1].lower() + text[1:]


# --- Small things in a line ------------------------------------------------------------------------


@register.simple_tag
def status(kind: str, detail: str = "") -> SafeString:
    """A due thing's state as a word and a colour: `{% status "due" "in 3 days" %}`."""
    word, colour = STATUSES[kind]
    if detail:
        word = f"{word} {detail}"
    return format_html('<strong class="govuk-tag govuk-tag--{} app-status">{}</strong>', colour, word)


@register.simple_tag
def tag(text: str, colour: str = "grey") -> SafeString:
    """Any other short label, in one of the GOV.UK tag colours."""
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, text)


@register.simple_tag
def elsewhere(source: str = "") -> SafeString:
    """The badge on a fact copied from another system: `As recorded elsewhere: Mosaic`."""
    return format_html(
        '<span class="moj-badge moj-badge--grey app-badge">As recorded elsewhere{}</span>',
        f": {source}" if source else "",
    )


@register.simple_tag
def value(item: Any) -> SafeString | str:
    """One cell or fact, however it was given: text, number, date, yes or no, or a mapping.

    A mapping may have `text`, `url`, `status` (with `detail`), `tag` (with `colour`), `elsewhere`, `hint`.
    """
    if not isinstance(item, Mapping):
        if item is None or item == "":
            return format_html('<span class="app-none">{}</span>', "Not recorded")
        if isinstance(item, bool):
            return "Yes" if item else "No"
        if isinstance(item, dt.date):
            return format_html('<span class="app-nowrap">{}</span>', day_time(item))
        return format_html("{}", f"{item:,}" if isinstance(item, int) else item)
    parts: list[SafeString | str] = []
    if "text" in item:
        text = value(item["text"])
        if item.get("url"):
            text = format_html('<a class="govuk-link" href="{}">{}</a>', item["url"], text)
        parts.append(text)
    if item.get("status"):
        parts.append(status(item["status"], item.get("detail", "")))
    if item.get("tag"):
        parts.append(tag(item["tag"], item.get("colour", "grey")))
    if item.get("elsewhere"):
        parts.append(elsewhere("" if item["elsewhere"] is True else item["elsewhere"]))
    if item.get("hint"):
        parts.append(format_html('<span class="app-cell-hint">{}</span>', item["hint"]))
    return format_html_join(" ", "{}", ((part,) for part in parts))


# --- Tables and pages of them ----------------------------------------------------------------------


@register.inclusion_tag("design/table.html")
def table(
    caption: str,
    columns: Sequence[str | Mapping[str, Any]],
    rows: Iterable[Sequence[Any]],
    layout: str = "stack",
    empty: str = "Nothing to show.",
    hide_caption: bool = False,
) -> dict[str, Any]:
    """A table that a phone can show: `layout="stack"` (each row a block) or `"scroll"` (sideways).

    A column is its heading, or a mapping of `text`, `numeric`, `hidden` (heading for screen readers only).
    A row is its cells in order, each as `{% value %}` takes it; the first cell names the row.
    """
    heads = [column if isinstance(column, Mapping) else {"text": column} for column in columns]
    return {
        "caption": caption,
        "id": f"table-{slugify(caption)}",
        "columns": heads,
        "rows": [list(zip(heads, row, strict=True)) for row in rows],
        "layout": layout,
        "empty": empty,
        "hide_caption": hide_caption,
    }


@register.inclusion_tag("design/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page[Any], name: str = "page") -> dict[str, Any]:
    """Links to the pages of a Django `Page`, keeping every other part of the address (filters, order)."""
    query = context["request"].GET.copy()

    def link(number: int) -> str:
        query[name] = str(number)
        return f"?{query.urlencode()}"

    gap = str(page.paginator.ELLIPSIS)
    return {
        "page": page,
        "items": [
            {"gap": True}
            if str(number) == gap
            else {"number": number, "url": link(int(number)), "current": number == page.number}
            for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
        ],
        "previous": link(page.previous_page_number()) if page.has_previous() else "",
        "next": link(page.next_page_number()) if page.has_next() else "",
    }


# --- Blocks with content ---------------------------------------------------------------------------


@register.simple_block_tag
def details(content: str, summary: str, open: bool = False) -> SafeString:
    """`{% details "Why this date?" %} … {% enddetails %}`"""
    return format_html(
        '<details class="govuk-details"{}><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">{}</span></summary>'
        '<div class="govuk-details__text">{}</div></details>',
        mark_safe(" open") if open else "",
        summary,
        content,
    )


@register.simple_block_tag
def warning(content: str) -> SafeString:
    """`{% warning %} … {% endwarning %}`: something that must not be missed."""
    return format_html(
        '<div class="govuk-warning-text"><span class="govuk-warning-text__icon" aria-hidden="true">!</span>'
        '<div class="govuk-warning-text__text">'
        '<span class="govuk-visually-hidden">Warning</span>{}</div></div>',
        content,
    )


@register.simple_block_tag
def inset(content: str) -> SafeString:
    """`{% inset %} … {% endinset %}`: set apart from the text around it."""
    return format_html('<div class="govuk-inset-text">{}</div>', content)


@register.simple_block_tag
def card(content: str, title: str, level: int = 2) -> SafeString:
    """`{% card "What is due" %} … {% endcard %}`: one subject in a box, under a heading of that level."""
    return format_html(
        '<div class="govuk-summary-card"><div class="govuk-summary-card__title-wrapper">'
        '<h{0} class="govuk-summary-card__title">{1}</h{0}></div>'
        '<div class="govuk-summary-card__content">{2}</div></div>',
        level,
        title,
        content,
    )


@register.simple_block_tag
def filters(content: str, clear_url: str = "", label: str = "Filter", button: str = "Apply filters") -> SafeString:
    """`{% filters clear_url=url %} fields {% endfilters %}`: a form that narrows the list below it."""
    clear = format_html('<a class="govuk-link" href="{}">Clear filters</a>', clear_url) if clear_url else ""
    return format_html(
        '<form class="app-filters" method="get" aria-label="{}"><div class="app-filters__fields">{}</div>'
        '<div class="app-filters__actions">'
        '<button class="govuk-button govuk-button--secondary" type="submit">{}</button>{}</div></form>',
        label,
        content,
        button,
        clear,
    )


# --- Forms -----------------------------------------------------------------------------------------


@register.filter
def plain_error(error: str, field: Any) -> str:
    """An error as a list of errors says it: with its question, where the error alone doesn't say which it is about."""
    from django.forms import Field

    if str(error) == str(Field.default_error_messages["required"]):
        return f"Give an answer: {field.label}"
    dates = [one for one in field.form.fields.values() if isinstance(one, DateField)]
    return asked_about(error, field.label) if field.field in dates and len(dates) > 1 else str(error)


@register.filter
def asked_about(error: str, question: str) -> str:
    """An error after the question that it is about."""
    return f"{str(question).rstrip('?:.')}: {error}"


@register.simple_tag(takes_context=True)
def form_fields(context: template.Context, form: Any) -> SafeString:
    """The fields of a Django form, as GOV.UK components, with its hidden fields.

    The same as `{% crispy form %}`, for a form with or without a helper; the `<form>` element and its
    token belong to the page. Buttons in a helper's layout are rendered; `form_page.html` adds its own.
    """
    from crispy_forms.utils import render_crispy_form

    helper = getattr(form, "helper", None) or Helper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.render_hidden_fields = True
    fields: SafeString = render_crispy_form(form, helper, context=context.flatten())
    return fields
