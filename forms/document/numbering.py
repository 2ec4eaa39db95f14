"""Numbers of headings by their place, and the choice of some sections of a body."""

from dataclasses import replace

from forms.document.nodes import Heading, Node

_ROMAN = (
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_LETTERS = "abcdđeghiklmnopqrstuvxy"


def number_headings(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Headings whose number is None get one; others keep theirs and count in their level.

    Roman numbers start again in each part; "" (no number) is not counted.
    """
    counts: dict[int, int] = {}
    numbered: list[Node] = []
    for node in nodes:
        if isinstance(node, Heading):
            node = _numbered(node, counts)
        numbered.append(node)
    return tuple(numbered)


def _numbered(heading: Heading, counts: dict[int, int]) -> Heading:
    for deeper in [level for level in counts if level > heading.level]:
        del counts[deeper]
    if heading.number == "":
        return heading
    counts[heading.level] = counts.get(heading.level, 0) + 1
    if heading.number is not None:
        return heading
    return replace(heading, number=heading_number(heading.level, counts))


def heading_number(level: int, counts: dict[int, int]) -> str:
    """`counts` holds the position of the heading and of the headings above it, by level."""
    position = counts[level]
    if level == 1:
        return f"thứ {ordinal_word(position)}"
    if level == 2:
        return roman(position)
    if level == 3:
        return str(position)
    if level == 4:
        return f"{counts.get(3, 1)}.{position}"
    tail = [str(counts.get(upper, 1)) for upper in range(6, level)]
    above = letter(counts.get(5, 1) if level > 5 else position)
    return above if level == 5 else ".".join([above, *tail, str(position)])


def roman(number: int) -> str:
    text = ""
    for value, mark in _ROMAN:
        text += mark * (number // value)
        number %= value
    return text


def ordinal_word(number: int) -> str:
    return _ORDINALS[number - 1] if number <= len(_ORDINALS) else str(number)


def letter(number: int) -> str:
    """Vietnamese order (a, b, c, d, đ, e …); after y comes aa."""
    rounds, index = divmod(number - 1, len(_LETTERS))
    return _LETTERS[index] * (rounds + 1)


def select_sections(nodes: tuple[Node, ...], keys: frozenset[str]) -> tuple[Node, ...]:
    """The chosen sections whole, with the headings above them; numbers stay as they were."""
    chosen: list[Node] = []
    above: list[Heading] = []
    taking = 0
    for node in nodes:
        if isinstance(node, Heading):
            above = [heading for heading in above if heading.level < node.level]
            if not taking or node.level <= taking:
                taking = node.level if node.key in keys else 0
                if taking:
                    chosen += [heading for heading in above if heading not in chosen]
            above.append(node)
        if taking:
            chosen.append(node)
    return tuple(chosen)
