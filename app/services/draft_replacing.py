"""Find and replace over the whole draft, shown first; and one spelling where several are used."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from app.models import Draft, DraftBlock
from app.services import draft_store, draft_undo, draft_writing, drafts, merged_reports, outlines
from app.services.actors import Actor
from app.services.differences import Marked, compare
from app.services.draft_prose import printed_prose
from app.services.errors import Invalid
from forms import Draft as SectionDraft
from forms import Section, clean_text, drafting, merging, text

_TOKEN = re.compile(r"\{\{[^{}\n]*\}\}")
MOST_SHOWN = 200


@dataclass(frozen=True)
class Search:
    """`whole_words` keeps "xã" out of "xãy"; case is told apart unless `any_case`.

    Without new words it only looks, unless `removes` says that nothing is wanted instead.
    """

    old: str
    new: str = ""
    any_case: bool = False
    whole_words: bool = False
    removes: bool = False

    @property
    def only_looks(self) -> bool:
        return not self.new and not self.removes

    def pattern(self) -> re.Pattern[str]:
        """Raises Invalid without words to look for."""
        if not self.old.strip():
            raise Invalid("Hãy gõ chữ cần tìm.")
        body = re.escape(self.old)
        if self.whole_words:
            body = rf"(?<!\w){body}(?!\w)"
        return re.compile(body, re.IGNORECASE if self.any_case else 0)


@dataclass(frozen=True)
class Hit:
    """One paragraph before and after; `count` places in it."""

    place: str
    heading: str
    section_key: str
    block_key: str
    count: int
    old: Marked
    new: Marked


def find(draft: Draft, search: Search) -> list[Hit]:
    """Every paragraph that holds the words, figures left out. Raises Invalid."""
    pattern = search.pattern()
    return _hits(draft, lambda words: _replaced(words, pattern, search.new))


def _hits(draft: Draft, change: Callable[[str], tuple[str, int]]) -> list[Hit]:
    merged = merged_reports.merged_report(draft.campaign, draft.include_submitted)
    found = []
    for section, row in _prose(draft):
        changed, count = change(row.text)
        if not count:
            continue
        found.append(
            Hit(
                f"{row.section_key}:{row.key}",
                section.title,
                row.section_key,
                row.key,
                count,
                *compare(
                    merging.render_tokens(row.text, merged).text,
                    merging.render_tokens(changed, merged).text,
                ),
            )
        )
    return found


@dataclass(frozen=True)
class FigureHit:
    """A paragraph in which the words stand in or across a live figure; not replaced."""

    heading: str
    section_key: str
    block_key: str
    text: str


def find_in_figures(draft: Draft, search: Search) -> list[FigureHit]:
    """Where the words can be read, but only with a figure that follows its table."""
    pattern = search.pattern()
    merged = merged_reports.merged_report(draft.campaign, draft.include_submitted)
    found = []
    for section, row in _prose(draft):
        if not _TOKEN.search(row.text):
            continue
        rendered = merging.render_tokens(row.text, merged)
        spans = [one.span() for one in pattern.finditer(rendered.text)]
        if any(a < use.end and use.start < b for a, b in spans for use in rendered.figures):
            found.append(FigureHit(section.title, section.key, row.key, rendered.text))
    return found


def _prose(draft: Draft) -> list[tuple[Section, DraftBlock]]:
    return printed_prose(draft, outlines.get_outline(draft.campaign.outline_version_id))


def _replaced(words: str, pattern: re.Pattern[str], new: str) -> tuple[str, int]:
    """Outside of figure tokens only: inside they are names, not words."""
    parts, count, last = [], 0, 0
    for token in _TOKEN.finditer(words):
        piece, found = pattern.subn(lambda _: new, words[last : token.start()])
        parts += [piece, token.group()]
        count, last = count + found, token.end()
    piece, found = pattern.subn(lambda _: new, words[last:])
    return "".join([*parts, piece]), count + found


def replace(draft: Draft, search: Search, places: Iterable[str], *, actor: Actor) -> int:
    """Replace in the chosen paragraphs ("section:block"); gives how many. Raises Invalid."""
    pattern = search.pattern()
    if search.only_looks:
        raise Invalid(
            "Chưa có chữ để thay nên chưa sửa gì. Hãy gõ vào ô “Thay bằng”; muốn bỏ hẳn chữ tìm "
            "được thì đánh dấu “Xóa hẳn chữ tìm được”."
        )

    def changed(words: str) -> str:
        return clean_text(_replaced(words, pattern, search.new)[0])

    return _apply(draft, places, changed, actor, "replaced")


def _apply(
    draft: Draft, places: Iterable[str], change: Callable[[str], str], actor: Actor, action: str
) -> int:
    drafts.lock(draft)
    wanted: dict[str, set[str]] = {}
    for place in places:
        section_key, _, block_key = place.partition(":")
        wanted.setdefault(section_key, set()).add(block_key)
    sections = draft_store.load_sections(draft.id, list(wanted))
    edits = []
    for key, before in sections.items():
        after = _changed(before, wanted[key], change)
        if after != before:
            edits.append(draft_writing.SectionEdit(key, before, after))
    draft_writing.store_sections(draft, edits, actor=actor, action=action)
    for edit in edits:
        draft_undo.remember(draft, edit.key, edit.before, edit.after, actor=actor, name=action)
    return sum(_count_changed(edit.before, edit.after) for edit in edits)


def _changed(section: SectionDraft, wanted: set[str], change: Callable[[str], str]) -> SectionDraft:
    for block in section.visible:
        if block.id in wanted and change(block.text) != block.text:
            section = drafting.edit(section, block.id, change(block.text))
    return section


def _count_changed(before: SectionDraft, after: SectionDraft) -> int:
    return sum(1 for block in after.blocks if before.get(block.id).text != block.text)


def spelling_hits(draft: Draft) -> list[Hit]:
    """Paragraphs that would read differently with one spelling of each word; asked for only."""
    style = usual_style(draft)
    return _hits(draft, lambda words: _spelt(words, style))


def normalise_spelling(draft: Draft, places: Iterable[str], *, actor: Actor) -> int:
    style = usual_style(draft)
    return _apply(draft, places, lambda words: _spelt(words, style)[0], actor, "normalised")


def usual_style(draft: Draft) -> Literal["new", "old"]:
    """ "new" (hoà) or "old" (hòa), whichever leaves more of the draft as it is."""
    new = old = 0
    for _, row in _prose(draft):
        new += text.tone_style(row.text, "new") != row.text
        old += text.tone_style(row.text, "old") != row.text
    return "new" if new < old else "old"


def _spelt(words: str, style: Literal["new", "old"]) -> tuple[str, int]:
    """One spelling outside of figure tokens, and how many words it changes."""
    parts, last = [], 0
    for token in _TOKEN.finditer(words):
        parts += [_unified(words[last : token.start()], style), token.group()]
        last = token.end()
    changed = "".join([*parts, _unified(words[last:], style)])
    pairs = zip(words.split(), changed.split(), strict=False)
    return changed, sum(one != other for one, other in pairs)


def _unified(words: str, style: Literal["new", "old"]) -> str:
    return text.unify_spelling(text.tone_style(words, style))
