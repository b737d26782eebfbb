"""Why: the answers to the exercises on the return from al-Hol, computed from the data package, and those that the usual mistakes give."""

import pandas as pd

from masalih import observations, table
from masalih.exercises import Mistake, exercise

UNCHANGED = ("هذا جواب الخلية قبل تغييرها.", "This is the answer of the cell before any change.")


def convoys():
    """The numbered convoys: day, families, persons; persons are missing where none were published."""
    every, named = observations(motive="alhol").set_index("id"), table("convoys")
    frame = pd.DataFrame(
        {what: every["value"].reindex(named[what]).to_numpy() for what in ("families", "persons")}
    )
    frame["start"] = (
        every["start"]
        .reindex(named["families"].where(named["families"] != "", named["persons"]))
        .to_numpy()
    )
    return frame


def filled(mean_size=None):
    """The convoys with missing persons estimated from their families."""
    rows = convoys()
    early = rows.iloc[:10].dropna()
    return rows.assign(
        persons=rows["persons"].fillna(
            rows["families"] * (mean_size or early["persons"].sum() / early["families"].sum())
        )
    )


def counts():
    """Iraqis counted in the camp since the end of 2020: UNHCR at year-ends, and the dated counts of the chapter."""
    ends = (
        table("unhcr_iraqis_syria")
        .query("year >= 2020")
        .dropna(subset="al_hol")
        .set_index("year")["al_hol"]
    )
    ends.index = pd.to_datetime(ends.index.astype(str) + "-12-31")
    dated = (
        observations("camp_pop_iraqi")
        .set_index("id")
        .loc[["ah-068", "ah-069", "ah-071", "ah-075"]]
        .set_index("start")["value"]
    )
    return pd.concat([ends, dated]).sort_index()


def unexplained(first):
    """What the stock lost since the count of that day, and the part of it that no convoy carried."""
    stock, carried = counts().loc[first:], filled().set_index("start")["persons"]
    lost = stock.iloc[0] - stock.iloc[-1]
    return lost, lost - carried[
        (carried.index >= stock.index[0]) & (carried.index <= stock.index[-1])
    ].sum()


@exercise("ex-alhol-1")
def who_stayed():
    groups = {
        name: observations(f"camp_pop_{name}").query("confidence != 'low'")
        for name in ("iraqi", "syrian", "tcn")
    }
    on = ["start", "end", "source"]
    whole = (
        groups["iraqi"]
        .merge(groups["syrian"], on=on, suffixes=("_iraqi", "_syrian"))
        .merge(groups["tcn"].rename(columns={"value": "value_tcn"}), on=on)
    )
    falls = {
        name: 1 - whole[f"value_{name}"].iloc[-1] / whole[f"value_{name}"].iloc[0]
        for name in groups
    }
    right, most = min(falls, key=falls.get), max(falls, key=falls.get)
    return right, [
        Mistake(
            name,
            *(
                ("هذه أشد الثلاث هبوطاً.", "This group fell most of the three.")
                if name == most
                else (
                    "هذه الفئة ليست الأقل هبوطاً: قارن نسبة الباقي إلى الأول، لا عدد الباقين.",
                    "This group did not fall least: compare what is left with what there was, not the numbers left.",
                )
            ),
        )
        for name in falls
        if name != right
    ]


@exercise("ex-alhol-2", decimals=1)
def one_year_against_the_best():
    others, rows = observations("other_repatriation_annual")["value"], convoys()
    iraq = rows.groupby(rows["start"].dt.year)["persons"].sum()[2025]
    return iraq / others.max(), [
        Mistake(
            iraq / others.sum(),
            "قسمت على مجموع السنوات الأربع: المطلوب أعلاها.",
            "You divided by the sum of four years: the highest is wanted.",
        ),
        Mistake(
            iraq / others.mean(),
            "قسمت على متوسط السنوات: المطلوب أعلاها.",
            "You divided by the mean of the years: the highest is wanted.",
        ),
        Mistake(
            iraq / others.iloc[0],
            "قسمت على أول السنوات، وليست أعلاها.",
            "You divided by the first year, which is not the highest.",
        ),
    ]


