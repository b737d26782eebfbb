"""A pattern of the descriptor is asked of every cell: it must end, and soon, on any text.

Python's engine has no time limit, so a form that can take for ever is refused before it is used.
"""

import re

ATOM = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[^()|*+?{}]", re.DOTALL)
REPEAT = re.compile(r"[*+]|\{\d*(?:,\d*)?\}")
SIGNS = [chr(number) for number in range(32, 127)]
REMEDY = (
    "repeat a group only where it begins with a separator that the rest of it cannot match, as in "
    "[a-z]+(-[a-z]+)*"
)


def pattern_problem(pattern):
    """(problem, remedy) of a pattern that is broken or may take too long, or None."""
    try:
        re.compile(pattern)
    except (re.error, TypeError, OverflowError) as error:
        return f"the pattern {pattern!r} is broken ({error})", "mend it"
    inner = re.sub(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", "x", pattern)
    if inner.count(".*") + inner.count(".+") > 1 or re.search(r"\(\?[^:]|x[*+]x[*+]", inner):
        return f"the pattern {pattern!r} may take too long", "say more exactly what a cell holds"
    if any(ambiguous(group) for group in repeated_groups(pattern)):
        return f"the pattern {pattern!r} may never come to an end", REMEDY
    return None


def repeated_groups(pattern):
    """The insides of the groups of a pattern that are repeated."""
    opened = []
    for match in re.finditer(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()]", pattern):
        if match[0] == "(":
            opened.append(match.end())
        elif match[0] == ")" and opened:
            start = opened.pop()
            if REPEAT.match(pattern, match.end()):
                yield pattern[start : match.start()].removeprefix("?:")


def ambiguous(group):
    """Whether one text may be cut into repetitions of the group in more than one way."""
    atoms = ATOM.findall(group)
    first, rest = atoms[0] if atoms else "", atoms[1:]
    starts_alone = group.startswith(first) and group[len(first) : len(first) + 1] not in set("*+?{")
    matched = {sign for sign in SIGNS if first and re.fullmatch(first, sign)}
    shared = any(re.fullmatch(atom, sign) for atom in rest for sign in matched)
    return not (matched and starts_alone) or group.startswith("(") or shared or top_level_or(group)


def top_level_or(group):
    """Whether the group is a choice, each way of which might begin with anything."""
    return "|" in re.sub(r"\([^()]*\)|\\.|\[[^\]]*\]", "", group)
