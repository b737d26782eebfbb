"""What each computed verdict takes from the rows that are there, on any day.

cNN() gives the arguments of the rule of the same name in its chapter, as {name: value}, or None
where the rows do not bear a verdict yet. The chapters' own cells compute the same from all rows; a
test holds today's verdicts against the ledger.
"""

import pandas as pd

from masalih import data

DIALOGUE = pd.Timestamp("2023-08-08")
YEAR = 2023  # of the dialogue, and the fiscal year in which it was held
MONTH = 365.25 / 12  # days


def _day(id):
    """The first day of an event, or None where it is not known."""
    kind, row = data.evidence(id)
    return None if kind is None else row["start"]


def _sessions(question):
    found = data.table("contested_dates")
    found = found[found["independent"] & (found["question"] == question)]
    days = found.loc[found["what"] == "session", "day"]
    return {"days": pd.Series(list(days), dtype="datetime64[ns]")} if len(days) else None


def c04():
    """The days on which independent witnesses put the session of July 2021."""
    return _sessions("dialogue-2021")


def c05():
    """The days on which independent witnesses put the session of February 2023."""
    return _sessions("committee-2023")


def c07():
    """What was counted in 2023, and what each count has left of its first year since then."""
    wing = data.observations("isis_incidents_per_year_iraq_musings")
    joc, killed = (data.observations(name) for name in ("isis_attacks_iraq_joc", "cts_killed_iraq"))
    whole = killed[(killed["end"] - killed["start"]).dt.days > 330]
    years = [rows.set_index("year")["value"] for rows in (wing, joc, whole)]
    since = [values[values.index >= YEAR] for values in years]
    kept = [v[v.index.max()] / v[v.index.min()] for v in since if len(v) > 1]
    return {"then": since[0][YEAR], "kept": kept} if kept and YEAR in since[0] else None


def c08():
    """The number declared at the dialogue and the newest; whether an exit was declared since."""
    levels = data.observations("us_troops_iraq_reported").set_index("start")["value"].sort_index()
    if levels.empty:
        return None
    then, newest = levels.asof([DIALOGUE, levels.index.max()])
    exit_day = _day("ip-011")
    left = exit_day is not None and exit_day > DIALOGUE
    return {"claimed": 2500, "then": then, "newest": newest, "left": left}


def c09():
    """US strikes on ISIS since 2023, and Americans hurt on the ground."""
    strikes = data.observations("coalition_strikes_year").query("year == @YEAR")
    others = data.observations("us_strikes_on_isis_iraq")
    hurt = data.observations("us_injured_isis_raids_iraq")
    if strikes.empty and others.empty and hurt.empty:
        return None
    found = strikes["value"].sum() + others["value"].sum()
    return {"strikes": found, "hurt": hurt["value"].sum()}


def _prices():
    """{fiscal year: dollars of 2024 for one of its own}, and the table they come from."""
    sector = data.table("us_security_aid_stages")
    spent = sector[sector["stage"] == "obligated"].set_index("fiscal_year")
    return spent["constant_usd"] / spent["usd"], sector


def _by_fiscal_year(name, prices):
    """Millions by fiscal year, of rows of one year and of Iraq alone."""
    rows = data.observations(name)
    rows = rows[((rows["end"] - rows["start"]).dt.days < 370) & (rows["place"] == "iraq")]
    years = rows["end"].dt.year
    return (rows["value"] / 1e6 * years.map(prices).fillna(1)).set_axis(years)


def c13():
    """Presence in Iraq and in the region since the dialogue, and each instrument by its base."""
    prices, sector = _prices()
    spent = sector[sector["stage"] == "obligated"].set_index("fiscal_year")
    grants = (spent["usd"] - spent["of_which_loans_usd"].fillna(0)) * prices / 1e6
    named = ("fms_implemented_iraq_total", "train_equip_request")
    instruments = [*(_by_fiscal_year(name, prices) for name in named), grants]
    region = data.observations("us_troops_region").query("by == 'us-dod'")
    region = region.set_index("start")["value"].sort_index()[DIALOGUE:]
    exit_day = _day("ip-011")
    if region.empty or any(YEAR not in v or v.index.max() == YEAR for v in instruments):
        return None
    return {
        "left_iraq": exit_day is not None and exit_day > DIALOGUE,
        "region_then": region[region.index.min()],
        "region_now": region[region.index.max()],
        "instruments": pd.Series([v[v.index.max()] / v[YEAR] for v in instruments]),
    }


def c15():
    """Whether financing and sales were on the agenda; the year's fund and the financing."""
    _, sector = _prices()
    given = sector[sector["stage"] == "appropriated"].set_index("fiscal_year")["usd"]
    fund = _by_fiscal_year("train_equip_authorised", {}) * 1e6
    listed = _day("capb-025")
    if listed is None or YEAR not in given or YEAR not in fund:
        return None
    return {"listed": listed == DIALOGUE, "left_out": fund[YEAR], "named": given[YEAR]}


