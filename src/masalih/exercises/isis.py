"""Why: the answers to the exercises on ISIS, computed from the data package, and those that the usual mistakes give."""

import numpy as np
import pandas as pd

from masalih import observations, table
from masalih.exercises import Mistake, exercise


def yearly(name):
    """A count by year, whole years only."""
    rows = observations(name)
    return rows[(rows["end"] - rows["start"]).dt.days > 330].set_index("year")["value"]


def civilians(column="one_sided_nonstate_best"):
    return table("ucdp_deaths_yearly").set_index("year")[column]


def wing():
    daily, counted = (
        yearly("isis_incidents_per_day_iraq_musings"),
        yearly("isis_incidents_per_year_iraq_musings"),
    )
    return pd.concat([daily.loc[2018:2021] * 365, counted.loc[2022:2024]])


@exercise("ex-isis-1")
def the_odd_one_out():
    counts = {
        "CTC": yearly("isis_attacks_iraq_ctc"),
        "GTI": yearly("terror_incidents_iraq_gti"),
        "Wing": wing(),
        "UCDP": civilians(),
    }
    rises = {name: count[2019] > count[2018] for name, count in counts.items()}
    (right,) = (name for name, rose in rises.items() if rose)
    return right, [
        Mistake(
            name,
            "هذا الإحصاء من الأكثرية: عموده في جهة الهبوط.",
            "This count is one of the majority: its bar lies on the side of a fall.",
        )
        for name in counts
        if name != right
    ]


@exercise("ex-isis-2", decimals=0)
def above_the_ceiling():
    last = table("us_troops_dmdc").query("status == 'counted'").sort_values("date").iloc[-1]
    caps = observations("us_troops_iraq_authorised")
    cap = caps[caps["start"] <= last["date"]]["value"].iloc[-1]
    return last["active_duty"] + last["guard_reserve"] - cap, [
        Mistake(
            last["active_duty"] - cap,
            "أخذت العاملين وحدهم: أضف الحرس والاحتياط.",
            "You took active duty alone: add guard and reserve.",
        ),
        Mistake(
            last["active_duty"] + last["guard_reserve"],
            "هذا هو المُحصى كله: اطرح منه السقف.",
            "This is the whole count: take the ceiling from it.",
        ),
        Mistake(
            last["total"] - cap,
            "أدخلت المدنيين في المُحصى، والسقف للعسكريين.",
            "You let civilians into the count; the ceiling is for the military.",
        ),
    ]


def halving_time(values, log=np.log2):
    return -1 / np.polyfit(values.index, log(values), 1)[0]


@exercise("ex-isis-3", decimals=1)
def another_count():
    years = slice(2018, 2024)
    return halving_time(civilians().loc[years]), [
        Mistake(
            halving_time(wing()),
            "هذا جواب إحصاء وينغ: لم يتغير ما في الخلية بعد.",
            "This is the answer for Wing's count: the cell has not been changed yet.",
        ),
        Mistake(
            halving_time(civilians("one_sided_best").loc[years]),
            "عمود آخر: فيه من قتلتهم الدولة أيضاً.",
            "Another column: it holds those killed by the state as well.",
        ),
        Mistake(
            halving_time(civilians("total_best").loc[years]),
            "هذا كل القتلى من كل الأطراف: المطلوب المدنيون الذين استُهدفوا عمداً.",
            "These are all deaths by all parties: the civilians deliberately killed are wanted.",
        ),
        Mistake(
            halving_time(civilians().loc[2018:2023]),
            "المدة غير المدة: السنة الأخيرة ناقصة.",
            "Another period: the last year is missing.",
        ),
        Mistake(
            halving_time(civilians().loc[years], np.log),
            "هذه مدة الهبوط إلى الثلث تقريباً: لوغاريتم الأساس اثنين هو ما يعطي النصف.",
            "This is the time to fall to about a third: the logarithm to base two gives the half.",
        ),
    ]


def breaks(first, shortest=6):
    """The two months that best part the deaths into three flat phases, in logs."""
    deaths = table("ucdp_is_deaths_monthly").groupby("month")["best"].sum().loc[first:"2018-12"]
    y, n = np.log(deaths.to_numpy(float)), len(deaths)
    i, j = np.array(
        [
            (i, j)
            for i in range(shortest, n - 2 * shortest + 1)
            for j in range(i + shortest, n - shortest + 1)
        ]
    ).T
    s = np.concatenate([[0], y.cumsum()])
    fit = s[i] ** 2 / i + (s[j] - s[i]) ** 2 / (j - i) + (s[n] - s[j]) ** 2 / (n - j)
    return [deaths.index[k[fit.argmax()]].strftime("%Y-%m") for k in (i, j)]


@exercise("ex-isis-4")
def another_window():
    begins, ends = breaks("2012-01")
    return begins, [
        Mistake(
            breaks("2013-01")[0],
            "هذا جواب النافذة القديمة: غيّر أول شهر.",
            "This is the old window's answer: change the first month.",
        ),
        Mistake(
            ends,
            "هذا الكسر الثاني، وبه تنتهي مرحلة الحرب لا تبدأ.",
            "This is the second break: with it the war phase ends, not begins.",
        ),
    ]


@exercise("ex-isis-5", decimals=0)
def what_would_refute():
    pooled = observations("isis_claimed_attacks_iraq_syria").set_index("year")["value"]
    return 2 * pooled[2023] - pooled[2024], [
        Mistake(
            2 * pooled[2023],
            "هذا حد السنة كلها: اطرح منه ما وقع في نصفها الأول.",
            "This is the limit for the whole year: take from it what happened in its first half.",
        ),
        Mistake(pooled[2024], "هذا النصف الأول نفسه.", "This is the first half itself."),
        Mistake(
            pooled[2024] - pooled[2023],
            "هذا فرق نصف سنة عن سنة: أين الضعف؟",
            "This is half a year less a whole one: where is the double?",
        ),
        Mistake(
            2 * pooled[2024] - pooled[2023],
            "ضاعفت السنة الخطأ: الضعف لسنة ٢٠٢٣.",
            "You doubled the wrong year: it is 2023 that is doubled.",
        ),
        Mistake(
            2 * pooled[2023] - pooled[2024] + 1,
            "بهذا العدد تصير الجملة صحيحة: المطلوب أكبر عدد لا تصح معه.",
            "With this number the sentence becomes true: the largest with which it is not is wanted.",
        ),
    ]


@exercise("ex-isis-6")
def a_limit():
    rows = (
        observations("centcom_disis_killed_iraq", "centcom_disis_detained_iraq")
        .query("year == 2022")
        .set_index("series")["bound"]
    )
    above, below = rows["centcom_disis_detained_iraq"], rows["centcom_disis_killed_iraq"]
    right = above if below == "exact" else {"floor": "ceiling", "ceiling": "floor"}[below]
    reasons = {
        "exact": (
            "أحد الصفين ليس مضبوطاً: اقرأ عمود bound.",
            "One of the two rows is not exact: read the column bound.",
        ),
        "floor": (
            "الحد في المقام، والمقام يقلب الجهة.",
            "The limit is in the denominator, and a denominator turns the side around.",
        ),
        "ceiling": (
            "الحد في البسط، والبسط لا يقلب الجهة.",
            "The limit is in the numerator, which does not turn the side around.",
        ),
    }
    return right, [Mistake(name, *why) for name, why in reasons.items() if name != right]
