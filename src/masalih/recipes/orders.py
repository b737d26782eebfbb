"""Iraq's orders of major arms, from the trade register of SIPRI."""

import re
from decimal import Decimal

from masalih.recipes.sipri import place

SOURCE, EDITION = "sipri-2026-02-trade-register-deals", "2026-02-27"
CATEGORIES = {  # ours, from the register's words for the type; what else flies is an aircraft
    "air_defence_systems": {"mobile SAM system", "SAM system", "self-propelled air-defence system"},
    "armoured_vehicles": {
        "armoured personnel carrier",
        "armoured reconnaissance vehicle",
        "armoured recovery vehicle",
        "infantry fighting vehicle",
        "tank",
    },
    "artillery": {"mortar", "multiple rocket launcher", "self-propelled gun", "towed gun"},
    "engines": {"aircraft engine", "turbofan", "vehicle engine"},
    "missiles": {
        "air-to-surface missile",
        "anti-tank missile",
        "anti-tank/air-to-surface missile",
        "guided bomb",
        "long-range air-to-air missile",
        "portable SAM",
        "SAM",
        "short-range air-to-air missile",
    },
    "sensors": {
        "air-search radar",
        "aircraft electro-optical system",
        "aircraft reconnaissance system",
        "combat aircraft radar",
    },
    "ships": {"patrol boat", "patrol ship"},
}
FLIES = ("aircraft", "helicopter", "UAV")
STATUS = {
    "New": "new",
    "Second hand": "second_hand",
    "Second hand but modernized": "second_hand_modernised",
}
KURDISH = re.compile(r"(?<!Government and )(Kurdish|Kurdistan|Peshmerga)\b")
EIGHT = "Eight batteries, not delivered at the end of 2024."


def category(description):
    """Of a description; ValueError for one that stands in no list."""
    for name, members in CATEGORIES.items():
        if description in members:
            return name
    if description.endswith(FLIES):
        return "aircraft"
    raise ValueError(f"no category for {description!r}. Remedy: add it in CATEGORIES")


def note(row):
    """What of the register's comment a reader should know, in our words."""
    comment = row["comments"]
    if KURDISH.search(comment):
        return "By SIPRI: for Kurdish forces."
    if "probably not yet ordered" in comment:
        return "By SIPRI: selected, probably not yet ordered at the end of 2024."
    return EIGHT if row["weapon_description"] == "SAM system" and not row["delivery_years"] else ""


def orders(raw):
    """The register, Iraq: supplier, order_year, weapon_designation, number_ordered and others.

    And weapon_description, number_delivered, delivery_years, status, comments, tiv_total_order_m,
    tiv_delivered_m, each number with its column _uncertain.
    """
    rows = [row for row in raw if int(row["order_year"] or 0) >= 2003]
    for line, row in enumerate(sorted(rows, key=in_order), 1):
        yield {
            "line": line,
            "supplier": place(row["supplier"]),
            "designation": row["weapon_designation"],
            "description": row["weapon_description"],
            "category": category(row["weapon_description"]),
            "order_year": row["order_year"],
            "order_year_estimated": estimated(row["order_year_uncertain"]),
            "ordered": whole(row["number_ordered"]),
            "ordered_estimated": row["number_ordered"]
            and estimated(row["number_ordered_uncertain"]),
            "delivered": whole(row["number_delivered"]),
            "delivered_estimated": estimated(row["number_delivered_uncertain"]),
            "delivery_years": row["delivery_years"].replace(" ", "").replace(",", ";"),
            "status": STATUS[row["status"]],
            "tiv_ordered": row["number_ordered"]
            and round(Decimal(row["tiv_total_order_m"]).scaleb(6)),
            "tiv_delivered": round(Decimal(row["tiv_delivered_m"]).scaleb(6)),
            "note": note(row),
            "edition": EDITION,
            "source": SOURCE,
        }


def in_order(row):
    number, unsure = float(row["number_ordered"] or 0), row["order_year_uncertain"]
    words = row["weapon_designation"], row["weapon_description"]
    return row["order_year"], row["supplier"].lower(), *words, number, unsure


def estimated(mark):
    return "true" if mark == "?" else "false"


def whole(text):
    return text.removesuffix(".0")
