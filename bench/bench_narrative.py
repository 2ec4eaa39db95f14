"""Narrative merging: seconds and memory for 20 to 2,000 units, and how well groups fit the truth.

CPU seconds of the whole way from typed answers to proposals, three sections of twelve sentences a
unit, in the hard corpus. The floor is what no method can avoid once the sentences are masked:
hashing them and grouping equal ones, measured in the same run.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

from bench.corpus import DIFFICULTIES, SECTIONS, UnitAnswers, generate
from bench.figures import Figure
from forms.narrative import Answer, Claim, analyse_answers, build_claims, propose
from forms.text import clean_text

SIZES = (20, 200, 2000)
HARD = 0.8
SEED = 7
Truth = dict[tuple[str, str, str], tuple[str, str]]  # (unit, section, text) → (wording, kind)


class Quality(NamedTuple):
    """`mixed`: planted "chưa …" sentences in a group with their "đã …" twin; `known`: share of
    the sentences found whose text is one of the planted ones (the rest were split otherwise)."""

    precision: float
    recall: float
    mixed: int
    negated: int
    known: float


class Measured(NamedTuple):
    seconds: float
    floor: float
    sentences: int
    peak_mb: float
    quality: Quality


def run(sizes: Sequence[int] = SIZES) -> dict[str, Figure]:
    figures: dict[str, Figure] = {}
    for size in sizes:
        found = _in_new_process(size, HARD)
        name = f"narrative.{size}"
        ratio = found.seconds / found.floor
        figures[name] = Figure(
            value=found.seconds, unit="s CPU", floor=found.floor, ratio=ratio, n=found.sentences
        )
        figures[f"{name}.rss_mb"] = _plain(found.peak_mb, "MB", found.sentences)
        figures |= _quality_figures(name, found)
        figures |= _quality_figures(f"{name}.easy", _in_new_process(size, 0.0))
    return figures


def _quality_figures(name: str, found: Measured) -> dict[str, Figure]:
    quality = found.quality
    return {
        f"{name}.precision": _plain(quality.precision, "share", found.sentences),
        f"{name}.recall": _plain(quality.recall, "share", found.sentences),
        f"{name}.negation_mixed": _plain(quality.mixed, "sentences", quality.negated),
    }


def _plain(value: float, unit: str, n: int) -> Figure:
    return Figure(value=value, unit=unit, floor=None, ratio=None, n=n)


def _in_new_process(size: int, hard: float) -> Measured:
    """A process of its own, so that its peak memory is that of this size alone."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(measure, size, hard).result()


def measure(size: int, hard: float) -> Measured:
    units = generate(size, SEED, hard)
    names = {unit.unit_id: (unit.name,) for unit in units}
    seconds = floor = 0.0
    scores: list[Quality] = []
    count = 0
    for section in SECTIONS:
        start = time.process_time()
        texts = [(u.unit_id, section, u.answers[section]) for u in units]
        answers = analyse_answers(texts, names)
        claims = build_claims(answers, names, difficulties=section in DIFFICULTIES)
        propose(claims)
        seconds += time.process_time() - start
        scores.append(score(claims.claims, units))
        floor += _floor(answers)
        count += sum(len(answer.sentences) for answer in answers)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measured(seconds, floor, count, peak, _mean(scores))


def _mean(scores: Sequence[Quality]) -> Quality:
    """Shares averaged over the sections, counts added up."""
    columns = list(zip(*scores, strict=True))
    precision, recall, known = (sum(columns[place]) / len(scores) for place in (0, 1, 4))
    return Quality(precision, recall, sum(columns[2]), sum(columns[3]), known)


def _floor(answers: Iterable[Answer]) -> float:
    start = time.process_time()
    groups: dict[bytes, list[int]] = defaultdict(list)
    for answer in answers:
        for place, sentence in enumerate(answer.sentences):
            key = hashlib.blake2b(sentence.mask.encode(), digest_size=8).digest()
            groups[key].append(place)
    return max(time.process_time() - start, 1e-6)


def truth_of(units: Iterable[UnitAnswers]) -> Truth:
    return {
        (s.unit_id, s.section, " ".join(clean_text(s.text).split())): (s.wording, s.kind)
        for unit in units
        for s in unit.sentences
    }


def score(claims: Iterable[Claim], units: Sequence[UnitAnswers]) -> Quality:
    """Pairwise precision and recall over the planted sentences."""
    truth = truth_of(units)
    groups: list[Counter[str]] = []
    total: Counter[str] = Counter()
    count = known = 0
    for claim in claims:
        keys = [(s.unit_id, s.field_key, s.text) for s in claim.statements]
        wordings = Counter(truth[key][0] for key in keys if key in truth)
        groups.append(wordings)
        total += wordings
        count, known = count + len(keys), known + wordings.total()
    right = sum(_pairs(n) for group in groups for n in group.values())
    said = sum(_pairs(group.total()) for group in groups)
    wanted = sum(_pairs(n) for n in total.values())
    mixed = sum(_mixed(group) for group in groups)
    negated = sum(n for wording, n in total.items() if wording.endswith(".neg"))
    precision, recall = right / max(said, 1), right / max(wanted, 1)
    return Quality(precision, recall, mixed, negated, known / max(count, 1))


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def _mixed(group: Counter[str]) -> int:
    """Negated sentences that share a group with an affirmed one of the same wording."""
    return sum(
        n for wording, n in group.items()
        if wording.endswith(".neg") and wording.removesuffix(".neg") in group
    )  # fmt: skip
