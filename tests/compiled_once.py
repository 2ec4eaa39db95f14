"""Addresses and templates compiled once a process, for the many applications of a run.

Werkzeug writes, parses and compiles two functions for each of some 240 addresses: 0.28 s of the
0.3 s that `create_app` takes. They depend on the text of the address only and find what else they
need in the rule that calls them, so applications can share them; and so is the code of templates.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]
_compile: Callable[[Rule, bool], Builder] = Rule._compile_builder
_builders: dict[tuple[Any, ...], Builder] = {}


class _Templates(BytecodeCache):
    """The code of each template by its name and text."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.known[bucket.key, bucket.checksum] = bucket.code


_templates = _Templates()


def share_addresses() -> None:
    Rule._compile_builder = _builder_of  # type: ignore[method-assign]


def share_templates(app: Flask) -> None:
    app.jinja_env.bytecode_cache = _templates


def _builder_of(rule: Rule, append_unknown: bool = True) -> Builder:
    if rule.defaults:
        # Their values are written into the function by the rule's own converters.
        return _compile(rule, append_unknown)
    key = (rule.rule, tuple(rule._trace), append_unknown)
    if key not in _builders:
        _builders[key] = _compile(rule, append_unknown)
    return _builders[key]
