"""Why: the answers to the exercises on Iran, computed from the data package, and those that the usual mistakes give."""

import numpy as np
import pandas as pd

from masalih import events, observations, table
from masalih.exercises import Mistake, exercise

UNCHANGED = ("هذا جواب الخلية قبل تغييرها.", "This is the answer of the cell before any change.")
EVE = pd.Timestamp("2023-10-16")  # nothing counted before 17 October


def readings():
    """The Pentagon's running total, with its two parts where both were printed."""
    return (
        observations("attacks_cumulative_oct2023")
        .sort_values("end")
        .merge(table("attack_targets"), on="id", how="left")
    )


def strike_days():
    rows = pd.concat(
        [
            events("strike", motive="iran"),
            observations("us_strike_sites", "us_strike_targets", "us_strike_deaths"),
        ]
    )
    rows = rows[rows["place"] != "iran"].drop_duplicates("end")
    return rows.loc[rows["end"].between("2023-10-17", "2024-02-10"), "end"]


def weeks(column, window=7):
    """Attacks in the days before and after each strike, the pace between two readings taken as steady."""
    known = readings().dropna(subset=column)
    days = pd.date_range(EVE, known["end"].iloc[-1])
    running = pd.Series(
        np.interp((days - EVE).days, [0, *(known["end"] - EVE).dt.days], [0, *known[column]]),
        index=days,
    )
    both = pd.DataFrame(
        {"before": running.diff(window), "after": running.shift(-window) - running}
    ).dropna()
    return both.loc[both.index.intersection(strike_days())]


def changes(column, window=7):
    both = weeks(column, window)
    return both["after"] / both["before"]


def beyond_chance():
    """Strikes after which even the highest ratio that both counts allow lies below one."""
    rng = np.random.default_rng(2023)
    highest = [
        np.quantile(
            rng.gamma(after + 0.5, size=20_000) / rng.gamma(before + 0.5, size=20_000), 0.95
        )
        for before, after in weeks("value").itertuples(index=False)
    ]
    return sum(high < 1 for high in highest)


@exercise("ex-iran-1", decimals=0)
def on_targets_in_syria():
    last = readings().iloc[-1]
    return last["syria"], [
        Mistake(
            last["iraq"], "هذا عدد ما استهدف العراق.", "This is the number on targets in Iraq."
        ),
        Mistake(
            last["value"],
            "هذا مجموع البلدين: اطرح منه ما استهدف العراق.",
            "This is the total of both countries: take from it those on targets in Iraq.",
        ),
        Mistake(
            readings().dropna(subset="syria").iloc[-2]["syria"],
            "هذه القراءة التي قبل الأخيرة.",
            "This is the reading before the last.",
        ),
        Mistake(
            observations("attacks_cumulative_oct2023_press")
            .query("end < '2024-03-01'")["value"]
            .max()
            - last["iraq"],
            "طرحت من نقطة الصحافة، وفيها الأردن: خذ خط البنتاغون.",
            "You started from the press figure, which includes Jordan: take the Pentagon's line.",
        ),
    ]


@exercise("ex-iran-2", decimals=0)
def lower_or_lower_beyond_chance():
    change = changes("value")
    return (change < 1).sum(), [
        Mistake(len(change), "هذا عدد الضربات كلها.", "This is the number of all strikes."),
        Mistake(
            (change > 1).sum(),
            "هذه التي زادت الوتيرة بعدها: علامتها فوق الواحد.",
            "These are followed by a faster pace: their mark lies above one.",
        ),
        Mistake(
            beyond_chance(),
            "هذه التي يقع مداها كله تحت الواحد: المطلوب موضع العلامة لا المدى.",
            "This is the one whose whole range lies below one: the place of the mark is wanted, not the range.",
        ),
    ]


@exercise("ex-iran-3", decimals=2)
def iraq_alone():
    mean = lambda column, window=7: np.exp(np.log(changes(column, window)).mean())
    return mean("iraq"), [
        Mistake(mean("value"), *UNCHANGED),
        Mistake(
            changes("iraq").mean(),
            "هذا متوسط حسابي: النسب يُضرب بعضها في بعض، فمتوسطها هندسي.",
            "This is an arithmetic mean: ratios multiply, so their mean is geometric.",
        ),
        Mistake(
            mean("iraq", 14),
            "غيّرت النافذة أيضاً: أبقها سبعة أيام.",
            "You changed the window as well: leave it at seven days.",
        ),
    ]


