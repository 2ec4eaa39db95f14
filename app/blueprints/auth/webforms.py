"""Web forms of signing in."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length


class SignInForm(FlaskForm):
    username = StringField(
        "Tên đăng nhập",
        [InputRequired("Hãy nhập tên đăng nhập."), Length(max=80, message="Tên dài quá 80 ký tự.")],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        "Mật khẩu",
        [InputRequired("Hãy nhập mật khẩu."), Length(max=200, message="Mật khẩu dài quá.")],
        render_kw={"autocomplete": "current-password"},
    )
    shared = BooleanField("Đây là máy dùng chung (không giữ bản nháp trên máy này)")


class NewPasswordForm(FlaskForm):
    current = PasswordField(
        "Mật khẩu hiện tại (hoặc mã một lần)",
        [InputRequired("Hãy nhập mật khẩu hiện tại.")],
        render_kw={"autocomplete": "current-password"},
    )
    new = PasswordField(
        "Mật khẩu mới",
        [InputRequired("Hãy nhập mật khẩu mới.")],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        "Nhập lại mật khẩu mới",
        [EqualTo("new", "Hai lần nhập chưa giống nhau.")],
        render_kw={"autocomplete": "new-password"},
    )
