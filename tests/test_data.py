"""Why: a wrong number must stop at the data package, so each way of damaging it is named.

The damages are judged as the loader judges: by the rules of the table they strike, in a copy whose
other tables are those of the sound package, read once.
"""

import csv
import datetime
import io
import json
import shutil

import pandas as pd
import pytest

from masalih import citations, data, validation as rules
from masalih.data import queries
from masalih.validation import second_opinion

OBS = "observations/isis.csv"
TROOPS = "tables/us_troops_dmdc.csv"
REGION = "tables/us_troops_region_dmdc.csv"
IDEAL = "tables/unga_ideal_points.csv"
YEARLY = "tables/ucdp_deaths_yearly.csv"
DEATHS = "tables/ucdp_is_deaths_monthly.csv"
STRIKES = "tables/coalition_strikes_monthly.csv"
AID = "tables/us_aid_iraq_accounts.csv"
STAGES = "tables/us_security_aid_stages.csv"
SALES = "tables/fms_implemented.csv"
TRAINING = "tables/us_training_iraq.csv"
CONVOYS = "tables/convoys.csv"
TARGETS = "tables/attack_targets.csv"
UNHCR = "tables/unhcr_iraqis_syria.csv"
MEETINGS = "tables/meetings.csv"
STATEMENTS = "tables/statement_terms.csv"
MAP = "tables/iraq_governorates.geojson"
ARMS = "observations/f16.csv"
DELIVERIES = "tables/arms_deliveries.csv"
ORDERS = "tables/arms_orders.csv"
OLD_TIV = "tables/arms_tiv_2022_edition.csv"

# The evidence the package was made from, by prefix: numbers given out, numbers never used, rows
# left out with a reason.
EVIDENCE = {
    "ip": (514, 14, 21),
    "ah": (541, 16, 1),
    "cp": (710, 16, 72),
    "ir": (264, 7, 18),
    "fa": (469, 8, 26),
    "nov": (147, 0, 47),
}


# --- the real package -----------------------------------------------------------------------------


def test_the_package_is_sound_and_check_says_so_in_one_line(capsys):
    """By our rules and by frictionless, whose opinion takes seconds and is asked here alone."""
    pytest.importorskip("frictionless")
    status, out = rules.main([]), capsys.readouterr().out
    assert status == 0, out
    assert out.count("\n") == 1 and "sound" in out and f"sources: {len(data.sources())};" in out


@pytest.mark.parametrize("prefix", EVIDENCE)
def test_every_evidence_row_is_used_or_excluded_with_a_reason(prefix):
    numbers, never_used, left_out = EVIDENCE[prefix]
    excluded = data.excluded()
    used = [*data.observations().id, *data.events().index]
    descriptor = json.loads((data.root() / "datapackage.json").read_text("utf-8"))
    resource = next(r for r in descriptor["resources"] if r["name"] == "excluded")
    skipped = resource["numbersNotUsed"].get(prefix, [])
    evidence = [name for name in [*used, *excluded.index] if name.startswith(f"{prefix}-")]
    due = {*range(1, numbers + 1)} - {*skipped}
    assert sorted(evidence) == [f"{prefix}-{n:03d}" for n in sorted(due)]
    assert len(skipped) == never_used
    assert sum(id.startswith(f"{prefix}-") for id in excluded.index) == left_out


def test_both_ends_of_a_printed_range_stand_in_one_row():
    merged = data.excluded().reason_en.str.extract(r"Low end .* merged into (ip-\d{3})")[0].dropna()
    ranges = data.observations("isis_strength").set_index("id").bound[merged]
    assert len(merged) == 10 and (ranges == "range").all()


def test_a_merged_row_names_a_row_that_holds_its_figure():
    """And not one that was merged away itself."""
    reasons = data.excluded().reason_en
    named = reasons[reasons.str.contains("merged into")].str.findall(r"\b[a-z]+-\d{3}\b")
    rows = {*data.observations().id, *data.events().index}
    assert len(named) > 100
    assert [id for id, holders in named.items() if not rows & {*holders}] == []


def test_rivalry_holds_in_both_directions():
    rivals = data.series().rival_of
    assert [(a, b) for a, others in rivals.items() for b in others if a not in rivals[b]] == []


def test_the_ends_of_the_mission_are_one_kind():
    days = data.events("end_of_combat").start.dt.strftime("%Y-%m-%d")
    assert list(days) == ["2011-12-18", "2018-04-30", "2021-12-09", "2026-01-18", "2026-09-30"]


def test_a_range_is_a_range_and_not_its_middle():
    strength = data.observations("isis_strength")
    ranges = strength[strength.bound == "range"]
    assert len(ranges) >= 10 and ranges.value.isna().all() and (ranges.low < ranges.high).all()
    assert strength[strength.bound != "range"].value.notna().all()


def test_withheld_troops_are_unknown_and_never_zero():
    troops = data.table("us_troops_dmdc").set_index("date")
    assert (
        troops[troops.status == "withheld"][["active_duty", "guard_reserve", "civilian", "total"]]
        .isna()
        .all(axis=None)
    )
    assert pd.isna(troops.active_duty["2023-09-30"])
    assert (troops.active_duty.dropna() > 0).all()


def test_the_two_copies_of_a_count_agree():
    printed = data.observations("us_troops_iraq_dmdc").set_index("end").value
    counted = data.table("us_troops_dmdc").set_index("date").active_duty
    assert (printed == counted[printed.index]).all() and len(printed) == 19