def growth(first, last, years):
    return 100 * ((last / first) ** (1 / years) - 1)


@exercise("ex-iran-4", decimals=1)
def another_base_year():
    rows = observations("iran_exports_to_iraq")
    rows = rows.assign(year=rows["start"].dt.year).set_index("year")["value"]
    last, years = rows.iloc[-1], rows.index[-1] - 2001
    return growth(rows[2001], last, years), [
        Mistake(growth(rows[2003], last, rows.index[-1] - 2003), *UNCHANGED),
        Mistake(
            growth(rows[2001], last, rows.index[-1] - 2003),
            "غيّرت القيمة ونسيت عدد السنين.",
            "You changed the value and forgot the number of years.",
        ),
        Mistake(
            growth(rows[2003], last, years),
            "غيّرت عدد السنين ونسيت القيمة.",
            "You changed the number of years and forgot the value.",
        ),
        Mistake(
            growth(rows[2001], last, years + 1),
            "حسبت السنتين الطرفين معاً: بينهما سنة أقل.",
            "You counted both end years: between them there is one fewer.",
        ),
        Mistake(
            100 * (last / rows[2001] - 1) / years,
            "قسمت النمو كله على السنين: النمو السنوي يتراكم، فخذ الجذر.",
            "You divided the whole growth by the years: yearly growth compounds, so take the root.",
        ),
    ]


@exercise("ex-iran-5", decimals=2)
def two_counters():
    monitor = observations("attacks_cumulative_oct2023_monitor").set_index("end")["value"]
    pentagon = readings().set_index("end")["value"].reindex(monitor.index)
    days = (monitor.index[-1] - monitor.index[0]).days
    pace = lambda count: (count.iloc[-1] - count.iloc[0]) / days
    return pace(monitor) / pace(pentagon), [
        Mistake(
            monitor.iloc[-1] / pentagon.iloc[-1],
            "هذه نسبة المجموعين: المطلوب نسبة الوتيرتين بين اليومين.",
            "This is the ratio of the totals: that of the paces between the two days is wanted.",
        ),
        Mistake(
            monitor.iloc[0] / pentagon.iloc[0],
            "هذه نسبة المجموعين في اليوم الأول: المطلوب نسبة الوتيرتين.",
            "This is the ratio of the totals on the first day: that of the paces is wanted.",
        ),
        Mistake(
            pace(monitor),
            "هذه وتيرة معهد واشنطن وحدها.",
            "This is the Washington Institute's pace alone.",
        ),
        Mistake(pace(pentagon), "هذه وتيرة البنتاغون وحدها.", "This is the Pentagon's pace alone."),
        Mistake(
            pace(pentagon) / pace(monitor),
            "النسبة مقلوبة: المعهد في البسط.",
            "The ratio is upside down: the Institute goes on top.",
        ),
    ]


@exercise("ex-iran-6", decimals=0)
def how_long_a_floor():
    rows = observations("us_tbi_al_asad_2020").sort_values("end")
    struck, last = rows["start"].iloc[0], rows["value"].iloc[-1]
    reached = rows.loc[rows["value"] >= 0.9 * last, "end"].iloc[0]
    return (reached - struck).days, [
        Mistake(
            (reached - rows["end"].iloc[0]).days,
            "بدأت من أول رقم منشور: ابدأ من يوم الضربة.",
            "You began with the first figure printed: begin with the day of the strike.",
        ),
        Mistake(
            (rows["end"].iloc[-1] - struck).days,
            "هذه المدة إلى آخر رقم: المطلوب أول رقم يبلغ تسعة أعشاره.",
            "This is the time to the last figure: the first one to reach nine tenths of it is wanted.",
        ),
        Mistake(
            (rows["end"].iloc[1] - struck).days,
            "هذا الرقم لم يبلغ تسعة أعشار الأخير.",
            "This figure has not reached nine tenths of the last.",
        ),
    ]
