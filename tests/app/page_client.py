"""A test client that looks at every page as a careful reader would.

After every answer: well-formed HTML, one h1 on full pages, no double ids, every form with an
action and a CSRF token, every control with a label, no inline script, style or handler.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import Flask, session
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf
from lxml import html as lxml_html
from werkzeug.test import TestResponse

from app.extensions import db
from app.models import User
from app.services import accounts
from app.services.passwords import Passwords
from app.web.session import sign_in_session

PASSWORD = "mat-khau-thu-nghiem"
CONTROLS = "//input[not(@type='hidden')] | //select | //textarea"


class Page:
    """An answer, parsed."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.text = response.get_data(as_text=True)
        self.tree = lxml_html.fromstring(self.text) if self.text.strip() else None

    def select(self, selector: str) -> list[Any]:
        return [] if self.tree is None else self.tree.cssselect(selector)

    def one(self, selector: str) -> Any:
        found = self.select(selector)
        assert len(found) == 1, f"{selector}: {len(found)} matches"
        return found[0]

    def words(self, selector: str = "main") -> str:
        return " ".join(
            " ".join(element.text_content().split()) for element in self.select(selector)
        )


class PageClient:
    """Signs in and asks for pages; `strict=False` answers are not checked (files, JSON)."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self.token = ""

    def login(self, username: str, password: str = PASSWORD) -> None:
        """Be signed in as by the page, whose three requests a thousand tests need not make.

        Whoever the page would ask for more, or refuse, goes through the page.
        """
        with self.app.app_context():
            user = accounts.find_user(username)
            if user and self._passes(user, password):
                accounts.enter(user)
                db.session.commit()
                self._take_session(user)
            else:
                user = None
        if user is None:
            self.sign_in(username, password)
        db.session.expire_all()

    def _passes(self, user: User, password: str) -> bool:
        """Whether the password is all that the page would ask for."""
        passwords: Passwords = self.app.config["PASSWORDS"]
        is_open = user.is_active and not user.totp_secret and not accounts.is_locked(user)
        return is_open and passwords.verify(user.password_hash, password)

    def _take_session(self, user: User) -> None:
        """The cookie and the CSRF token that the page would have given."""
        with self.app.test_request_context():
            sign_in_session(user, shared_computer=False)
            self.token = generate_csrf()
            interface = self.app.session_interface
            assert isinstance(interface, SecureCookieSessionInterface)
            signer = interface.get_signing_serializer(self.app)
            assert signer
            name = interface.get_cookie_name(self.app)
            self.client.set_cookie(name, signer.dumps(dict(session)))

    def sign_in(self, username: str, password: str = PASSWORD) -> None:
        """By the page."""
        self.get("/dang-nhap")
        self.post("/dang-nhap", {"username": username, "password": password}, status=302)
        # The session is a new one, and so is its CSRF token.
        self.get("/tro-giup")

    def logout(self) -> None:
        self.post("/dang-xuat", {}, status=302)

    def get(self, path: str, status: int = 200, *, htmx: bool = False, strict: bool = True) -> Page:
        response = self.open("GET", path, headers=_headers(htmx))
        return self._page(response, status, htmx, strict)

    def open(self, method: str, path: str, **options: Any) -> TestResponse:
        """One request in an application context of its own, as on a server: Flask would else
        reuse the test's context, and with it the `g` and the database session of the last one."""
        with self.app.app_context():
            response = self.client.open(path, method=method, **options)
        for one in (*response.history, response):
            one.request.environ["wsgi.input"].close()  # a large upload is a temporary file
        db.session.expire_all()
        return response

    def post(
        self,
        path: str,
        data: dict[str, Any] | None = None,
        status: int = 200,
        *,
        htmx: bool = False,
        strict: bool = True,
        follow: bool = False,
    ) -> Page:
        payload = {"csrf_token": self.token, **(data or {})}
        response = self.open(
            "POST", path, data=payload, headers=_headers(htmx), follow_redirects=follow
        )
        return self._page(response, status, htmx, strict)

    def _page(self, response: TestResponse, status: int, htmx: bool, strict: bool) -> Page:
        assert response.status_code == status, (
            f"{response.request.path}: {response.status_code}, not {status}\n"
            + response.get_data(as_text=True)[:3000]
        )
        if response.mimetype != "text/html" or not response.data.strip() or not strict:
            return Page(response) if response.mimetype == "text/html" else _file(response)
        page = Page(response)
        if response.status_code not in (301, 302, 303):
            check_page(page, fragment=htmx)
        for meta in page.select("meta[name=csrf-token]"):
            self.token = meta.get("content")
        return page


def _headers(htmx: bool) -> dict[str, str]:
    return {"HX-Request": "true"} if htmx else {}


def _file(response: TestResponse) -> Page:
    page = Page.__new__(Page)
    page.response, page.status, page.tree, page.text = response, response.status_code, None, ""
    return page


def check_page(page: Page, *, fragment: bool) -> None:
    where = page.response.request.path
    assert page.tree is not None
    if fragment:
        assert "<html" not in page.text, f"{where}: a fragment holds a whole page"
    else:
        headings = page.tree.xpath("//h1")
        assert len(headings) == 1, f"{where}: {len(headings)} h1"
        assert page.tree.xpath("string(//title)").strip(), f"{where}: no title"
    ids = page.tree.xpath("//@id")
    doubles = sorted(name for name, count in Counter(ids).items() if count > 1)
    assert not doubles, f"{where}: ids twice: {doubles}"
    _check_forms(page, where)
    _check_labels(page, where, set(ids))
    _check_policy(page, where)


def _check_forms(page: Page, where: str) -> None:
    for form in page.tree.xpath("//form"):
        assert form.get("action"), f"{where}: a form without action"
        if (form.get("method") or "get").lower() == "post":
            assert form.xpath(".//input[@name='csrf_token']"), f"{where}: a form without CSRF token"


def _check_labels(page: Page, where: str, ids: set[str]) -> None:
    labelled = set(page.tree.xpath("//label/@for"))
    for control in page.tree.xpath(CONTROLS):
        named = (
            control.get("aria-label")
            or control.get("id") in labelled
            or control.xpath("ancestor::label")
            or control.get("type") in ("submit", "button")
        )
        references = (control.get("aria-labelledby") or "").split()
        assert named or references, f"{where}: {control.get('name')} has no label"
        missing = [name for name in references if name not in ids]
        assert not missing, f"{where}: {control.get('name')} is labelled by missing {missing}"


def _check_policy(page: Page, where: str) -> None:
    assert not page.tree.xpath("//style | //*[@style]"), f"{where}: inline style"
    assert not page.tree.xpath("//script[not(@src)]"), f"{where}: inline script"
    handlers = [
        name
        for element in page.tree.iter()
        if isinstance(element.tag, str)
        for name in element.attrib
        if name.startswith("on") or name.startswith("hx-on")
    ]
    assert not handlers, f"{where}: inline handlers {handlers}"
