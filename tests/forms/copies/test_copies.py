"""Planted copies are found, boilerplate and quotations are not."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.corpus import UnitAnswers, generate
from forms.copies import Fingerprint, find_overlaps, fingerprint, known_grams, rare_limit
from forms.text import clean_text
from tests.searching import examples

PASSAGE = (
    "Nhà văn hóa thôn Đoài được sửa chữa bằng 37,4 triệu đồng do bà con đóng góp, mở cửa đọc sách "
    "vào tối thứ ba và thứ sáu, mỗi buổi có từ 18 đến 25 em nhỏ đến mượn truyện."
)


def report(unit: UnitAnswers) -> str:
    return "\n".join(unit.answers.values())


def change_figures(text: str, rng: random.Random) -> str:
    return re.sub(
        r"[0-9]+", lambda m: m.group() if rng.random() > 0.5 else str(rng.randint(2, 900)), text
    )


def copy_of(victim: UnitAnswers, thief: UnitAnswers, rng: random.Random) -> str:
    """Most of a neighbour's sentences under the own name, half the figures changed, shuffled."""
    taken = rng.sample(victim.sentences, int(len(victim.sentences) * 0.75))
    own = rng.sample(thief.sentences, int(len(thief.sentences) * 0.25))
    copied = [change_figures(s.text.replace(victim.name, thief.name), rng) for s in taken]
    lines = [*copied, *(s.text for s in own)]
    rng.shuffle(lines)
    return "\n".join(lines)


@pytest.fixture(scope="module")
def planted() -> tuple[dict[str, Fingerprint], set[tuple[str, str]]]:
    units, rng = generate(200, seed=11, hard=0.5), random.Random(99)
    texts = {unit.unit_id: report(unit) for unit in units}
    truth = set()
    for thief, victim in zip(units[:12], units[100:112], strict=True):
        texts[thief.unit_id] = copy_of(victim, thief, rng)
        truth.add((thief.unit_id, victim.unit_id))
    names = {unit.unit_id: (unit.name,) for unit in units}
    return {key: fingerprint(text, names[key]) for key, text in texts.items()}, truth


def test_all_planted_copies_are_found_and_nothing_else(
    planted: tuple[dict[str, Fingerprint], set[tuple[str, str]]],
) -> None:
    documents, truth = planted
    assert {(o.a, o.b) for o in find_overlaps(documents)} == truth


def test_shared_passages_are_given_exactly_on_both_sides() -> None:
    texts = {
        "a": f"Năm 2024 đảng bộ đạt kết quả tốt. {PASSAGE} Hết phần một.",
        "b": f"Báo cáo của xã. {PASSAGE} Kiến nghị cấp thêm sách.",
    }
    (overlap,) = find_overlaps({key: fingerprint(text) for key, text in texts.items()})
    (passage,) = overlap.spans
    body = PASSAGE.rstrip(".")
    assert texts["a"][passage.a_start : passage.a_end].strip(" .") == body
    assert texts["b"][passage.b_start : passage.b_end].strip(" .") == body


def test_replaced_unit_names_do_not_hide_a_copy() -> None:
    one = fingerprint(PASSAGE.replace("thôn Đoài", "xã Tân Phú"), ["xã Tân Phú"])
    two = fingerprint(PASSAGE.replace("thôn Đoài", "phường An Khê"), ["phường An Khê"])
    (overlap,) = find_overlaps({"a": one, "b": two})
    assert overlap.share == 1.0
    assert len(overlap.spans) == 1


def test_quotations_of_the_outline_do_not_count() -> None:
    known = known_grams([PASSAGE])
    documents = {
        "a": fingerprint(f"Tân Phú. {PASSAGE}", known=known),
        "b": fingerprint(f"An Khê. {PASSAGE}", known=known),
    }
    assert find_overlaps(documents) == ()


def test_what_many_documents_hold_is_no_copy() -> None:
    documents = {f"u{number}": fingerprint(PASSAGE) for number in range(rare_limit(20) + 1)}
    assert find_overlaps(documents) == ()


def test_pairs_can_be_left_out() -> None:
    documents = {"L:a": fingerprint(PASSAGE), "L:b": fingerprint(PASSAGE)}
    assert find_overlaps(documents)
    assert find_overlaps(documents, compared=lambda a, b: not a.startswith("L:")) == ()


@pytest.mark.parametrize("text", ["", " ", "-", "ngắn", "ư" * 23, "𝒜" * 40])
def test_short_and_odd_texts_have_fingerprints_too(text: str) -> None:
    assert find_overlaps({"a": fingerprint(text), "b": fingerprint("")}) == ()
    assert find_overlaps({}) == ()


@settings(max_examples=examples(60), deadline=None)
@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_a_long_shared_passage_is_always_found(p: str, q: str, r: str, s: str) -> None:
    texts = {"a": f"{p}\n{PASSAGE}\n{q}", "b": f"{r}\n{PASSAGE}\n{s}"}
    documents = {key: fingerprint(text) for key, text in texts.items()}
    (overlap,) = find_overlaps(documents, min_share=0.0)
    longest = max(overlap.spans, key=lambda span: span.a_end - span.a_start)
    assert PASSAGE.rstrip(".") in clean_text(texts["a"])[longest.a_start : longest.a_end + 1]
    assert PASSAGE.rstrip(".") in clean_text(texts["b"])[longest.b_start : longest.b_end + 1]
