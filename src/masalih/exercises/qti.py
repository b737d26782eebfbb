"""The bank as a QTI 2.1 package, the version that most platforms other than Moodle take in."""

from __future__ import annotations

import io
import zipfile
from html import escape
from xml.etree import ElementTree as xml

from masalih.exercises import bank, judgement, moodle
from masalih.formats import language
from masalih.translation import EDITIONS

SPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
CONTENT = "http://www.imsglobal.org/xsd/imscp_v1p1"
SCHEMA = "http://www.w3.org/2001/XMLSchema-instance"
WHERE = f"{SPACE} http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"
RLM = "\u200f"  # QTI 2.1 has no direction: a mark at the beginning of a line gives it
DAY = (2026, 1, 1, 0, 0, 0)  # of every file: the same bank gives the same bytes


def write(items: list[bank.Item]) -> bytes:
    """The package as a zip: an item a question, their pictures, and the manifest."""
    files: dict[str, bytes] = {}
    for item in items:
        files[f"{item.label}.xml"] = _document(_item(item))
        files |= {f"images/{name}": content for name, content in item.pictures.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in {"imsmanifest.xml": _manifest(items), **files}.items():
            package.writestr(zipfile.ZipInfo(name, DAY), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _document(root):
    xml.indent(root)
    return xml.tostring(root, encoding="utf-8", xml_declaration=True)


def _manifest(items):
    root = xml.Element("manifest", {"xmlns": CONTENT, "identifier": f"masalih-{language()}"})
    about = xml.SubElement(root, "metadata")
    xml.SubElement(about, "schema").text = "IMS Content"
    xml.SubElement(about, "schemaversion").text = "1.1"
    xml.SubElement(root, "organizations")
    resources = xml.SubElement(root, "resources")
    for item in items:
        name = f"{item.label}.xml"
        one = xml.SubElement(
            resources,
            "resource",
            {"identifier": item.label, "type": "imsqti_item_xmlv2p1", "href": name},
        )
        for file in (name, *(f"images/{picture}" for picture in item.pictures)):
            xml.SubElement(one, "file", {"href": file})
    return _document(root)


def _item(item):
    root = xml.Element(
        "assessmentItem",
        {
            "xmlns": SPACE,
            "xmlns:xsi": SCHEMA,
            "xsi:schemaLocation": WHERE,
            "identifier": item.label,
            "title": item.name,
            "adaptive": "false",
            "timeDependent": "false",
            "xml:lang": language(),
        },
    )
    kind = {"choice": "identifier", "number": "float", "month": "string"}[item.key.kind]
    response = xml.SubElement(
        root,
        "responseDeclaration",
        {"identifier": "RESPONSE", "cardinality": "single", "baseType": kind},
    )
    correct = xml.SubElement(response, "correctResponse")
    xml.SubElement(correct, "value").text = _right(item.key)
    for name, base in (("SCORE", "float"), ("FEEDBACK", "identifier")):
        xml.SubElement(
            root,
            "outcomeDeclaration",
            {"identifier": name, "cardinality": "single", "baseType": base},
        )
    root.append(_body(item))
    heard = judgement.heard(item.key)
    root.append(_processing(item.key, heard))
    told = [(f"F{number}", one.text) for number, one in enumerate(heard)]
    for name, text in [*told, ("OTHER", judgement.other_text(item.key.kind))]:
        feedback = xml.SubElement(
            root,
            "modalFeedback",
            {"outcomeIdentifier": "FEEDBACK", "identifier": name, "showHide": "show"},
        )
        feedback.text = text
    return root


def _right(key):
    return key.right if key.kind != "number" else f"{key.right:.{key.decimals}f}"


def _body(item):
    text = bank.html(item.text, "images/") + (f"<p>{escape(item.how)}</p>" if item.how else "")
    body = xml.fromstring(f"<itemBody>{text}</itemBody>")
    for one in body.iter():
        one.attrib.pop("start", None)
        if one.tag in ("p", "li") and language() == "ar":
            one.text = RLM + (one.text or "")
    if item.key.kind == "choice":
        asked = xml.SubElement(
            body,
            "choiceInteraction",
            {"responseIdentifier": "RESPONSE", "shuffle": "true", "maxChoices": "1"},
        )
        for word, names in item.key.choices.items():
            choice = xml.SubElement(asked, "simpleChoice", {"identifier": word})
            choice.text = names[EDITIONS.index(language())]
    else:
        line = xml.SubElement(body, "p")
        xml.SubElement(
            line, "textEntryInteraction", {"responseIdentifier": "RESPONSE", "expectedLength": "12"}
        )
    return body


def _processing(key, heard):
    """The first condition that holds gives score and feedback, as in `check`."""
    root = xml.Element("responseProcessing")
    condition = xml.SubElement(root, "responseCondition")
    for number, one in enumerate(heard):
        branch = xml.SubElement(condition, "responseElseIf" if number else "responseIf")
        branch.append(_holds(key, one))
        _set(branch, "SCORE", "float", "1" if one.state == "right" else "0")
        _set(branch, "FEEDBACK", "identifier", f"F{number}")
    other = xml.SubElement(condition, "responseElse")
    _set(other, "SCORE", "float", "0")
    _set(other, "FEEDBACK", "identifier", "OTHER")
    return root


def _holds(key, one):
    if key.kind == "number":
        both = xml.Element("and")
        low, high = moodle.span(one)
        slack = (high - low) * judgement.SLACK
        for tag, end in (("gte", low - slack), ("lte", high + slack)):
            _compare(xml.SubElement(both, tag), "float", f"{end:.12g}")
        return both
    if key.kind == "choice":
        return _compare(xml.Element("match"), "identifier", one.value)
    either = xml.Element("or")
    for form in moodle.month_forms(one.value):
        same = xml.SubElement(either, "stringMatch", {"caseSensitive": "false"})
        _compare(same, "string", form)
    return either


def _compare(parent, base, value):
    xml.SubElement(parent, "variable", {"identifier": "RESPONSE"})
    xml.SubElement(parent, "baseValue", {"baseType": base}).text = value
    return parent


def _set(branch, name, base, value):
    one = xml.SubElement(branch, "setOutcomeValue", {"identifier": name})
    xml.SubElement(one, "baseValue", {"baseType": base}).text = value
