"""YAML → frozen profile. A bad file reports every problem at once and gives no profile."""

import datetime
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

import yaml

from app.documents.errors import ProfileError
from app.documents.profiles.model import Component, Profile


def load_profile(text: str, name: str) -> Profile:
    try:
        data = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise ProfileError(name, (f"không đọc được YAML: {error}",)) from error
    return build_profile(data, name)


def build_profile(data: object, name: str) -> Profile:
    problems: list[str] = []
    profile: Profile = _build(Profile, data, "", problems)
    if not problems:
        problems += _unknown_sources(profile, profile.sources, "")
        problems += _broken_limits(profile)
    if problems:
        raise ProfileError(name, tuple(problems))
    return profile


def _build(cls: type, data: object, path: str, problems: list[str]) -> Any:
    if not isinstance(data, Mapping):
        problems.append(f"{path or 'gốc'}: phải là một nhóm khóa, không phải {data!r}")
        return None
    known = {item.name: item for item in fields(cls)}
    problems += [f"{_join(path, key)}: khóa không có trong mẫu" for key in data if key not in known]
    hints = typing.get_type_hints(cls)
    values = {}
    for key, item in known.items():
        if key in data:
            values[key] = _convert(hints[key], data[key], _join(path, key), problems)
        elif _required(item):
            problems.append(f"{_join(path, key)}: thiếu")
    return None if problems else cls(**values)


def _required(item: Field[Any]) -> bool:
    return item.default is MISSING and item.default_factory is MISSING


def _join(path: str, key: object) -> str:
    return f"{path}.{key}" if path else str(key)


def _convert(kind: Any, value: object, path: str, problems: list[str]) -> Any:
    if is_dataclass(kind) and isinstance(kind, type):
        return _build(kind, value, path, problems)
    origin = typing.get_origin(kind)
    if origin is tuple:
        return _items(typing.get_args(kind)[0], value, path, problems)
    if origin is dict:
        return _texts(value, path, problems)
    if origin is typing.Literal:
        return _choice(typing.get_args(kind), value, path, problems)
    if origin is types.UnionType:
        kind = datetime.date if value is not None else type(None)
    return _scalar(kind, value, path, problems)


def _items(kind: Any, value: object, path: str, problems: list[str]) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple) or not value:
        problems.append(f"{path}: phải là danh sách có ít nhất một mục")
        return ()
    return tuple(
        _convert(kind, item, f"{path}.{index}", problems)
        for index, item in enumerate(value, start=1)
    )


def _texts(value: object, path: str, problems: list[str]) -> dict[str, str]:
    if not isinstance(value, Mapping) or not all(
        isinstance(part, str) for pair in value.items() for part in pair
    ):
        problems.append(f"{path}: phải là nhóm khóa chữ, giá trị chữ")
        return {}
    return dict(value)


def _choice(allowed: tuple[Any, ...], value: object, path: str, problems: list[str]) -> object:
    if value not in allowed:
        problems.append(f"{path}: {value!r} không thuộc {', '.join(map(str, allowed))}")
    return value


def _scalar(kind: type, value: object, path: str, problems: list[str]) -> object:
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        problems.append(f"{path}: {value!r} phải là {_KIND_NAMES[kind]}")
    elif kind is float and isinstance(value, float) and not 0 <= value <= 1000:
        problems.append(f"{path}: {value} nằm ngoài khoảng 0–1000")
    return value


_KIND_NAMES = {
    str: "chữ",
    float: "số",
    int: "số nguyên",
    bool: "true hoặc false",
    datetime.date: "ngày (năm-tháng-ngày)",
    type(None): "rỗng",
}


def _unknown_sources(part: object, sources: Mapping[str, str], path: str) -> list[str]:
    if isinstance(part, tuple):
        pairs = [(f"{path}.{index}", item) for index, item in enumerate(part, start=1)]
    elif is_dataclass(part) and not isinstance(part, type):
        pairs = [(_join(path, item.name), getattr(part, item.name)) for item in fields(part)]
    else:
        return []
    found = []
    if isinstance(part, Component) and part.source not in sources:
        found.append(f"{path}.source: không có nguồn {part.source!r} trong sources")
    return found + [
        text for where, item in pairs for text in _unknown_sources(item, sources, where)
    ]


def _broken_limits(profile: Profile) -> list[str]:
    """Numbers that are well typed but cannot go together on a page."""
    problems = []
    if profile.text_width <= 0:
        problems.append("page: lề trái và phải rộng hơn khổ giấy")
    if profile.letterhead.left + profile.letterhead.right > profile.text_width + 0.5:
        problems.append("letterhead: hai ô rộng hơn khung chữ")
    if profile.valid_to and profile.valid_to < profile.valid_from:
        problems.append("valid_to: trước valid_from")
    for key in ("{number}", "{kind}", "{org}"):
        if key not in profile.number.pattern:
            problems.append(f"number.pattern: thiếu {key}")
    return problems
