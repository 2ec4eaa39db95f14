"""A toy generator of proposals, in place of clustering: a sentence is a whole number.

It has the nasty habit of real clusters: groups join and part as sentences come and go.
"""

from forms.drafting import Proposal

Answers = dict[str, frozenset[int]]


def groups_of(answers: Answers) -> list[list[tuple[int, str]]]:
    groups: list[list[tuple[int, str]]] = []
    for idea, unit in sorted((idea, unit) for unit, ideas in answers.items() for idea in ideas):
        if groups and idea - groups[-1][-1][0] <= 1:
            groups[-1].append((idea, unit))
        else:
            groups.append([(idea, unit)])
    return groups


def propose(answers: Answers) -> list[Proposal]:
    found = []
    for group in groups_of(answers):
        ideas = [idea for idea, _ in group]
        spoken = min(set(ideas), key=lambda idea: (-ideas.count(idea), idea))
        members = frozenset((unit, str(idea)) for idea, unit in group)
        found.append((-len({unit for _, unit in group}), spoken, members))
    found.sort(key=lambda item: item[:2])
    proposals = [
        Proposal(members, f"{-count}/{len(answers)} đơn vị: ý {idea}", rank)
        for rank, (count, idea, members) in enumerate(found)
    ]
    fixed = frozenset({("field:hoi_vien", "")})
    return [*proposals, Proposal(fixed, f"Có {len(answers)} đơn vị báo cáo.", len(proposals))]


def near(first: str, second: str) -> float:
    ends = [text.rsplit(" ", 1)[1] for text in (first, second)]
    if not all(end.isdigit() for end in ends):
        return 0.0
    return 1 - abs(int(ends[0]) - int(ends[1])) / 5


def alive(answers: Answers) -> frozenset[tuple[str, str]]:
    return frozenset(m for p in propose(answers) for m in p.members)
