"""Error answers in plain Vietnamese: what happened, whether anything was lost, what to do."""

from __future__ import annotations

import logging
import re
import uuid
from urllib.parse import urlsplit

from flask import Flask, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as NoConnection
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from app.documents import DocumentError
from app.extensions import db
from app.models.base import TooLong
from app.services.errors import Invalid, NotFound, Refused, ServiceError
from app.web.htmx import is_htmx
from app.web.parameters import TYPED
from app.web.session import read_actor

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


_SIGNING_IN = frozenset({"auth.sign_in", "auth.enter_code"})


def register_errors(app: Flask) -> None:
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(ServiceError, _service)
    app.register_error_handler(TooLong, _too_long)
    app.register_error_handler(DocumentError, _document)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(NoConnection, _busy)
    app.register_error_handler(Exception, _unexpected)


def _service(error: ServiceError) -> Response:
    db.session.rollback()
    status = {NotFound: 404, Invalid: 422}.get(type(error))
    if status is None:
        status = 422 if isinstance(error, Invalid) else 409 if isinstance(error, Refused) else 404
    return answer_error(status, error.message)


def _too_long(error: TooLong) -> Response:
    db.session.rollback()
    return answer_error(
        422, f"“{error.text[:40]}…” dài quá {error.limit} ký tự nên chưa lưu. Hãy viết ngắn lại."
    )


def _document(error: DocumentError) -> Response:
    db.session.rollback()
    return answer_error(409, str(error))


def _http(error: HTTPException) -> Response:
    db.session.rollback()
    return answer_error(error.code or 500)


def _csrf(_error: CSRFError) -> Response:
    db.session.rollback()
    if read_actor() is None and request.endpoint not in _SIGNING_IN:
        return answer_error(401)  # the token went with the session: signing in mends both
    return answer_error(
        400, "Trang đã mở quá lâu hoặc đã đăng nhập lại ở thẻ khác. Hãy tải lại trang."
    )


def _database(error: DBAPIError) -> Response:
    if _is_lock(error):
        return _busy(error)
    if isinstance(error, IntegrityError) and _UNIQUE.search(str(error.orig)):
        db.session.rollback()
        return answer_error(409, "Nội dung này vừa được ghi ở một yêu cầu khác.", _log(error))
    return _unexpected(error)


# serialization_failure, deadlock_detected, lock_not_available of PostgreSQL.
_LOCK_STATES = frozenset({"40001", "40P01", "55P03"})
_LOCKED = re.compile(r"database (table )?is locked")
_UNIQUE = re.compile(r"UNIQUE constraint failed|unique constraint")


def _is_lock(error: DBAPIError) -> bool:
    state = getattr(error.orig, "sqlstate", None)
    return state in _LOCK_STATES if state else bool(_LOCKED.search(str(error.orig)))


def _busy(error: Exception) -> Response:
    """A lock that could not be had in time is a busy moment, not a fault of the user's."""
    db.session.rollback()
    return answer_error(503, number=_log(error))


def _unexpected(error: Exception) -> Response:
    db.session.rollback()
    return answer_error(500, number=_log(error))


def _log(error: Exception) -> str:
    # The number that is shown leads to the lines of this request in the log.
    number: str = g.get("request_id") or uuid.uuid4().hex[:12]
    log.error(
        "request %s failed: %s %s",
        number,
        request.method,
        request.endpoint,
        exc_info=error,
        extra={"request": number, "endpoint": request.endpoint or ""},
    )
    return number


def answer_error(status: int, message: str = "", number: str = "") -> Response:
    """The error as a page, or as a small fragment when a script asked."""
    title, advice = _WORDS.get(status, _WORDS[500])
    template = "errors/_fragment.html" if is_htmx() else "errors/page.html"
    g.has_failed = status >= 500
    html = render_template(
        template,
        status=status,
        title=title,
        message=message,
        advice=advice,
        number=number,
        unsaved="" if is_htmx() else unsaved_text(),
        page_before="" if is_htmx() else page_before(),
    )
    return make_response(html, status)


def page_before() -> str:
    """The page of ours whose form could not be taken, to go back to; "" for a page just read."""
    before = urlsplit(request.referrer or "")
    if request.method != "POST" or before.netloc != request.host:
        return ""
    return before.path + (f"?{before.query}" if before.query else "")


# Inputs that carry what people write, beside those of answers and drafts.
_WRITTEN = frozenset({"reason", "noi_dung", "text", "ly_do"})
_NO_TEXT = ("-state", "-id", "-present")


def unsaved_text() -> str:
    """What was typed into the form that could not be taken: without a script it exists nowhere
    else but in this request, so the error page gives it back."""
    try:
        inputs = list(request.form.items(multi=True))
    except HTTPException:
        return ""  # the form itself was what could not be read
    texts = (
        text.strip()
        for name, text in inputs
        if name in _WRITTEN or (name.startswith(TYPED) and not name.endswith(_NO_TEXT))
    )
    return "\n\n".join(text for text in texts if text)
