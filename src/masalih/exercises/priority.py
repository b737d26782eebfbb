"""Why: the answers to the exercises on American priority, computed from the data package, and those that the usual mistakes give."""

import pandas as pd

from masalih import observations, table
from masalih.exercises import Mistake, exercise

UNCHANGED = ("هذا جواب الخلية قبل تغييرها.", "This is the answer of the cell before any change.")
DRAWN = ["united-states", "russia", "china", "saudi-arabia", "iran"]
GULF = ["kuwait", "bahrain", "qatar", "uae", "saudi-arabia"]


@exercise("ex-priority-1", decimals=0)
def a_withdrawal_on_paper():
    kuwait = table("us_troops_region_dmdc").query("place == 'kuwait'").sort_values("date")
    last = kuwait.query("status == 'counted'")["total"].iloc[-1]
    first = kuwait.query("status == 'assigned_only'")["total"].iloc[0]
    press = (
        observations("us_troops_kuwait", "us_troops_country_reported")
        .query("place == 'kuwait'")["value"]
        .iloc[0]
    )
    return 100 * (1 - first / last), [
        Mistake(
            last - first,
            "هذا عدد من غابوا عن الجدول: المطلوب نسبتهم.",
            "This is the number who went out of the table: their share is wanted.",
        ),
        Mistake(
            100 * first / last,
            "هذه نسبة من بقوا في الجدول.",
            "This is the share that stayed in the table.",
        ),
        Mistake(
            100 * (1 - first / press),
            "قسمت على رقم الصحافة: ابدأ من آخر رقم في الجدول قبل التغيير.",
            "You divided by the press figure: begin with the last in the table before the change.",
        ),
    ]


@exercise("ex-priority-2")
def the_nearest():
    scale = table("unga_ideal_points").query("year == 2019").set_index("place")["ideal_point"]
    distance = (scale[DRAWN] - scale["iraq"]).abs().sort_values()
    return distance.index[0], [
        Mistake(
            place,
            *(
                ("هذه أبعدها.", "This one is the farthest.")
                if place == distance.index[-1]
                else (
                    "المسافة من هذه أطول من مسافة غيرها.",
                    "The distance from this one is longer than that from another.",
                )
            ),
        )
        for place in distance.index[1:]
    ]


def september():
    rows = table("us_troops_region_dmdc")
    rows = rows[(rows["status"] == "counted") & (rows["date"].dt.month == 9)]
    return rows.assign(year=rows["date"].dt.year).pivot(
        index="year", columns="place", values="total"
    )


@exercise("ex-priority-3", decimals=0)
def another_span():
    every = september()
    whole = every.sum(axis=1)
    change = lambda a, b: 100 * (whole[b] / whole[a] - 1)
    return change(2008, 2017), [
        Mistake(change(2011, 2012), *UNCHANGED),
        Mistake(
            change(2008, 2012),
            "غيّرت السنة الأولى ونسيت الثانية.",
            "You changed the first year and forgot the second.",
        ),
        Mistake(
            change(2011, 2017),
            "غيّرت السنة الثانية ونسيت الأولى.",
            "You changed the second year and forgot the first.",
        ),
        Mistake(
            100 * (every.loc[2017] / every.loc[2008] - 1).mean(),
            "أخذت متوسط تغيّر البلدان: اجمعها أولاً ثم احسب التغيّر.",
            "You averaged the countries' changes: add them up first, then take the change.",
        ),
    ]


def in_2017():
    """Personnel in the nine countries on 30 September 2017."""
    iraq = (
        table("us_troops_dmdc")
        .query("status == 'counted'")
        .set_index("date")["total"]["2017-09-30"]
    )
    afghan = observations("us_troops_afghanistan_dmdc").set_index("end")["value"]["2017-09-30"]
    return pd.concat([september().loc[2017], pd.Series({"iraq": iraq, "afghanistan": afghan})])


@exercise("ex-priority-4", decimals=0)
def without_kuwait():
    forces = in_2017()
    others = [place for place in GULF if place != "kuwait"]
    return 100 * forces[others].sum() / forces.sum(), [
        Mistake(100 * forces[GULF].sum() / forces.sum(), *UNCHANGED),
        Mistake(
            100 * forces[others].sum() / (forces.sum() - forces["kuwait"]),
            "أخرجت الكويت من المقام أيضاً: المقام البلدان التسعة.",
            "You took Kuwait out of the denominator too: the denominator is the nine countries.",
        ),
        Mistake(
            100 * forces["kuwait"] / forces.sum(),
            "هذه حصة الكويت وحدها.",
            "This is Kuwait's share alone.",
        ),
    ]


@exercise("ex-priority-5", decimals=0)
def the_other_partners():
    spent = table("milex_region_sipri").pivot(
        index="year", columns="place", values="usd_constant_2023"
    )
    growth = lambda places: (
        100 * (spent.loc[2024, places].sum() / spent.loc[2010, places].sum() - 1)
    )
    four = ["israel", "turkiye", "kuwait", "jordan"]
    return growth(four), [
        Mistake(growth([*four, "saudi-arabia"]), "أدخلت السعودية.", "You let Saudi Arabia in."),
        Mistake(
            growth([*four, "iran"]),
            "أدخلت إيران، وليست من الشركاء.",
            "You let Iran in, which is no partner.",
        ),
        Mistake(
            100 * (spent.loc[2024, four] / spent.loc[2010, four] - 1).mean(),
            "أخذت متوسط نمو البلدان: اجمع الإنفاق أولاً.",
            "You averaged the countries' growth: add up the spending first.",
        ),
        Mistake(growth(["israel"]), "هذه إسرائيل وحدها.", "This is Israel alone."),
    ]


@exercise("ex-priority-6", decimals=0)
def the_largest_share():
    forces = september()
    share = 100 * forces.max(axis=1) / forces.sum(axis=1)
    return share[2017] - share[2008], [
        Mistake(
            share[2017],
            "هذه حصة ٢٠١٧: اطرح منها حصة ٢٠٠٨.",
            "This is the share of 2017: take that of 2008 from it.",
        ),
        Mistake(
            100 * (share[2017] / share[2008] - 1),
            "هذا تغيّر نسبي: المطلوب نقاط مئوية.",
            "This is a relative change: percentage points are wanted.",
        ),
        Mistake(
            100 * (forces.loc[2017].max() / forces.loc[2008].max() - 1),
            "هذا تغيّر عدد البلد الأكبر لا حصته.",
            "This is the change in the largest country's number, not in its share.",
        ),
    ]