@exercise("ex-alhol-3", decimals=0)
def another_beginning():
    lost, gap = unexplained("2022-12-31")
    whole_lost, whole_gap = unexplained("2020-12-31")
    return 100 * gap / lost, [
        Mistake(100 * whole_gap / whole_lost, *UNCHANGED),
        Mistake(
            gap,
            "هذا عدد الأشخاص: اقسمه على ما نقص من الرصيد.",
            "This is the number of people: divide it by what the stock lost.",
        ),
        Mistake(
            100 * gap / whole_lost,
            "المقام من المدة القديمة: يبدأ الحساب الآن من نهاية ٢٠٢٢.",
            "The denominator is of the old period: the reckoning now begins at the end of 2022.",
        ),
        Mistake(
            100 * (1 - gap / lost),
            "هذه حصة القوافل: المطلوب ما لم تحمله قافلة.",
            "This is the convoys' share: what no convoy carried is wanted.",
        ),
    ]


def person_years():
    stock = counts()
    years = stock.index.to_series().diff().dt.days / 365.25
    return (stock.rolling(2).mean() * years).sum()


@exercise("ex-alhol-4", decimals=0)
def another_birth_rate():
    _, gap = unexplained("2020-12-31")
    births = lambda rate: rate / 1000 * person_years()
    return gap + births(30), [
        Mistake(gap + births(20), *UNCHANGED),
        Mistake(
            gap - births(30),
            "الإشارة مقلوبة: المولود يزيد الرصيد، فيخفي من خرج.",
            "The sign is wrong: a birth adds to the stock, and so hides someone who left.",
        ),
        Mistake(
            births(30),
            "هؤلاء المواليد وحدهم: أضف إليهم الفجوة.",
            "These are the births alone: add the gap to them.",
        ),
        Mistake(gap, "هذه الفجوة بلا مواليد.", "This is the gap without births."),
    ]


@exercise("ex-alhol-5", decimals=0)
def a_promised_pace():
    rows = convoys()
    year = rows[rows["start"].between("2023-08-08", "2024-08-07")]
    paces = observations("return_pace_stated")
    promise = paces[paces["bound"] == "exact"]["value"].iloc[-1]
    half = rows[rows["start"].between("2023-08-08", "2023-12-31")]
    return 100 * year["families"].sum() / 12 / promise, [
        Mistake(
            100 * year["families"].mean() / promise,
            "هذا متوسط القافلة لا متوسط الشهر: لم تخرج قافلة كل شهر.",
            "This is the mean of a convoy, not of a month: no convoy left in some months.",
        ),
        Mistake(
            100 * year["persons"].sum() / 12 / promise,
            "الوعد بالأسر وحسابك بالأشخاص.",
            "The promise is in families and your sum in persons.",
        ),
        Mistake(
            year["families"].sum() / 12,
            "هذه أسر في الشهر: اقسمها على الوعد.",
            "These are families a month: divide them by the promise.",
        ),
        Mistake(
            100 * half["families"].sum() / 12 / promise,
            "أخذت ما بقي من ٢٠٢٣ وحده: السنة تمتد إلى آب/أغسطس التالي.",
            "You took what was left of 2023 alone: the year runs to the next August.",
        ),
    ]


@exercise("ex-alhol-6", decimals=0)
def smaller_families():
    rows = convoys()
    late = rows[rows["start"].dt.year == 2025]
    size = late["persons"].sum() / late["families"].sum()
    missing = rows["persons"].isna()
    now, then = filled(size).loc[missing, "persons"].sum(), filled().loc[missing, "persons"].sum()
    return then - now, [
        Mistake(
            now,
            "هذا التقدير الجديد كله: اطرحه من القديم.",
            "This is the whole new estimate: take it from the old one.",
        ),
        Mistake(
            then
            - filled((late["persons"] / late["families"]).mean()).loc[missing, "persons"].sum(),
            "أخذت متوسط متوسطات القوافل: اجمع الأشخاص والأسر ثم اقسم.",
            "You averaged the convoys' means: add up persons and families, then divide.",
        ),
    ]
