"""Groups of which one says what the other says with a clause more.

Scope: whole openings of several words without figures, between the leaders of groups. Likeness of
single characters cannot see it: a long tail outweighs the words in common.
"""

from collections.abc import Iterator, Mapping, Sequence

FEWEST_SHARED_WORDS = 8  # with fewer, a sentence may open like another and mean something else
TURNS = ("nhung ", "song ", "tuy ")  # a tail that takes back what was said


def with_tails(
    keys: Sequence[tuple[str, int]], leaders: Sequence[int], difficulties: bool
) -> dict[int, int]:
    """Where each group goes: one whose words open the sentences of exactly one other group says
    the same with a tail less, however long the tail is. Figures come with words of their own."""
    texts = [text for text, _ in keys]
    # Of equal texts the later place last.
    order = [place for place, (_, number) in enumerate(keys) if number >= 0]
    order.sort(key=texts.__getitem__)
    homes = {leader: leader for leader in leaders}
    for index, place in enumerate(order, start=1):
        text, own = texts[place], leaders[place]
        if own != place or "<" in text or text.count(" ") + 1 < FEWEST_SHARED_WORDS:
            continue
        longer = {
            leaders[other]
            for tail, other in _extensions(text, texts, order, index)
            if not tail.startswith(TURNS) and (difficulties or keys[place][1] == keys[other][1])
        }
        roots = {_last(homes, other) for other in longer} - {own}
        if len(roots) == 1 and homes[own] == own:
            (homes[own],) = roots
    return {leader: _last(homes, leader) for leader in homes}


def _extensions(
    text: str, texts: Sequence[str], order: Sequence[int], start: int
) -> Iterator[tuple[str, int]]:
    """The tails of those that begin with the text; sorted, they stand right behind it."""
    opening = f"{text} "
    for index in range(start, len(order)):
        longer = texts[order[index]]
        if not longer.startswith(opening):
            return
        yield longer.removeprefix(opening), order[index]


def _last(homes: Mapping[int, int], leader: int) -> int:
    while homes[leader] != leader:
        leader = homes[leader]
    return leader
