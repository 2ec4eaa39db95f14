"""Groups and claims follow from what is said now, whatever was said before and in which order."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bench.corpus import SECTIONS, generate
from forms.narrative import Answer, ClaimMemory, analyse_answer, build_claims
from forms.narrative.kin import NO_GROUPS, Groups, group_few

UNITS = generate(30, seed=3, hard=0.8)
NAMES = {unit.unit_id: (unit.name,) for unit in UNITS}
SPOKEN = [s.text for unit in UNITS for s in unit.sentences if s.section == SECTIONS[0]][:120]
MASKS = [one.plain_mask for text in SPOKEN for one in analyse_answer(text)]
TEXTS = st.sets(
    st.tuples(st.sampled_from([*MASKS, "không", "còn khó"]), st.sampled_from((-1, 0, 1))),
    min_size=1,
    max_size=60,
)
STEPS = st.tuples(st.integers(0, 5), st.lists(st.sampled_from(SPOKEN), max_size=6).map("\n".join))


@given(st.lists(TEXTS, min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_which_texts_there_were_before(
    steps: list[set[tuple[str, int]]], shuffle: Random
) -> None:
    last = NO_GROUPS
    for texts in steps:
        ordered = sorted(texts)
        shuffle.shuffle(ordered)
        last = group_few(ordered, 0.5, last)
        assert _named(last) == _named(group_few(sorted(texts), 0.5))


def _named(groups: Groups) -> dict[tuple[str, int], tuple[str, int]]:
    texts = list(groups.kin.places)
    leaders = groups.leaders.tolist()
    return {text: texts[leaders[place]] for text, place in groups.kin.places.items()}


@given(st.lists(STEPS, min_size=3, max_size=9), st.randoms(use_true_random=False))
def test_claims_of_a_memory_are_those_of_a_grouping_from_nothing(
    steps: list[tuple[int, str]], shuffle: Random
) -> None:
    memory = ClaimMemory()
    said = {number: SPOKEN[number] for number in range(6)}
    for number, text in steps:
        said[number] = text
        answers = [
            Answer(unit.unit_id, "ket_qua", analyse_answer(said[place], NAMES[unit.unit_id]))
            for place, unit in enumerate(UNITS[:6])
        ]
        anew = build_claims(answers, NAMES)
        shuffle.shuffle(answers)
        assert repr(build_claims(answers, NAMES, memory=memory)) == repr(anew)
