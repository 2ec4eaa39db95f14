"""Runs of text inside a paragraph. Not here: fonts, sizes and marks, which a profile decides."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False


def plain(text: str) -> tuple[Run, ...]:
    return (Run(text),) if text else ()


def runs_text(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)
