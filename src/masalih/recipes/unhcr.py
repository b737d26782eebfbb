"""Iraqis in Syria at the end of each year, from the refugee statistics of UNHCR."""

SOURCE = "unhcr-refugee-statistics-2026"
NAMED = "2018"  # from this year on others of concern are those of al-Hol
NOTES = {
    "2018": "Only those who came before the end of 2018.",
    "2023": "The database holds a zero and no row for al-Hol: not reported.",
    "2024": "Labelled as Hasakah governorate, not al-Hol by name.",
}


def iraqis(raw):
    """Rows by location of stay: year, pop_type (REF, ASY, OOC), location, total."""
    for year in sorted({row["year"] for row in raw if row["year"] >= "2014"}):
        own = [row for row in raw if row["year"] == year]
        others = [row for row in own if row["pop_type"] == "OOC"]
        label, status = labelled(others) if year >= NAMED else ("", "not_al_hol")
        of_concern = summed(others)
        yield {
            "year": year,
            "al_hol": "" if status in ("not_al_hol", "missing") else of_concern,
            "location_label": label,
            "status": status,
            "others_of_concern": of_concern,
            "refugees": summed(row for row in own if row["pop_type"] == "REF"),
            "asylum_seekers": summed(row for row in own if row["pop_type"] == "ASY"),
            "note": NOTES.get(year, "")
            if year >= NAMED
            else "Others of concern before 2018 are not al-Hol.",
            "source": SOURCE,
        }


def labelled(others):
    """(UNHCR's name of the place, our status); a year without a row was not reported."""
    labels = sorted({row["location"] for row in others if int(row["total"] or 0)})
    if not labels:
        return "", "missing"
    camp = [label for label in labels if "Hol" in label]
    return (camp or labels)[0], "counted" if camp else "governorate"


def summed(rows):
    """The sum of persons; nothing where it is zero, which the database stores for unknown."""
    return sum(int(row["total"] or 0) for row in rows) or ""
