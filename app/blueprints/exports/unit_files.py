"""The unit's own files: its report as PDF, and the blank form to be filled in elsewhere."""

from __future__ import annotations

from flask import g
from werkzeug.wrappers import Response

from app.blueprints.exports.downloads import converter, download
from app.documents import PdfUnavailable
from app.services import documents_of_office, exports, reports
from app.services.errors import Refused
from app.services.reports import ReportRef


def pdf(report_id: int) -> Response:
    try:
        return download(exports.report_pdf(reports.get_report(report_id), program=converter()))
    except PdfUnavailable as error:
        raise Refused(str(error)) from error


def blank(report_id: int) -> Response:
    ref: ReportRef = g.target
    campaign = reports.get_report(report_id).campaign
    return download(documents_of_office.blank_form_word(campaign, ref.unit_kind))
