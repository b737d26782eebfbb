"""US money and training for Iraq, from the Greenbook and the Foreign Military Training Report."""

from masalih.recipes.sipri import place

GREENBOOK, TRAINING = "greenbook-2022-08-obligations", "security-force-monitor-2024-12-fmtrpt"
TOTALS = "foreignassistance-gov-2025-11-country-totals"
STAGES = {
    "President's Budget Requests": "requested",
    "Appropriated and Planned": "appropriated",
    "Obligations": "obligated",
    "Disbursements": "disbursed",
}
UNFINISHED = "2025"  # the last year of the edition, on which agencies still report
REGION = ("afghanistan", "bahrain", "jordan", "kuwait", "qatar", "saudi-arabia", "turkiye", "uae")
ACCOUNTS = {  # words of the funding account: ours
    "Commodity Credit": "other-economic",
    "Public Law 480 Program Account, Title I": "food-credit",
    "Cooperative Threat": "ctr",
    "Iraq Relief": "irrf",
    "Economic Support Fund": "esf",
    "International Narcotics Control": "incle",
    "Nonproliferation, Anti-Terrorism": "nadr",
    "Excess Defense": "eda",
    "Iraq Security Forces": "isff",
    "Iraq Train and Equip": "itef",
    "Direct Loan": "fmf-loan",
    "Foreign Military Financing": "fmf-grant",
    "International Military Education": "imet",
}
LOANS = ("fmf-loan", "food-credit")
PROGRAMS = {
    "ALP": "alp",
    "CTEF": "ctef",
    "CTFP/CTIWFP": "ctfp",
    "DOHS/USCG": "coast-guard",
    "FAA Section 506 drawdown": "drawdown-506",
    "FMF": "fmf",
    "IMET": "imet",
    "Other DoD/DoS non-security-assistance": "other-dod-state",
    "Regional Centers": "regional-centers",
    "Section 1206/2282": "section-1206",
    "Service Academies": "service-academies",
}
NOTES = {  # what a reader of these lines should know
    ("2003", "other-dod-state"): "9,000 of these are members of the Civil Defense Corps in one "
    "line without cost; leave them out of any average.",
    ("2017", "fmf"): "350 of these are one course in Jordan, paid by a loan: 15.0 million dollars.",
    ("2020", "ctef"): "110 of these are one course in Iraq.",
    ("2020", "fmf"): "178 of these are one special operations course, listed without cost.",
}


def account(row):
    """Our name of the account of a row of the Greenbook."""
    category, text = row["assistance_category"].lower(), row["funding_account"]
    found = next((name for words, name in ACCOUNTS.items() if words in text), f"other-{category}")
    return f"other-{category}" if found == "ctr" and category == "economic" else found


def accounts(raw):
    """The Greenbook of August 2022, Iraq: fiscal_year, assistance_category, funding_account.

    And obligations_current_usd, obligations_constant2020_usd.
    """
    sums = (
        (
            (row["fiscal_year"], row["assistance_category"].lower(), account(row)),
            (row["obligations_current_usd"], row["obligations_constant2020_usd"]),
        )
        for row in raw
        if row["fiscal_year"] >= "2003"
    )
    for (year, category, name), (current, constant) in summed(sums):
        yield {
            "fiscal_year": year,
            "category": category,
            "account": name,
            "kind": "loan" if name in LOANS else "grant",
            "obligations_usd": current,
            "constant_2020_usd": constant,
            "source": GREENBOOK,
        }


def summed(found):
    """Sorted (key, [current, constant]) of (key, the two sums as text), of one key together."""
    sums: dict[tuple, list[int]] = {}
    for key, texts in found:
        own = sums.setdefault(key, [0, 0])
        own[:] = (total + int(text or 0) for total, text in zip(own, texts, strict=True))
    return sorted(sums.items())


def training(raw):
    """Courses of the report: fiscal_year, program_group, trainees, cost_usd."""
    groups: dict[tuple, list] = {}
    for row in raw:
        if row["fiscal_year"] >= "2003":
            key = row["fiscal_year"], PROGRAMS[row["program_group"]]
            groups.setdefault(key, []).append(row)
    for (year, program), rows in sorted(groups.items()):
        unpaid = places(row for row in rows if not float(row["cost_usd"] or 0))
        cost = sum(float(row["cost_usd"] or 0) for row in rows)
        nothing = not cost
        yield {
            "fiscal_year": year,
            "program": program,
            "courses": len(rows),
            "places": places(rows) or "",  # a line may name no number
            "cost_usd": "" if nothing else round(cost),
            "places_without_cost": unpaid,
            "cost_status": "not_reported" if nothing else "partial" if unpaid else "reported",
            "note": NOTES.get((year, program), ""),
            "source": TRAINING,
        }


def places(rows):
    return int(sum(float(row["trainees"] or 0) for row in rows))


def totals(raw):
    """Country totals of late 2025: Country Code, Transaction Type Name, Fiscal Year and both sums.

    These are current_amount and constant_amount.
    """
    rows = [row for row in raw if row["Country Code"] == "IRQ" and row["Fiscal Year"] >= "2001"]
    order = list(STAGES)
    for row in sorted(
        rows, key=lambda row: (order.index(row["Transaction Type Name"]), row["Fiscal Year"])
    ):
        yield {
            "fiscal_year": row["Fiscal Year"],
            "stage": STAGES[row["Transaction Type Name"]],
            "usd": row["current_amount"],
            "constant_usd": row["constant_amount"],
            "status": "partial" if row["Fiscal Year"] == UNFINISHED else "complete",
            "source": TOTALS,
        }


def region(raw):
    """The Greenbook of August 2022 from its header on: Fiscal Year, Country, Assistance Category.

    And Obligations (Historical Dollars), Obligations (Constant Dollars).
    """
    sums = (
        (
            (row["Fiscal Year"], place(row["Country"])),
            (row["Obligations (Historical Dollars)"], row["Obligations (Constant Dollars)"]),
        )
        for row in raw
        if row["Assistance Category"] == "Military"
        and place(row["Country"]) in REGION
        and "2008" <= row["Fiscal Year"] <= "2020"
    )
    for (year, where), (current, constant) in summed(sums):
        yield {
            "fiscal_year": year,
            "place": where,
            "obligations_usd": current,
            "constant_2020_usd": constant,
            "source": GREENBOOK,
        }
