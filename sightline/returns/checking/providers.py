"""Reads Ofsted's list of providers, from a workbook or a CSV file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from sightline.returns.checking.notices import CannotCheck
from sightline.returns.checking.store import Store

TABLE = "Providers"
# How the columns are headed in the lists that go round, without spaces and signs.
_HEADED = {
    "URN": ("urn", "uniquereferencenumber"),
    "LA": ("la", "lacode", "localauthority", "localauthoritycode", "lacodeinferred", "lanameinferred"),
    "PLACE_CODES": ("placecodes", "placecode", "placementcode", "placementcodes", "placementtype"),
    "PROVIDER_CODES": ("providercodes", "providercode", "placementprovidercode", "placementprovidercodes"),
    "POSTCODE": ("postcode", "settingaddresspostcode", "addresspostcode"),
    "REG_END": ("regend", "deregistrationdate", "registrationend", "registrationenddate", "dateclosed"),
}


def put_providers(path: Path, store: Store) -> None:
    """Puts the list into the store. A return whose rules ask no list of providers has no use for it."""
    if TABLE not in store.of.by_name:
        raise CannotCheck(path.name, None, f"the {store.of.title} asks no list of providers.", "Leave it out.")
    rows = [row for sheet in _sheets(path) for row in _providers(sheet)]
    if not rows:
        raise CannotCheck(
            path.name,
            None,
            "no sheet of it has a column headed URN.",
            "Give Ofsted's list of children's homes or of social care providers, as it was downloaded.",
        )
    store.put(TABLE, list(_HEADED), rows)


def _providers(sheet: Iterator[list[str]]) -> Iterator[list[str]]:
    places: list[int | None] | None = None
    for cells in sheet:
        if places is None:
            bare = [re.sub(r"[^a-z0-9]", "", cell.lower()) for cell in cells]
            if "urn" in bare or "uniquereferencenumber" in bare:
                places = [
                    next((place for place, name in enumerate(bare) if name in names), None)
                    for names in _HEADED.values()
                ]
        elif any(cells):
            yield ["" if place is None or place >= len(cells) else cells[place] for place in places]


def _sheets(path: Path) -> Iterator[Iterator[list[str]]]:
    if path.suffix.lower() == ".csv":
        import csv

        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            yield iter([*csv.reader(file)])
        return
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # whatever a broken workbook raises
        raise CannotCheck(
            path.name, None, f"it is not a workbook that can be read ({error}).", "Save it as .xlsx."
        ) from None
    try:
        for sheet in book.worksheets:
            yield ([_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True))
    finally:
        book.close()


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