def c16():
    """Places for Iraqis in the five years of the base, and since the dialogue."""
    places = data.table("us_training_iraq").groupby("fiscal_year")["places"].sum()
    if places.empty:
        return None
    return {"before": places.loc[2016:2020], "after": places.loc[2024:]}


def c17():
    """Iraqi troops in exercises before the dialogue and after it: nothing counts them so far."""
    found = [name for name in data.series().index if name.startswith("exercise_iraqi")]
    troops = pd.Series(dtype=float, index=pd.DatetimeIndex([]))
    if found:
        troops = data.observations(*found).set_index("start")["value"].sort_index().dropna()
    return {"before": troops[troops.index < DIALOGUE], "after": troops[troops.index >= DIALOGUE]}


def c21():
    """The strikes of each type in the newest list of two types; aircraft met."""
    types = (
        "f16_strikes",
        "us_replacements_strikes",
        "rus_attack_helicopters_mi35_strikes",
        "rus_attack_helicopters_mi28_strikes",
    )
    rows = data.observations(*types)
    if rows.empty:
        return None
    lists = rows.pivot_table(index=["start", "end"], columns="series", values="value")
    lists = lists[lists.notna().sum(axis=1) >= 2]
    with_f16 = lists.dropna(subset="f16_strikes") if "f16_strikes" in lists else lists[:0]
    chosen = lists if with_f16.empty else with_f16
    empty = pd.Series(dtype=float)
    by_type = empty if chosen.empty else chosen.loc[chosen.index.max()].dropna()
    met = [name for name in data.series().index if name.startswith("f16_intercept")]
    found = data.observations(*met)["value"].sum() if met else 0
    return {"by_type": by_type, "intercepts": found}


def c24():
    """When it was said that the war stops Russian supply, and the last year of a delivery."""
    rows = data.observations("sipri_tiv_by_supplier_russia")
    said = [day for id in ("arms-033", "fa-334") if (day := _day(id)) is not None]
    if rows.empty or not said:
        return None
    return {"said": said, "last_delivery": rows.loc[rows["value"] > 0, "year"].max()}


def c26():
    """Attacks a month in the quiet and after it; those in Iraq; and what Iran itself fired."""
    quiet = data.observations("attacks_on_us_before_oct2023")
    quiet = quiet[quiet["end"] == "2023-10-17"]
    total = data.observations("attacks_cumulative_oct2023")
    total = total[total["end"] <= "2024-04-21"]
    split = total.merge(data.table("attack_targets"), on="id").dropna(subset="iraq")
    fired = data.observations("attack_incident_missiles")
    fired = fired[fired["start"] == "2020-01-08"]
    if quiet.empty or split.empty:
        return None
    last = split.loc[split["end"].idxmax()]
    days = (last["end"] - total["start"].min()).days + 1
    quiet_days = (quiet["end"] - quiet["start"]).dt.days + 1
    return {
        "quiet_pace": (quiet["value"] / quiet_days * MONTH).item(),
        "later_pace": last["value"] / days * MONTH,
        "later_in_iraq": last["iraq"],
        "own_fire": fired["value"].sum(),
    }


def _region():
    """Readings of the whole region by id; `ceil` is the most that one allows."""
    rows = data.observations("us_troops_region").set_index("id")
    return rows.assign(ceil=rows["high"].fillna(rows["value"])).drop(
        index="capb-003", errors="ignore"
    )


def c29():
    """Declared in Iraq in 2017 and by the dialogue; in the region before it and a year after.

    While no later reading is known, none says that involvement grew again.
    """
    declared = data.observations("us_troops_iraq_reported")
    until = declared[declared["start"] <= DIALOGUE]
    before, region = declared.set_index("id")["value"].get("ip-486"), _region()["value"]
    if before is None or until["start"].max().year < YEAR:
        return None
    usual, after = region.get("pri-001", float("nan")), region.get("pri-002", float("nan"))
    then = until.loc[until["start"].idxmax(), "value"]
    return {"before": before, "then": then, "usual": usual, "after": after}


def c30():
    """The region before and after the texts of partnership, and days from each to a strike."""
    region = _region()
    later = region.loc[region["start"] >= "2024-08-01", "ceil"]
    signed = [day for id in ("ir-183", "pri-018") if (day := _day(id)) is not None]
    if "pri-001" not in region.index or later.empty or not signed:
        return None
    strikes = data.events("strike")
    strikes = strikes.loc[strikes["motive"].isin(["iran", "priority"]), "start"]
    hit = data.observations("us_strike_sites", "us_strike_targets", "us_strike_deaths")["start"]
    others = [day for id in ("ip-382", "ip-328") if (day := _day(id)) is not None]
    struck = pd.Series([*strikes, *hit, *others])
    waits = [(struck[struck > day].min() - day).days for day in signed]
    return {"usual": region.loc["pri-001", "value"], "after": later.min(), "days_to_strike": waits}


ARGUMENTS = {
    name.upper(): function
    for name, function in list(globals().items())
    if name[0] == "c" and name[1:].isdigit()
}
