"""Error answers in plain Vietnamese: what happened, whether anything was lost, what to do."""

from __future__ import annotations

import logging
import uuid

from flask import Flask, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from app.extensions import db
from app.services.errors import Invalid, NotFound, Refused, ServiceError
from app.web.htmx import is_htmx

log = logging.getLogger("app")

_WORDS: dict[int, tuple[str, str]] = {
    400: ("Yêu cầu không hợp lệ", "Hãy tải lại trang rồi thử lại."),
    401: ("Phiên làm việc đã hết", "Hãy đăng nhập lại; chữ đang gõ trên trang không bị mất."),
    403: ("Không được phép", "Tài khoản này không được giao việc đó."),
    404: ("Không tìm thấy trang", "Địa chỉ có thể đã đổi. Hãy về trang chủ."),
    405: ("Không làm được theo cách này", "Hãy quay lại trang trước và dùng nút trên trang."),
    409: ("Chưa thực hiện được", "Hãy tải lại trang để xem trạng thái mới nhất."),
    413: ("Nội dung quá lớn", "Hãy chia nhỏ nội dung, hoặc giảm dung lượng tệp dưới 20 MB."),
    422: ("Cần xem lại nội dung", "Hãy sửa chỗ được nêu rồi gửi lại."),
    429: ("Thao tác quá nhanh", "Hãy chờ một phút rồi thử lại."),
    500: ("Hệ thống gặp lỗi", "Nội dung đã lưu trước đó vẫn còn. Hãy thử lại sau ít phút."),
    503: ("Hệ thống đang bận", "Nội dung chưa gửi vẫn ở trên trang. Hãy thử lại sau ít giây."),
}


def register_errors(app: Flask) -> None:
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(ServiceError, _service)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(Exception, _unexpected)


def _service(error: ServiceError) -> Response:
    db.session.rollback()
    status = {NotFound: 404, Invalid: 422}.get(type(error))
    if status is None:
        status = 422 if isinstance(error, Invalid) else 409 if isinstance(error, Refused) else 404
    return answer_error(status, error.message)


def _http(error: HTTPException) -> Response:
    db.session.rollback()
    return answer_error(error.code or 500)


def _csrf(_error: CSRFError) -> Response:
    db.session.rollback()
    return answer_error(
        400, "Trang đã mở quá lâu hoặc đã đăng nhập lại ở thẻ khác. Hãy tải lại trang."
    )


def _busy(error: OperationalError) -> Response:
    """A lock that could not be had in time is a busy moment, not a fault of the user's."""
    db.session.rollback()
    number = _log(error)
    return answer_error(503, number=number)


def _unexpected(error: Exception) -> Response:
    db.session.rollback()
    return answer_error(500, number=_log(error))


def _log(error: Exception) -> str:
    number = uuid.uuid4().hex[:8]
    log.error("request %s failed: %s %s", number, request.method, request.endpoint, exc_info=error)
    return number


def answer_error(status: int, message: str = "", number: str = "") -> Response:
    """The error as a page, or as a small fragment when a script asked."""
    title, advice = _WORDS.get(status, _WORDS[500])
    template = "errors/_fragment.html" if is_htmx() else "errors/page.html"
    g.error_shown = True
    html = render_template(
        template, status=status, title=title, message=message, advice=advice, number=number
    )
    return make_response(html, status)
