"""The bank as Moodle XML: each mistake an answer with its own feedback, decimals its tolerance."""

from __future__ import annotations

import base64
import math
from html import escape
from xml.etree import ElementTree as xml

from masalih.exercises import bank, judgement, reading
from masalih.formats import language, tr
from masalih.translation import EDITIONS

MONTH_FORMS = ("{y}-{m:02}", "{y}/{m:02}", "{m:02}/{y}", "{m}/{y}", "{y}-{m}", "{y}/{m}")


def write(items: list[bank.Item]) -> bytes:
    """The file, in UTF-8. A category for each chapter's questions and exercises."""
    quiz = xml.Element("quiz")
    category = ""
    for item in items:
        named = f"$course$/masalih/{item.chapter}"
        if named != category:
            category = named
            _text(xml.SubElement(_question(quiz, "category"), "category"), category)
        _add(quiz, item)
    xml.indent(quiz)
    return xml.tostring(quiz, encoding="utf-8", xml_declaration=True)


def _add(quiz, item):
    kinds = {"choice": _choice, "number": _number, "month": _month}
    question = _question(
        quiz, {"choice": "multichoice", "number": "numerical"}.get(item.key.kind, "shortanswer")
    )
    _text(xml.SubElement(question, "name"), item.name)
    asked = _text(
        xml.SubElement(question, "questiontext", format="html"), _html(item.text, item.how)
    )
    for name, content in item.pictures.items():
        file = xml.SubElement(asked, "file", name=name, path="/", encoding="base64")
        file.text = base64.b64encode(content).decode()
    _text(xml.SubElement(question, "generalfeedback", format="html"), "")
    for tag, text in (
        ("defaultgrade", "1"),
        ("penalty", "0.3333333"),
        ("hidden", "0"),
        ("idnumber", f"{item.label}-{language()}"),
    ):
        xml.SubElement(question, tag).text = text
    kinds[item.key.kind](question, item.key)
    if item.hint:
        _text(xml.SubElement(question, "hint", format="html"), _html(item.hint))
    if item.kind == "questions":  # by which a test draws as many of each level as it wants
        tags = xml.SubElement(question, "tags")
        _text(xml.SubElement(tags, "tag"), f"level-{item.key.level}")


def _choice(question, key):
    for tag, text in (("single", "true"), ("shuffleanswers", "true"), ("answernumbering", "none")):
        xml.SubElement(question, tag).text = text
    said = {one.value: one for one in judgement.heard(key)}
    for word, names in key.choices.items():
        told = said.get(word) or judgement.Word(word, "wrong", judgement.other_text("choice"))
        right = told.state == "right"
        _answer(question, escape(names[EDITIONS.index(language())]), 100 * right, told.text, "html")


def _number(question, key):
    for one in judgement.heard(key):
        low, high = span(one)
        answer = _answer(
            question, f"{(low + high) / 2:.12g}", 100 * (one.state == "right"), one.text
        )
        xml.SubElement(answer, "tolerance").text = f"{(high - low) / 2 * (1 + 1e-6):.12g}"
    # All other numbers. Moodle's own "*" for it is no number, and other readers stop at it.
    answer = _answer(question, "0", 0, judgement.other_text("number"))
    xml.SubElement(answer, "tolerance").text = "1e100"
    for tag, text in (
        ("unitgradingtype", "0"),
        ("unitpenalty", "0.1"),
        ("showunits", "3"),
        ("unitsleft", "0"),
    ):
        xml.SubElement(question, tag).text = text


def span(one: judgement.Range) -> tuple[float, float]:
    """(lowest, highest) of the numbers that a range holds."""
    if one.scale == "x":
        return one.low, one.high
    if one.scale == "1/x":  # of a ratio near zero the inverse has no bound; a hundredth is enough
        ends = [1 / (end or math.copysign(0.01, one.low + one.high)) for end in (one.low, one.high)]
        return min(ends), max(ends)
    ends = [one.sign * math.exp(end) for end in (one.low, one.high)]
    return min(ends), max(ends)


def _month(question, key):
    xml.SubElement(question, "usecase").text = "0"
    for one in judgement.heard(key):
        for form in month_forms(one.value):
            _answer(question, form, 100 * (one.state == "right"), one.text)
    _answer(question, "*", 0, judgement.other_text("month"))


def month_forms(month: str) -> list[str]:
    """The usual spellings of a month "YYYY-MM", none twice."""
    year, number = (int(part) for part in month.split("-"))
    forms = [form.format(y=year, m=number) for form in MONTH_FORMS]
    forms += [f"{name} {year}" for name, at in reading.month_names().items() if at == number]
    return list(dict.fromkeys(forms))


def _html(text, how=""):
    body = bank.html(text, "@@PLUGINFILE@@/") + (f"<p>{escape(how)}</p>" if how else "")
    return f'<div lang="{language()}" dir="{tr("rtl", "ltr")}">{body}</div>'


def _question(quiz, kind):
    return xml.SubElement(quiz, "question", type=kind)


def _text(parent, text):
    xml.SubElement(parent, "text").text = text
    return parent


def _answer(question, text, fraction, feedback, form="moodle_auto_format"):
    answer = xml.SubElement(question, "answer", fraction=str(fraction), format=form)
    _text(answer, text)
    _text(xml.SubElement(answer, "feedback", format="html"), f"<p>{escape(feedback)}</p>")
    return answer
