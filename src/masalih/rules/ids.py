"""Numbers are given out in order: a row that is lost or mistyped leaves a gap, one fault a cause.

A fault is (file, line, problem, remedy) here, always of the field id.
"""

import re
from itertools import pairwise

from masalih.rules.cells import near

NUMBERED = re.compile(r"([a-z]+)-(\d{3,})")
SHOWN = 5  # gaps that a fault names
RESTORE = "restore {}, or say in excluded.csv why {} left out"


def id_faults(rows, given_out, not_used=None):
    """Faults of [(id, file, line)] of all tables that share their numbers.

    given_out: {prefix: last number} of the evidence files, which stays what it was; not_used:
    {prefix: numbers that no evidence file has}, which are neither rows nor exclusions.
    """
    skipped = {prefix: set(numbers) for prefix, numbers in (not_used or {}).items()}
    first: dict[str, tuple] = {}
    copies = [row for row in rows if first.setdefault(row[0], row[1:]) != row[1:]]
    numbers: dict[str, dict[int, tuple]] = {}
    for id, place in first.items():
        found = NUMBERED.fullmatch(id)
        if found:
            numbers.setdefault(found[1], {})[int(found[2])] = place
    lone = {
        prefix: places
        for prefix, places in numbers.items()
        if len(places) == 1 and 1 not in places and prefix not in given_out
    }
    mistyped = [number for places in lone.values() for number in places]
    illegible = sum(not NUMBERED.fullmatch(id) for id in first)  # told where their form is
    for prefix in sorted((numbers.keys() | given_out.keys()) - lone.keys()):
        explained = illegible + sum(id.startswith(f"{prefix}-") for id, *_ in copies)
        places, last = numbers.get(prefix, {}), given_out.get(prefix, 0)
        elsewhere = [*mistyped, *skipped.get(prefix, ())]
        yield from prefix_faults(prefix, places, last, explained, elsewhere)
        yield from revived_faults(prefix, places, skipped.get(prefix, ()))
    yield from lone_faults(lone, numbers)
    yield from copy_faults(copies, first, numbers, given_out)


def revived_faults(prefix, places, not_used):
    """Faults of ids that no evidence file has."""
    for number in sorted(places.keys() & set(not_used)):
        problem = f"the number of {name(prefix, number)} was never used"
        yield *places[number], problem, "correct the id, or numbersNotUsed in datapackage.json"


def lone_faults(lone, numbers):
    """Faults of ids whose prefix no other row has."""
    for prefix, places in lone.items():
        ((number, (file, line)),) = places.items()
        others = numbers.keys() - lone.keys()
        gone = [name(other, number) for other in others if number not in numbers[other]]
        problem = f"no other id begins with {prefix}-"
        yield file, line, problem, near(name(prefix, number), gone or numbers.keys() - {prefix})


def copy_faults(copies, first, numbers, given_out):
    """Faults of rows that have the id of an earlier one."""
    for id, file, line in copies:
        there, other = first[id]
        where = f"line {other}" + (f" of {there}" if there != file else "")
        prefix = id.rpartition("-")[0]
        known = sorted(numbers.get(prefix, {}))
        end = given_out.get(prefix, 0) + 1
        gaps = missing([block(known[0]), *known, end]) if known else []
        remedy = f"write {name(prefix, gaps[0][0])}?" if gaps else "give each row its own id"
        yield file, line, f"{id} is a duplicate of {where}", remedy


def prefix_faults(prefix, places, given_out, explained, elsewhere):
    """Faults of the ids of one prefix, {number: (file, line)}.

    Gaps that copies and the like explain, or a number under a mistyped prefix, are told there.
    """
    start = block(min(places, default=1))
    strays = stray_numbers([start, *sorted(places)], given_out)
    sound = [number for number in sorted(places) if number not in strays]
    last = max([given_out, *sound])
    gaps = missing(
        [start, *sorted({*sound, *elsewhere} & set(range(start + 1, last + 1))), last + 1]
    )
    for number in sorted(strays):
        file, line = places[number]
        problem = f"the id {name(prefix, number)} is far from its neighbours" + (
            f", which end at {name(prefix, last)}" if last else ""
        )
        problem += f", and {ranges(prefix, gaps)}" if gaps else ""
        yield file, line, problem, f"write {name(prefix, gaps[0][0] if gaps else last + 1)}?"
    if sum(end - start + 1 for start, end in gaps) > len(strays) + explained:
        one = gaps == [(gaps[0][0],) * 2]
        remedy = RESTORE.format(*(("it", "it is") if one else ("them", "they are")))
        yield neighbour(places, gaps[0], sound), None, ranges(prefix, gaps), remedy


def block(first):
    """The number before a prefix's first: 0, or 100 for one that begins at 101."""
    return first - 1 if first % 100 == 1 else 0


def stray_numbers(numbers, given_out):
    """The last numbers, where they are fewer than what is missing before them."""
    for before, (low, high) in enumerate(pairwise(numbers), 1):
        if high - max(low, given_out) - 1 > len(numbers) - before and high > given_out:
            return set(numbers[before:])
    return set()


def missing(numbers):
    """[(first, last)] of the numbers between these."""
    return [(low + 1, high - 1) for low, high in pairwise(numbers) if high - low > 1]


def ranges(prefix, gaps):
    """What is missing, in words."""
    if gaps == [(gaps[0][0],) * 2]:
        return f"the row {name(prefix, gaps[0][0])} is gone"
    count = sum(last - first + 1 for first, last in gaps)
    shown = [
        name(prefix, first) + (f" to {name(prefix, last)}" if last > first else "")
        for first, last in gaps[:SHOWN]
    ]
    more = " and more" if len(gaps) > SHOWN else ""
    return f"{count} rows are gone: {', '.join(shown)}{more}"


def neighbour(places, gap, numbers):
    """The file of the row before the gap, or after it."""
    before = [number for number in numbers if number < gap[0]]
    return places[before[-1] if before else numbers[0]][0] if numbers else "excluded.csv"


def name(prefix, number):
    return f"{prefix}-{number:03d}"


def claim_faults(ids, expected):
    """(place in the list, problem, remedy) of claims that are not C01, C02 … in order."""
    for place, id in enumerate(ids, 1):
        if id != f"C{place:02d}":
            gone = f"C{place:02d}" not in ids
            what = "which is gone" if gone else f"which stands on line {ids.index(due(place)) + 2}"
            yield (
                place - 1,
                f"{id} stands where {due(place)} is due, {what}",
                "restore the claims in the order of the article",
            )
            return
    if len(ids) != expected:
        at = min(len(ids), expected)
        yield (
            at if at < len(ids) else None,
            f"there are {len(ids)} claims, but datapackage.json counts {expected}",
            "restore what is missing; if the number is meant, correct claimCount there",
        )


def due(place):
    return f"C{place:02d}"
