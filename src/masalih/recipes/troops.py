"""US personnel abroad, from the quarterly reports of the Defense Manpower Data Center.

Both tables are made of one file, the reports as the R package troopdata collects them.
"""

SOURCE = "troopdata-2026-06-dmdc-quarterly-reports"
NUMBERS = {
    "active_duty": "active_duty_total",
    "guard_reserve": "guard_and_reserve_total",
    "civilian": "dod_civilian_total",
    "total": "grand_total",
}
REGION = {
    "Bahrain": "bahrain",
    "Jordan": "jordan",
    "Kuwait": "kuwait",
    "Qatar": "qatar",
    "Saudi Arabia": "saudi-arabia",
    "Turkey": "turkiye",
    "United Arab Emirates": "uae",
}
WITHHELD = "2017-12"  # from this month on deployed forces are in no country's number
# (from, to, status, note) of what was printed for Iraq; a printed zero is withheld whenever it is.
IRAQ = [
    ("2001", "2002", "not_comparable", "Before the war: embassy guard."),
    (
        "2008",
        "2011",
        "not_comparable",
        "Mixes permanent and deployed personnel; some deployments are counted elsewhere.",
    ),
    ("2012", "2017", "counted", ""),
    (
        "2018",
        "9999",
        "not_comparable",
        "Mainly embassy and Marine guard; the deployed force is withheld.",
    ),
]


def numbers(row):
    return {name: row[column] for name, column in NUMBERS.items()}


def iraq(raw):
    """The reports: country, date, active_duty_total, guard_and_reserve_total and others."""
    rows = (row for row in raw if row["country"] == "Iraq")
    for row in sorted(rows, key=lambda row: row["date"]):
        year = row["date"][:4]
        if row["active_duty_total"] == "0":
            values = dict.fromkeys(NUMBERS, "")
            early = "The report refers to a separate deployment table."
            status = "withheld"
            note = early if year < "2008" else "Printed zero or asterisk: withheld."
        else:
            values = numbers(row)
            _, _, status, note = next(one for one in IRAQ if one[0] <= year <= one[1])
        yield {"date": row["date"], **values, "status": status, "note": note, "source": SOURCE}


def region(raw):
    """The same reports, for the seven countries around Iraq, from September 2008 on."""
    rows = [row for row in raw if row["country"] in REGION and row["date"] >= "2008-09-30"]
    for row in sorted(rows, key=lambda row: (row["date"], REGION[row["country"]])):
        values = numbers(row)
        counts = [int(values[name] or 0) for name in NUMBERS]
        above = counts[-1] - sum(counts[:-1])
        yield {
            "date": row["date"],
            "place": REGION[row["country"]],
            **values,
            "status": "counted" if row["date"] < WITHHELD else "assigned_only",
            "note": f"The printed total is {above} above its parts." if above else "",
            "source": SOURCE,
        }
