"""Word's clipboard, sent by the page's script to be made into plain text."""

from __future__ import annotations

from flask import jsonify, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from app.services import word_paste


def paste(report_id: int) -> Response:
    markup = request.form.get("html", "")
    if len(markup) > word_paste.MOST_CHARACTERS:
        raise RequestEntityTooLarge
    pasted = word_paste.read_clipboard(markup, request.form.get("text", ""))
    return jsonify(text=pasted.text, notes=pasted.notes)