def test_the_sales_of_iraq_stand_alike_in_their_table_and_series():
    table = data.table("fms_implemented")
    iraq = table[table.place == "iraq"].set_index(["funding", "fiscal_year"]).usd
    for funding, name in (("national-funds", "own"), ("fmf", "fmf"), ("total", "total")):
        rows = data.observations(f"fms_implemented_iraq_{name}")
        assert list(rows.end.dt.year) == list(range(2020, 2025))
        assert list(rows.value) == list(iraq[funding])


def test_the_ledger_names_every_count_of_a_convoy_once():
    ledger = data.table("convoys")
    for column, name in {
        "families": "convoy_families",
        "persons": "convoy_persons",
        "rival_families": "convoy_families_alt",
        "rival_persons": "convoy_persons_alt",
    }.items():
        named = [item for cell in ledger[column] for item in cell.split(";") if item]
        assert sorted(named) == sorted(data.observations(name).id)
    assert list(ledger.number[ledger.persons == ""]) == [3, 5] and list(ledger.number) == list(
        range(1, 34)
    )


def test_every_series_counter_place_and_unit_has_names_in_both_languages():
    terms, series = data.terms(), data.series()
    for column in ("counter", "place", "unit"):
        assert set(series[column]) <= set(terms.index)
    assert len(data.governorates()["features"]) == 18
    assert all(feature["id"] in terms.index for feature in data.governorates()["features"])


def test_monthly_deaths_stay_within_the_years_total():
    """ISIS is a party to a part of all events; the two vintages differ by a seventh at most."""
    monthly = data.table("ucdp_is_deaths_monthly")
    by_year = monthly.groupby(monthly.month.dt.year).best.sum()
    total = data.table("ucdp_deaths_yearly").set_index("year").total_best
    assert ((by_year / total[by_year.index]) < 1.15).all()


def test_the_register_of_arms_is_the_yearly_series_line_by_line():
    register = data.table("arms_deliveries")
    group = register.supplier.map({"united-states": "us", "russia": "russia"}).fillna("others")
    by_year = register.groupby([group, "delivery_year"]).tiv.sum()
    total = register.groupby("delivery_year").tiv.sum()
    for supplier in ("us", "russia", "others"):
        rows = data.observations(f"sipri_tiv_by_supplier_{supplier}")
        assert list(rows.year) == list(range(2004, 2025))
        assert [by_year.get((supplier, year), 0) for year in rows.year] == list(rows.value)
    rows = data.observations("sipri_arms_imports_total_tiv")
    assert [total.get(year, 0) for year in rows.year] == list(rows.value) and len(rows) == 21


def test_the_two_editions_of_arms_volumes_stay_apart():
    old = data.table("arms_tiv_2022_edition")
    printed = data.observations("sipri_arms_imports_from_us_tiv_2022_edition")
    assert list(old[old.supplier == "united-states"].tiv) == list(printed.value)
    assert not set(old.edition) & (
        set(data.table("arms_deliveries").edition) | set(data.table("arms_orders").edition)
    )
    assert (
        old.tiv.isna() == (old.status == "below_half_million")
    ).all() and old.tiv.isna().sum() == 10


def test_missiles_of_the_region_add_up_to_the_printed_totals():
    missiles = data.table("air_to_air_missiles")
    for series, name in (
        ("peer_armament_aim120_sipri", "AIM-120"),
        ("peer_armament_aim7_sipri", "AIM-7M"),
    ):
        counted = (
            missiles[missiles.designation.str.startswith(name)].groupby("recipient").number.sum()
        )
        rows = data.observations(series)
        assert [counted.get(place, 0) for place in rows.place] == list(rows.value)


# --- the loader -----------------------------------------------------------------------------------


def test_observations_of_a_motive():
    every, named = data.observations(), data.series()["motive"]
    assert (
        list(data.observations(motive="alhol").id)
        == list(every[every.series.map(named) == "alhol"].id)
        != []
    )
    with pytest.raises(data.DataError, match="did you mean alhol"):
        data.observations(motive="alhool")


def test_observations_have_the_columns_the_notebooks_read():
    rows = data.observations("isis_attacks_iraq_ctc", "terror_incidents_iraq_gti")
    assert list(rows.columns) == [*queries.COLUMNS, *queries.COMPUTED]
    assert rows.start.is_monotonic_increasing and rows.value.dtype == float
    assert str(rows.start.dtype).startswith("datetime64") and set(rows.series) == {
        "isis_attacks_iraq_ctc",
        "terror_incidents_iraq_gti",
    }
    first = rows.iloc[0]
    assert first.start <= first.middle <= first.end and first.year == first.start.year


def test_a_change_to_a_frame_stays_with_its_reader():
    rows = data.observations("isis_strength")
    rows["value"] = 0
    table = data.table("sources")
    table["publisher"] = ""
    assert (
        data.observations("isis_strength").value.max() > 0 and data.table("sources").publisher.all()
    )


def test_lists_and_booleans_are_read_as_such():
    series = data.series()
    assert series.rival_of["isis_attacks_iraq_ctc"].count("terror_incidents_iraq_gti") == 1
    assert series.rival_of.map(type).eq(list).all() and series.additive.dtype == bool
    assert data.claims("isis").index.tolist() == ["C07", "C08", "C09", "C10", "C11", "C12"]
    assert isinstance(data.claims().supports.iloc[0], list)


