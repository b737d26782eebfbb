"""What the forms of a counted noun may be, so that any number finds the right one."""

import re

PARTS = {"ar": 5, "en": 2}
SCALES = {"thousand": 3, "million": 6, "billion": 9}  # powers of ten with a noun of their own
INVARIABLE = "ةىوا"  # endings that take no alif after eleven: «لاجئة»، «دعوى»، «يورو»


def is_feminine(forms):
    """What the ending of an Arabic noun says of its gender."""
    return re.split("[ ;]", forms, maxsplit=1)[0].endswith("ة")


def noun_rule(package, row):
    """(field, problem, remedy) of the forms of one term."""
    if not (row["forms_ar"] and row["forms_en"]):
        yield from _lacking(row)
        return
    short = [lang for lang in PARTS if not _whole(lang, row[f"forms_{lang}"].split(";"))]
    for lang in short:
        yield (
            f"forms_{lang}",
            f"{row[f'forms_{lang}']!r} is not {PARTS[lang]} forms",
            f"write {PARTS[lang]} forms with ; between them, and what follows the noun after them",
        )
    if short:
        return
    arabic, english = (row[f"forms_{lang}"].split(";") for lang in PARTS)
    if (len(arabic) > PARTS["ar"]) != (len(english) > PARTS["en"]):
        yield (
            "forms_en",
            "something follows the noun in one language only",
            "write it in both, or within the forms",
        )
    yield from _letters(row)
    yield from _arabic(arabic)
    for name in (row["id"], " ".join([english[0], *english[2:]])):
        if len(package.nouns[name]) > 1:
            yield (
                "forms_en",
                f"{name!r} names {' and '.join(package.nouns[name])}",
                "leave the name to one of them",
            )
    if row["gender"] and (row["gender"] == "f") == is_feminine(row["forms_ar"]):
        yield "gender", "the ending says so already", "leave it empty"


def _lacking(row):
    if row["kind"] in ("unit", "noun") or row["forms_ar"] or row["forms_en"]:
        yield (
            "forms_en" if row["forms_ar"] else "forms_ar",
            "what is counted has no forms",
            "write them as a row of its kind has them: هجوم;هجومان;هجومين;هجمات;هجوماً and "
            "attack;attacks",
        )
    elif row["gender"]:
        yield "gender", "the gender of no forms", "leave it empty"


def _whole(lang, parts):
    return len(parts) - PARTS[lang] in (0, 1) and all(
        part and part == part.strip() for part in parts
    )


def _letters(row):
    for lang, foreign in (("ar", "[A-Za-z]"), ("en", "[\u0600-\u06ff]")):
        if re.search(foreign, row[f"forms_{lang}"]):
            yield f"forms_{lang}", "a letter of the other language", "write it in its own"


def _arabic(parts):
    """A slip in one form breaks the pattern that it makes with the singular."""
    forms = parts[: PARTS["ar"]]
    if len(set(forms)) == 1:  # «في المئة»
        return
    one, two, oblique, few, many = (form.split(" ") for form in forms)
    construct = len(one) > 1
    if not any(
        two[0].endswith(end) and oblique[0] == two[0].removesuffix(end) + other
        for end, other in (("ان", "ين"), ("ا", "ي") if construct else ("ان", "ين"))
    ):
        yield "forms_ar", f"{two[0]} and {oblique[0]} are no pair of duals", "end them in ان and ين"
    if few[0] == one[0] + "ون":
        yield "forms_ar", f"{few[0]} is no genitive", f"write {one[0]}ين"
    same = many[0] == one[0] and (construct or one[0][-1] in INVARIABLE or few[0] == one[0])
    if not same and many[0] not in (one[0] + "اً", one[0] + "ً"):
        yield "forms_ar", f"{many[0]} does not follow eleven", f"write {one[0]}اً"
