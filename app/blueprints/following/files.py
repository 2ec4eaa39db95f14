"""Files of a campaign's state: Excel of the list and the matrix, Word to print."""

from __future__ import annotations

import io

from flask import g, send_file
from werkzeug.wrappers import Response

from app.models import Campaign
from app.services import filing_files
from app.services.exports import ExportedFile


def send_exported(exported: ExportedFile) -> Response:
    return send_file(
        io.BytesIO(exported.data),
        mimetype=exported.media_type,
        as_attachment=True,
        download_name=exported.name,
    )


def excel(campaign_id: int) -> Response:
    campaign: Campaign = g.target
    return send_exported(filing_files.filing_excel(campaign))


def matrix_excel(campaign_id: int) -> Response:
    campaign: Campaign = g.target
    return send_exported(filing_files.matrix_excel(campaign))


def word(campaign_id: int) -> Response:
    campaign: Campaign = g.target
    return send_exported(filing_files.filing_word(campaign))