def test_sources_keep_their_order_and_come_once():
    rows = data.observations("terror_incidents_iraq_gti")
    assert citations.sources_of(rows) == list(dict.fromkeys(rows.source))
    assert citations.sources_of(rows.iloc[0]) == [rows.source.iloc[0]]


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: data.observations("isis_attack_iraq_ctc"), "isis_attacks_iraq_ctc"),
        (lambda: data.table("us_troops"), "us_troops_dmdc"),
        (lambda: data.events("end_of_combat_mission"), "end_of_combat"),
        (lambda: data.claims("isiss"), "isis"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(call, words):
    with pytest.raises(data.DataError, match=words):
        call()


def test_a_known_motive_without_such_rows_is_an_empty_frame():
    assert len(data.events("end_of_combat")) and len(data.events(motive="iran"))
    found = data.events("end_of_combat", motive="iran")
    assert found.empty and list(found.columns) == list(data.events().columns)
    with pytest.raises(data.DataError, match=r"no motive of event 'irn'.*did you mean iran"):
        data.events("end_of_combat", motive="irn")


@pytest.mark.parametrize(
    "read, table, field",
    [
        (lambda: data.events(motive="balance"), "events", "motive"),
        (lambda: data.observations(motive="balance"), "series", "motive"),
        (lambda: data.claims("balance"), "claims", "chapter"),
    ],
    ids=["events", "observations", "claims"],
)
def test_a_word_of_the_descriptor_that_no_row_uses_is_not_unknown(read, table, field, copy):
    """Above all it does not mean all rows."""

    def allow(found):
        resource = next(r for r in found["resources"] if r["name"] == table)
        spec = next(spec for spec in resource["schema"]["fields"] if spec["name"] == field)
        spec["constraints"]["enum"].append("balance")

    with pytest.raises(data.DataError):
        read()
    copy.descriptor(allow)
    assert read().empty


def test_only_what_adds_up_is_summed():
    months = data.observations("centcom_disis_operations_syria")
    months = months[months.start.dt.year == 2023]
    assert data.total(months) == months.value.sum()
    for name in (
        "coalition_strikes_cumulative",
        "isis_incidents_per_day_iraq_musings",
        "us_troops_iraq_dmdc",
    ):
        with pytest.raises(data.DataError, match="cannot be summed"):
            data.total(data.observations(name))
    with pytest.raises(data.DataError, match="overlap"):
        data.total(data.observations("isis_attacks_iraq_ctc"))
    with pytest.raises(data.DataError, match="2 series"):
        data.total(data.observations("isis_attacks_iraq_joc", "terror_incidents_iraq_gti"))


def test_a_sum_that_would_count_twice_is_refused_with_the_remedy():
    rows = data.observations("isis_attacks_iraq_ctc")
    with pytest.raises(data.DataError, match=r"ip-195, 2018-01-01 .* and ip-194, .*ip-194") as said:
        data.total(rows, by="year")
    remedy = said.value.fault.remedy.split("as in ")[1].split(";")[0]
    kept = eval(remedy, {"rows": rows})  # what it says works as it stands
    assert data.total(kept, by="year").to_dict() == kept.groupby("year").value.sum().to_dict()
    rivals = data.observations("isis_attacks_iraq_ctc", "terror_incidents_iraq_gti")
    with pytest.raises(data.DataError, match="they count the same thing"):
        data.total(rivals)
    for wrong in ("isis_attacks_iraq_ctc", rows.value, data.events(), rows[:0], None):
        with pytest.raises(data.DataError, match="Remedy"):
            data.total(wrong)
    with pytest.raises(data.DataError, match="no column 'yaer'"):
        data.total(rows, by="yaer")


def test_every_figure_says_what_it_must_not_be_summed_with():
    """Pair by pair, by another way than the loader's."""
    rows = data.observations()
    additive = set(data.series().query("additive").index)
    assert (rows.overlaps[~rows.series.isin(additive)] == "").all()
    found = 0
    for _, group in rows[rows.series.isin(additive)].groupby(["series", "place"]):
        for row in group.itertuples():
            both = group[(group.start <= row.end) & (group.end >= row.start)].id
            assert set(row.overlaps.split(";")) - {""} == set(both) - {row.id}
            found += len(both) > 1
    assert found > 20
    pairs = data.overlaps(data.observations("isis_attacks_iraq_ctc"))
    assert pairs[["id", "other"]].values.tolist() == [["ip-195", "ip-194"]]
    assert pairs.other_value.tolist() == [1271] and data.overlaps(rows[:1]).empty


CTC, GTI = "isis_attacks_iraq_ctc", "terror_incidents_iraq_gti"


@pytest.mark.parametrize(
    "given",
    [
        [[CTC, GTI]],
        [(CTC, GTI)],
        [{CTC, GTI}],
        [CTC, [GTI]],
        [pd.Series([CTC, GTI])],
        [pd.Index([CTC, GTI])],
        [{CTC: "blue", GTI: "red"}],
        [[CTC, GTI, CTC]],
    ],
    ids=["list", "tuple", "set", "mixed", "Series", "Index", "dict", "twice"],
)
def test_lists_are_taken_where_names_are(given):
    wanted = data.observations(CTC, GTI)
    assert data.observations(*given).equals(wanted)
    assert set(data.series(*given).index) == {CTC, GTI}


def test_frames_and_lists_of_words_are_taken_too():
    both = data.observations(CTC, GTI)
    assert data.observations(data.series(CTC, GTI)).equals(both)
    assert data.observations(both).equals(both)
    assert data.series(both).index.tolist() == [*both.series.unique()]
    two = data.observations(motive=["isis", "f16"])
    parts = [data.observations(motive=name) for name in ("isis", "f16")]
    assert set(two.id) == {*parts[0].id, *parts[1].id}
    assert set(data.events(["strike", "attack"], motive=["isis"]).kind) <= {"strike", "attack"}
    assert set(data.claims(["isis", "f16"]).chapter) == {"isis", "f16"}
    assert set(data.sources(both.source).index) == set(both.source)
    assert list(data.terms(["nineveh", "anbar"]).index) == ["nineveh", "anbar"]


SLIPS = {
    "what counts": (lambda: data.observations("CTC"), r'find\("CTC"\) gives isis_attacks_iraq_ctc'),
    "a motive": (lambda: data.observations("isis"), r'isis is a motive: .*\(motive="isis"\)'),
    "capitals": (lambda: data.observations(motive="ISIS"), "did you mean isis"),
    "a table": (lambda: data.observations("us_troops_dmdc"), r"is a table: masalih\.table\("),
    "a row": (lambda: data.observations("ip-195"), f"row of {CTC}: masalih.observations"),
    "an event": (lambda: data.observations("ip-011"), "ip-011 is an event"),
    "commas": (lambda: data.observations(f"{CTC}, {GTI}"), "as a list"),
    "an empty list": (lambda: data.observations([]), "does not mean all"),
    "a number": (lambda: data.observations(5), "names are text"),
    "nothing": (lambda: data.observations(None), "leave it out for all"),
    "a motive as a kind": (lambda: data.events("isis"), r'events\(motive="isis"\)'),
    "no kind": (lambda: data.events("raid"), "There are agenda, agreement"),
    "a claim": (lambda: data.claims("C07"), r'claims\(\)\.loc\["C07"\]'),
    "a series as a table": (lambda: data.table(CTC), "is a series: masalih.observations"),
    "tables": (lambda: data.table(["convoys"]), r'one at a time, as in table\("convoys"\)'),
    "a word as a table": (lambda: data.table("fms"), "fms_implemented"),
    "a number as a source": (lambda: citations.cited(5, None), "None names no source: give rows"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_hears_what_to_call_instead(slip):
    call, remedy = SLIPS[slip]
    with pytest.raises((data.DataError, TypeError), match=remedy):
        call()


def test_a_name_that_the_library_has_not_is_near_to_one():
    import masalih

    with pytest.raises(AttributeError, match="did you mean observations"):
        masalih.observation  # noqa: B018
    assert not hasattr(masalih, "nothing_like_it")


def test_the_loader_sees_a_file_that_changes(copy):
    before = data.observations("isis_attacks_iraq_ctc").value.max()
    copy.set(OBS, "ip-196", value="1670")
    assert before == 1669 and data.observations("isis_attacks_iraq_ctc").value.max() == 1670


# --- damage ---------------------------------------------------------------------------------------
# Each damage changes a copy and returns what must be reported: (file, row, field). `load` is a
# loader call that must raise the same fault (None where only the whole package shows it).


def observations():
    return data.observations()


def remove(file):
    def damage(copy):
        copy.path(file).unlink()
        return file, None, ""

    return damage


def cell(file, key, field, **new):
    """Damage that writes cells into one row and expects a fault of `field` there."""

    def damage(copy):
        return file, copy.set(file, key, **new), field

    damage.file = file
    return damage


def bom(copy):
    copy.put("terms.csv", b"\xef\xbb\xbf" + copy.path("terms.csv").read_bytes())
    return "terms.csv", 1, ""


def crlf(copy):
    copy.put("events.csv", copy.path("events.csv").read_bytes().replace(b"\n", b"\r\n"))
    return "events.csv", 1, ""


def latin1(copy):
    line = copy.line("terms.csv", "iraq")
    arabic, latin = "العراق,Iraq".encode(), "caf\xe9,Iraq".encode("latin-1")
    copy.put("terms.csv", copy.path("terms.csv").read_bytes().replace(arabic, latin, 1))
    return "terms.csv", line, ""


def no_line_end(copy):
    lines = copy.lines(OBS)
    copy.write(OBS, lines[:-1])
    return OBS, len(lines) - 1, ""


def cut_off(copy):
    lines = copy.lines(OBS)
    copy.write(OBS, [*lines[:40], lines[40][:25]])
    return OBS, 41, ""


def empty_file(copy):
    copy.put("sources.csv", b"")
    return "sources.csv", 1, ""


def blank_line(copy):
    lines = copy.lines(OBS)
    copy.write(OBS, [*lines[:9], "", *lines[9:]])
    return OBS, 10, ""


def unclosed_quote(copy):
    line = copy.lines(OBS)[copy.line(OBS, "ip-195") - 1]
    return OBS, copy.replace(OBS, "ip-195", line + '"more'), ""


def line_break_in_a_cell(copy):
    number = copy.line(OBS, "ip-195")
    copy.replace(OBS, "ip-195", copy.lines(OBS)[number - 1].rsplit(",", 1)[0] + ',"two\nlines"')
    return OBS, number, ""


def cell_too_many(copy):
    line = copy.lines(OBS)[copy.line(OBS, "ip-195") - 1]
    return OBS, copy.replace(OBS, "ip-195", line + ",more"), "note_en"


def thousands_comma(copy):
    line = copy.lines(OBS)[copy.line(OBS, "ip-195") - 1]
    return OBS, copy.replace(OBS, "ip-195", line.replace(",1470,", ",1,470,")), "note_en"


def cell_too_few(copy):
    return "excluded.csv", copy.replace("excluded.csv", "ip-263", "ip-263"), "reason_ar"


def column(change, field):
    """Damage to the columns themselves: `change` maps the cells of every line."""

    def damage(copy):
        rows = [change(next(csv.reader([line]))) for line in copy.lines(OBS)[:-1]]
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(rows)
        copy.write(OBS, out.getvalue().split("\n"))
        return OBS, 1, field

    return damage


def swapped_names_only(copy):
    lines = copy.lines(OBS)
    copy.write(OBS, [lines[0].replace("low,high", "high,low"), *lines[1:]])
    return OBS, 1, "high"


def lost_convoy(copy):
    line = copy.line(CONVOYS, "20")
    lines = copy.lines(CONVOYS)
    copy.write(CONVOYS, [*lines[: line - 1], *lines[line:]])
    return CONVOYS, line, "number"


def duplicate_id(copy):
    return OBS, copy.add(OBS, copy.lines(OBS)[copy.line(OBS, "ip-195") - 1]), "id"


def duplicate_fact(copy):
    line = copy.lines(OBS)[copy.line(OBS, "ip-195") - 1]
    return OBS, copy.add(OBS, line.replace("ip-195", copy.free_id())), "series"


def id_of_an_event(copy):
    return OBS, copy.set(OBS, "ip-195", id="ip-338"), "id"


def duplicate_month(copy):
    line = next(line for line in copy.lines(STRIKES) if line.startswith("2015-03,iraq"))
    return STRIKES, copy.add(STRIKES, line), "month"


def same_address_twice(copy):
    line = next(line for line in copy.lines("sources.csv") if line.startswith("gti-2020"))
    return "sources.csv", copy.add("sources.csv", "copy-of-" + line), "url"


def lost_fact(copy):
    lines, number = copy.lines(OBS), copy.line(OBS, "ip-195")
    copy.write(OBS, [*lines[: number - 1], *lines[number:]])
    return OBS, None, "id"


def lost_month_of_deaths(copy):
    lines = copy.lines(DEATHS)
    copy.write(DEATHS, [*lines[:100], *lines[101:]])
    return DEATHS, None, ""


def lost_governorate(copy):
    lines = copy.lines(MAP)
    copy.write(MAP, [*lines[:3], *lines[4:]])
    return MAP, None, "features"


def map_of_words(copy):
    copy.put(MAP, copy.path(MAP).read_bytes().replace(b"[[[[", b'[[[["x",', 1))
    return MAP, None, "features"


def lost_year(copy):
    number = copy.line(YEARLY, "2014")
    lines = copy.lines(YEARLY)
    copy.write(YEARLY, [*lines[: number - 1], *lines[number:]])
    return YEARLY, number, "year"


def lost_series(copy):
    number = copy.line("series.csv", "isis_attacks_iraq_ctc")
    lines = copy.lines("series.csv")
    copy.write("series.csv", [*lines[: number - 1], *lines[number:]])
    return OBS, copy.line(OBS, "ip-194"), "series"


def broken_json(copy):
    lines = copy.lines("datapackage.json")
    copy.write("datapackage.json", [*lines[:5], lines[5] + " }", *lines[6:]])
    return "datapackage.json", 6, ""


def forgotten_table(copy):
    copy.descriptor(
        lambda found: found.update(
            resources=[r for r in found["resources"] if r["name"] != "series"]
        )
    )
    return "datapackage.json", None, "series"


def unknown_type(copy):
    copy.descriptor(lambda found: found["resources"][0]["schema"]["fields"][0].update(type="strng"))
    return "datapackage.json", None, "sources.id"


def broken_map(copy):
    copy.put(MAP, copy.path(MAP).read_bytes().replace(b'"id":"anbar"', b'"id":"anbarr"'))
    return MAP, None, "features[0]"


def unfinished_map(copy):
    copy.write(MAP, copy.lines(MAP)[:4])
    return MAP, 4, ""


def stray_file(copy):
    shutil.copy(copy.path("terms.csv"), copy.path("terms (copy).csv"))
    return "terms (copy).csv", None, ""


def uncited_source(copy):
    line = "nobody-2020-page,Nobody,Page,2020,https://example.org/"
    return (
        "sources.csv",
        copy.add("sources.csv", f"{line},en,false,excerpt,cited only,2026-11-23,"),
        "id",
    )


DAMAGES = {
    # the file
    "missing table": (remove(OBS), observations),
    "missing sources": (remove("sources.csv"), observations),
    "missing descriptor": (remove("datapackage.json"), observations),
    "missing map": (remove(MAP), data.governorates),
    "byte-order mark": (bom, data.terms),
    "carriage returns": (crlf, data.events),
    "not UTF-8": (latin1, data.terms),
    "no last line end": (no_line_end, observations),
    "file cut off": (cut_off, observations),
    "empty file": (empty_file, data.sources),
    "broken descriptor": (broken_json, observations),
    "table not described": (forgotten_table, observations),
    "unknown type in the descriptor": (unknown_type, data.sources),
    "file not described": (stray_file, None),
    # the rows
    "blank line": (blank_line, observations),
    "unclosed quote": (unclosed_quote, observations),
    "line break in a cell": (line_break_in_a_cell, observations),
    "a cell too many": (cell_too_many, observations),
    "thousands comma": (thousands_comma, observations),
    "a cell too few": (cell_too_few, data.excluded),
    "missing column": (column(lambda c: [*c[:7], *c[8:]], "bound"), observations),
    "extra column": (column(lambda c: [*c, "extra"], "extra"), observations),
    "swapped columns": (column(lambda c: [*c[:2], c[3], c[2], *c[4:]], "end"), observations),
    "swapped column names": (swapped_names_only, observations),
    "duplicate id": (duplicate_id, observations),
    "duplicate fact": (duplicate_fact, observations),
    "id used elsewhere": (id_of_an_event, observations),
    "duplicate key of a table": (duplicate_month, lambda: data.table("coalition_strikes_monthly")),
    "one address twice": (same_address_twice, data.sources),
    "lost fact": (lost_fact, observations),
    "lost row of a published table": (
        lost_month_of_deaths,
        lambda: data.table("ucdp_is_deaths_monthly"),
    ),
    "another figure in a published table": (
        lambda copy: (
            copy.set(DEATHS, "2014-06", best="6", low="5", high="7") and DEATHS,
            None,
            "",
        ),
        lambda: data.table("ucdp_is_deaths_monthly"),
    ),
    "lost governorate": (lost_governorate, data.governorates),
    "map of words": (map_of_words, data.governorates),
    "lost year": (lost_year, lambda: data.table("ucdp_deaths_yearly")),
    # references
    "unknown source": (cell(OBS, "ip-195", "source", source="ctc-2020-05-remaining"), observations),
    "unknown second source": (
        cell(OBS, "ip-195", "corroborates", corroborates="nobody"),
        observations,
    ),
    "a note in one language": (cell(OBS, "ip-236", "note_ar", note_ar=""), observations),
    "a check without what was opened": (
        cell(OBS, "ip-195", "checked_how", checked=""),
        observations,
    ),
    "unknown series": (lost_series, observations),
    "unknown place": (cell(OBS, "ip-195", "place", place="irak"), observations),
    "a counter as a place": (cell(OBS, "ip-195", "place", place="ctc"), observations),
    "unknown counter": (
        cell("series.csv", "isis_attacks_iraq_ctc", "counter", counter="west-point"),
        data.series,
    ),
    "unknown unit": (
        cell("series.csv", "isis_attacks_iraq_ctc", "unit", unit="attack"),
        data.series,
    ),
    "wrong unit": (
        cell("series.csv", "isis_attacks_iraq_ctc", "unit", unit="persons"),
        data.series,
    ),
    "unit of a rate": (
        cell("series.csv", "isis_incidents_per_day_iraq_musings", "unit", unit="incidents"),
        data.series,
    ),
    "unknown rival": (
        cell("series.csv", "isis_attacks_iraq_ctc", "rival_of", rival_of="terror_incidents"),
        data.series,
    ),
    "running total that may be summed": (
        cell("series.csv", "coalition_strikes_cumulative", "additive", additive="true"),
        data.series,
    ),
    "unknown source of an event": (
        cell("events.csv", "ip-338", "source", source="shafaq"),
        data.events,
    ),
    "an event that rests on a digest and does not say so": (
        cell("events.csv", "irn-035", "name_en", name_en="Ali al-Zaidi asked to form a government"),
        data.events,
    ),
    "unknown evidence of a claim": (
        cell("claims.csv", "C07", "supports", supports="ip-999"),
        data.claims,
    ),
    "unknown governorate": (
        cell(DEATHS, "2014-06", "governorate", governorate="ninewa"),
        lambda: data.table("ucdp_is_deaths_monthly"),
    ),
    "unknown place on the map": (broken_map, data.governorates),
    "map cut off": (unfinished_map, data.governorates),
    "source nobody cites": (uncited_source, None),
    # dates
    "impossible date": (cell(OBS, "ip-195", "end", end="2018-02-30"), observations),
    "date not ISO": (cell(OBS, "ip-195", "start", start="01/01/2018"), observations),
    "future date": (cell(OBS, "ip-195", "end", end="2118-12-31"), observations),
    "end before start": (cell(OBS, "ip-195", "end", end="2017-12-31"), observations),
    "period after its source": (
        cell(OBS, "ip-195", "start", start="2020-12-01", end="2020-12-31"),
        observations,
    ),
    "impossible date of publication": (
        cell("sources.csv", "gti-2020-country-close-terrorism", "published", published="2020-13"),
        data.sources,
    ),
    "published after it was read": (
        cell("sources.csv", "gti-2020-country-close-terrorism", "published", published="2027"),
        data.sources,
    ),
    "half a month": (cell("events.csv", "ip-330", "precision", end="2014-10-15"), data.events),
    "future event": (cell("events.csv", "ip-338", "end", end="2121-12-09"), data.events),
    "month that does not exist": (
        cell(STRIKES, "2016-10", "month", month="2016-00"),
        lambda: data.table("coalition_strikes_monthly"),
    ),
    # figures
    "negative count": (cell(OBS, "ip-195", "value", value="-1470"), observations),
    "half an attack": (cell(OBS, "ip-195", "value", value="1470.5"), observations),
    "percent above 100": (cell(OBS, "ip-301", "value", value="980"), observations),
    "low above high": (cell(OBS, "ip-255", "high", low="17100", high="15500"), observations),
    "value outside its range": (cell(OBS, "ip-195", "value", low="1", high="2"), observations),
    "neither value nor range": (cell(OBS, "ip-195", "value", value=""), observations),
    "half a range": (cell(OBS, "ip-255", "value", low=""), observations),
    "range said to be exact": (cell(OBS, "ip-255", "bound", bound="exact"), observations),
    "words in a figure": (cell(OBS, "ip-195", "value", value="about 1470"), observations),
    "not a number": (cell(OBS, "ip-195", "value", value="nan"), observations),
    "typographic minus": (cell(OBS, "ip-192", "value", value="−68"), observations),
    "zero for a withheld number": (
        cell(TROOPS, "2021-09-30", "active_duty", active_duty="0"),
        lambda: data.table("us_troops_dmdc"),
    ),
    "troops that do not add up": (
        cell(TROOPS, "2017-09-30", "total", total="9213"),
        lambda: data.table("us_troops_dmdc"),
    ),
    "two editions in one series": (
        cell(ARMS, "fa-379", "source", source="sipri-2022-07-tiv-exports-us"),
        lambda: data.observations("sipri_tiv_by_supplier_us"),
    ),
    "more delivered than ordered": (
        cell(ORDERS, "1", "ordered", delivered="9999", ordered="9"),
        lambda: data.table("arms_orders"),
    ),
    "nothing delivered, yet in a year": (
        cell(
            ORDERS, "1", "delivery_years", delivered="0", delivery_years="2005", tiv_delivered="0"
        ),
        lambda: data.table("arms_orders"),
    ),
    "a delivery before its order": (
        cell(DELIVERIES, "35087", "delivery_year", order_year="2005"),
        lambda: data.table("arms_deliveries"),
    ),
    "the register under another edition": (
        cell(DELIVERIES, "35087", "edition", edition="2022-07-28"),
        lambda: data.table("arms_deliveries"),
    ),
    "zero for a volume too small to print": (
        cell(OLD_TIV, "2004,australia", "tiv", tiv="1000000"),
        lambda: data.table("arms_tiv_2022_edition"),
    ),
    "assigned troops drawn as deployed": (
        cell(REGION, "2023-12-31,kuwait", "status", status="counted"),
        lambda: data.table("us_troops_region_dmdc"),
    ),
    "troops of a neighbour that do not add up": (
        cell(REGION, "2017-09-30,kuwait", "total", total="17612"),
        lambda: data.table("us_troops_region_dmdc"),
    ),
    "an ideal point outside its band": (
        cell(IDEAL, "2019,iraq", "high", high="-1.900"),
        lambda: data.table("unga_ideal_points"),
    ),
    "deaths that do not add up": (
        cell(YEARLY, "2014", "total_best", total_best="15903"),
        lambda: data.table("ucdp_deaths_yearly"),
    ),
    "best above high": (
        cell(DEATHS, "2014-06", "best", best="0", low="5"),
        lambda: data.table("ucdp_is_deaths_monthly"),
    ),
    "a loan called a grant": (
        cell(AID, "2016,military,fmf-loan", "kind", kind="grant"),
        lambda: data.table("us_aid_iraq_accounts"),
    ),
    "loans above the whole": (
        cell(STAGES, "2016,obligated", "usd", usd="1"),
        lambda: data.table("us_security_aid_stages"),
    ),
    "sales that are not their parts": (
        cell(SALES, "2020,iraq,total", "usd", usd="116332356"),
        lambda: data.table("fms_implemented"),
    ),
    "a figure for a cost not printed": (
        cell(TRAINING, "2008,coast-guard", "cost_usd", cost_usd="1"),
        lambda: data.table("us_training_iraq"),
    ),
    "a day too many in a month": (
        cell(STRIKES, "2016-09", "days_in_month", days_in_month="31"),
        lambda: data.table("coalition_strikes_monthly"),
    ),
    "figure of another convoy": (
        cell(CONVOYS, "9", "persons", persons="ah-141"),
        lambda: data.table("convoys"),
    ),
    "gap in the ledger without a word": (
        cell(CONVOYS, "5", "note", note=""),
        lambda: data.table("convoys"),
    ),
    "attacks of two countries that do not add up": (
        cell(TARGETS, "ir-010", "iraq", iraq="53"),
        lambda: data.table("attack_targets"),
    ),
    "a split of another count": (
        cell(TARGETS, "ir-010", "id", id="irn-058"),
        lambda: data.table("attack_targets"),
    ),
    "lost convoy": (lost_convoy, lambda: data.table("convoys")),
    "zero for a year not reported": (
        cell(UNHCR, "2023", "al_hol", al_hol="0"),
        lambda: data.table("unhcr_iraqis_syria"),
    ),
    "figure for a year not reported": (
        cell(UNHCR, "2023", "al_hol", al_hol="21633"),
        lambda: data.table("unhcr_iraqis_syria"),
    ),
    "a phrase more often than its words": (
        cell(
            STATEMENTS,
            "text-2024-09-27",
            "strategic_defence_partnership",
            strategic_defence_partnership="1",
        ),
        lambda: data.table("statement_terms"),
    ),
    "a promise kept before it was made": (
        cell("tables/promises.csv", "jmocc-second", "done", done="2008-01-19"),
        lambda: data.table("promises"),
    ),
    "more titles than texts": (
        cell("tables/white_house_iraq.csv", "2026", "naming_iraq", iraq_in_title="8"),
        lambda: data.table("white_house_iraq"),
    ),
    "a meeting that ends before it starts": (
        cell(MEETINGS, "meeting-40", "end", end="2023-08-06"),
        lambda: data.table("meetings"),
    ),
    "a subject outside the list": (
        cell(MEETINGS, "meeting-40", "subjects", subjects="forces;weapons"),
        lambda: data.table("meetings"),
    ),
    # text
    "Arabic digits": (cell(OBS, "ip-195", "value", value="١٤٧٠"), observations),
    "Persian digits in a name": (
        cell("events.csv", "ip-338", "name_ar", name_ar="نهاية المهمة ۲۰۲۱"),
        data.events,
    ),
    "tatweel": (cell("terms.csv", "iraq", "ar", ar="العـراق"), data.terms),
    "zero-width character": (cell("terms.csv", "iraq", "ar", ar="العراق\u200f"), data.terms),
    "no-break space in an id": (
        cell(OBS, "ip-195", "series", series="isis_attacks_iraq_ctc\u00a0"),
        observations,
    ),
    "pre-shaped letters": (cell("terms.csv", "iraq", "ar", ar="ﺍﻟﻌﺮﺍﻕ"), data.terms),
    "Persian yeh": (cell("terms.csv", "syria", "ar", ar="سوریا"), data.terms),
    "space at the end": (cell("terms.csv", "iraq", "en", en="Iraq "), data.terms),
    "definition in one language": (
        cell("terms.csv", "hmc", "definition_en", definition_en=""),
        data.terms,
    ),
    "forms of a term without a definition": (
        cell("terms.csv", "iraq", "also_en", also_en="Republic of Iraq"),
        data.terms,
    ),
    "a form of two terms": (cell("terms.csv", "hmc", "also_en", also_en="PMF"), data.terms),
    "an empty form": (cell("terms.csv", "hmc", "also_en", also_en="Commission;"), data.terms),
    "swapped names": (cell("terms.csv", "iraq", "ar", ar="Iraq", en="العراق"), data.terms),
    "blank name": (cell("events.csv", "ip-338", "name_ar", name_ar=""), data.events),
    "unknown confidence": (cell(OBS, "ip-195", "confidence", confidence="sure"), observations),
    "unknown kind of event": (cell("events.csv", "ip-338", "kind", kind="end"), data.events),
    "wrong boolean": (
        cell("sources.csv", "gti-2020-country-close-terrorism", "primary", primary="yes"),
        data.sources,
    ),
    "address that is none": (
        cell(
            "sources.csv", "gti-2020-country-close-terrorism", "url", url="www.visionofhumanity.org"
        ),
        data.sources,
    ),
    "mirror without a name": (
        cell(
            "sources.csv", "gti-2020-country-close-terrorism", "note", read="public mirror", note=""
        ),
        data.sources,
    ),
    "verdict without a reason": (
        cell("claims.csv", "C07", "reason_en", verdict="supported", reason_ar="لسبب", reason_en=""),
        data.claims,
    ),
    "number typed into a reason": (
        cell(
            "claims.csv", "C07", "reason_en", reason_ar="بقي منها", reason_en="Of them 65 are left."
        ),
        data.claims,
    ),
    "reasons that take other values": (
        cell("claims.csv", "C07", "reason_ar", reason_ar="{ip-250}", reason_en="{ip-251}"),
        data.claims,
    ),
    "reason of no row": (
        cell("claims.csv", "C07", "reason_ar", reason_ar="{ip-000}", reason_en="{ip-000}"),
        data.claims,
    ),
    "unknown verdict": (cell("claims.csv", "C07", "verdict", verdict="true"), data.claims),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_named(copy, name):
    """By the loader, in the table that it strikes; where no table is read, by the whole check."""
    damage, load = DAMAGES[name]
    expected = damage(copy)
    if load:
        with pytest.raises(data.DataError) as caught:
            load()
        fault = caught.value.fault
        assert (fault.file, fault.row, fault.field) == expected, str(fault)
        assert str(caught.value) == str(fault) and "Remedy: " in str(fault)
        assert fault.problem and fault.remedy
    if not load or expected[0] in ("datapackage.json", MAP):
        faults = rules.check(copy.root, second_opinion=False)
        assert expected in places(faults), "\n".join(map(str, faults[:5]))
        assert all(fault.problem and fault.remedy for fault in faults)


def places(faults):
    return {(fault.file, fault.row, fault.field) for fault in faults}


def test_the_check_names_the_damages_of_all_tables_at_once(copy):
    """What the loader raises of a table stands in the check too, beside that of the others."""
    first = {damage.file: damage for damage, _ in reversed(DAMAGES.values()) if cells(damage)}
    expected = {damage(copy) for damage in first.values()}
    faults = rules.check(copy.root, second_opinion=False)
    assert len(expected) > 20 and expected - places(faults) == set()
    assert all(fault.problem and fault.remedy for fault in faults)


def cells(damage):
    """Whether a damage strikes cells of one row and no more."""
    return hasattr(damage, "file")


def test_a_fault_reads_file_row_field_problem_remedy(copy, capsys, monkeypatch):
    monkeypatch.setattr(second_opinion, "frictionless_faults", lambda package: [])
    row = copy.set(OBS, "ip-195", source="ctc-2020-05-remaining-expanding")
    assert rules.main([str(copy.root)]) == 1
    first, last = capsys.readouterr().out.strip().split("\n")
    assert first.startswith(
        f"{OBS}:{row}:source: 'ctc-2020-05-remaining-expanding' is not an id in sources.csv. "
        "Remedy: did you mean ctc-2020-05-"
    )
    assert last.startswith("1 fault")


def test_frictionless_is_asked_too(copy):
    """Of the damaged table and those it refers to alone; of the whole package see above."""
    pytest.importorskip("frictionless")
    kept = {OBS, "sources.csv", "series.csv", "terms.csv"}
    copy.descriptor(
        lambda found: found.update(resources=[r for r in found["resources"] if r["path"] in kept])
    )
    copy.set(OBS, "ip-195", source="nobody", confidence="sure", end="2018-02-30")
    found = {
        (f.file, f.field) for f in second_opinion.frictionless_faults(rules.Package(copy.root))
    }
    assert {(OBS, "confidence"), (OBS, "end")} <= found


def test_what_frictionless_alone_finds_is_told(copy, monkeypatch):
    other = rules.Fault("events.csv", 2, "id", "a problem", "a remedy")
    monkeypatch.setattr(second_opinion, "frictionless_faults", lambda package: [other])
    assert rules.check(copy.root) == [other]


def test_one_broken_table_does_not_hide_another(copy):
    row = copy.set("events.csv", "ip-338", kind="end")
    copy.path(YEARLY).unlink()
    faults = {(fault.file, fault.row) for fault in rules.check(copy.root, second_opinion=False)}
    assert faults == {("events.csv", row), (YEARLY, None)}
    assert len(data.observations()) > 400  # and what is sound still loads


def test_a_slow_clock_does_not_fault_a_sound_package(copy, monkeypatch):
    class Past(datetime.date):
        @classmethod
        def today(cls):
            return cls(2020, 1, 1)

    monkeypatch.setattr(datetime, "date", Past)
    assert rules.check(copy.root, second_opinion=False) == []
