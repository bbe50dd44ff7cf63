"""A changed case, read again with the view that it was read with."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from detente.case import checks
from detente.case.faults import placed, reading_order, validation_faults
from detente.case.model.case import Case
from detente.case.model.preference import View
from detente.case.page import Page
from detente.case.reading import CaseFile
from detente.case.yaml_subset import read_tree
from detente.foundation.errors import CaseError

_Model = TypeVar("_Model", bound=BaseModel)


def with_view(read: CaseFile, text: str, view_text: str) -> CaseFile:
    """The case that these texts of the case file and of the view state, checked as on reading.

    Raises CaseError with all faults of the first text that has any, then with those that the checks find.
    """
    if read.view_page is None:
        raise ValueError("the case was read without a view")
    page, case = _stated(text, read.path.name, Case)
    view_page, view = _stated(view_text, read.view_page.file, View)
    preferences = {**case.preferences, **view.preferences}
    again = replace(
        read,
        case=case.model_copy(update={"preferences": preferences}),
        text=page.text,
        tree=page.root,
        view=view,
        view_page=view_page,
    )
    found = [placed(finding, again.page_of(finding.path)) for finding in checks.run(again.case, again.texts)]
    found.sort(key=lambda fault: (fault.place.file if fault.place else "", *reading_order(fault)))
    if any(fault.severity == "error" for fault in found):
        raise CaseError(found)
    return replace(again, warnings=tuple(found))


def _stated(text: str, file: str, model: type[_Model]) -> tuple[Page, _Model]:
    root, faults = read_tree(text, file)
    if root is None or faults:
        raise CaseError(faults)
    page = Page(file, text, root)
    try:
        return page, model.model_validate(root.plain(), by_alias=True, by_name=False)
    except ValidationError as error:
        raise CaseError(validation_faults(error, page, model)) from None
