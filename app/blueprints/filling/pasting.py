"""Word's clipboard, sent by the page's script: words made plain, tables put into tables."""

from __future__ import annotations

from flask import g, jsonify, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from app.blueprints.filling.answers_in import changed_cells
from app.extensions import db
from app.services import pasted_tables, word_paste
from app.services.answer_places import find_field
from app.services.pasted_tables import Target
from app.services.reports import ReportRef
from app.web.session import current_actor
from forms import cell_name


def paste(report_id: int) -> Response:
    ref: ReportRef = g.target
    markup = request.form.get("html", "")
    if len(markup) > word_paste.MOST_CHARACTERS:
        raise RequestEntityTooLarge
    pasted = word_paste.read_clipboard(markup, request.form.get("text", ""))
    targets = pasted_tables.find_targets(ref, pasted.tables, current_actor())
    tables = [_offer(target) for target in targets]
    return jsonify(text=pasted.text, notes=pasted.notes, tables=tables)


def _offer(target: Target) -> dict[str, object]:
    """`inputs` are the names that the cells have on their own page."""
    inputs = {
        cell_name(target.field_key, *place.split(".", 1)): text
        for place, text in target.cells.items()
    }
    return {
        "field": target.field_key,
        "label": target.label,
        "inputs": inputs,
        "text": target.text,
    }


def pour_table(report_id: int, field_key: str) -> Response:
    """A pasted table into its field; `nhom` names an earlier one that is to be undone."""
    ref: ReportRef = g.target
    _, field = find_field(ref, field_key)
    group, actor = request.form.get("nhom", ""), current_actor()
    if group:
        undone = pasted_tables.undo(ref, field_key, group, actor=actor)
        db.session.commit()
        return jsonify(undone=undone)
    cells = changed_cells(field, request.form)
    made = pasted_tables.pour(ref, field_key, cells, actor=actor)
    db.session.commit()
    return jsonify(group=made, cells=len(cells))
