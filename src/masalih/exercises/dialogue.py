"""Why: the answers to the exercises on the dialogue, computed from the data package, and those that the usual mistakes give."""

import pandas as pd

from masalih import table
from masalih.exercises import Mistake, exercise

DIALOGUE = pd.Timestamp("2023-08-08")


def joint(*scopes):
    """Joint texts, each once; or those read in one of the ways named."""
    texts = table("statement_terms")
    return texts[texts["scope"].isin(scopes)] if scopes else texts[texts["scope"] != "cut"]


@exercise("ex-dialogue-1", decimals=0)
def the_soldiers_come_back():
    commanders = table("meetings").query("level == 'commanders'")["start"].dt.year
    right = commanders[commanders > 2009].min()
    return right, [
        Mistake(
            commanders.min(),
            "هذه أول مرة على الإطلاق: المطلوب العودة بعدها.",
            "This is the first time of all: the return after it is wanted.",
        ),
        Mistake(
            commanders[commanders > 2009].mode()[0],
            "في هذه السنة أكثر الجلسات، وليست الأولى.",
            "This year has the most sessions and is not the first.",
        ),
        Mistake(
            commanders.max(),
            "هذه آخر سنة، لا أول سنة بعد الانقطاع.",
            "This is the last year, not the first after the break.",
        ),
    ]


@exercise("ex-dialogue-2", decimals=0)
def unequal_denominators():
    def points(texts):
        stands, late = texts["strategic_partnership"] > 0, texts["date"] > DIALOGUE
        return 100 * (stands[late].mean() - stands[~late].mean()), stands[late].sum() - stands[
            ~late
        ].sum()

    right, counts = points(joint())
    return right, [
        Mistake(
            counts,
            "هذا فرق عدد النصوص، والمجموعتان غير متساويتين: اقسم كل عدد على مجموعته أولاً.",
            "This is the difference of the counts, and the two groups are unequal: divide each by its own group first.",
        ),
        Mistake(
            points(table("statement_terms"))[0],
            "أحصيت نصين مرتين: الصفوف التي قيمة scope فيها cut تكرر مطلع نص كامل.",
            "You counted two texts twice: rows whose scope is cut repeat the opening of a whole text.",
        ),
    ]


def longest_gap(rows):
    days = rows.drop_duplicates("start").sort_values("start")
    return (
        days["start"].iloc[1:].to_numpy() - days["end"].iloc[:-1].to_numpy()
    ).max() / pd.Timedelta(days=1)


@exercise("ex-dialogue-3", decimals=0)
def another_silence():
    meetings = table("meetings")
    bodies, bilateral = (
        meetings[meetings["framework"] != "bilateral"],
        meetings[meetings["framework"] == "bilateral"],
    )
    return longest_gap(meetings), [
        Mistake(
            longest_gap(bodies),
            "هذا جواب جلسات الهيئات وحدها: لم يتغير ما في الخلية بعد.",
            "This is the answer for the sessions of the bodies alone: the cell has not been changed yet.",
        ),
        Mistake(
            longest_gap(bilateral),
            "هذه اللقاءات الثنائية وحدها: المطلوب كل الاجتماعات معاً.",
            "These are the bilateral meetings alone: all meetings together are wanted.",
        ),
    ]


def change_of_rate(texts):
    late = texts["date"] > DIALOGUE
    rate = lambda rows: rows["strategic_partnership"].sum() / rows["words"].sum()
    return rate(texts[late]) / rate(texts[~late])


@exercise("ex-dialogue-4", decimals=2)
def openings_only():
    openings = joint("opening", "cut")
    late = openings["date"] > DIALOGUE
    return change_of_rate(openings), [
        Mistake(
            change_of_rate(joint("opening", "whole")),
            "هذا جواب كل النصوص: لم يتغير ما في الخلية بعد.",
            "This is the answer for all texts: the cell has not been changed yet.",
        ),
        Mistake(
            change_of_rate(joint("opening")),
            "نسيت مطلعي النصين الكاملين، وصفّاهما cut.",
            "You forgot the openings of the two whole texts, whose rows are cut.",
        ),
        Mistake(
            openings.loc[late, "strategic_partnership"].sum()
            / openings.loc[~late, "strategic_partnership"].sum(),
            "قسمت عدداً على عدد ونسيت الكلمات.",
            "You divided a count by a count and forgot the words.",
        ),
    ]


@exercise("ex-dialogue-5", decimals=0)
def two_tables_in_one():
    meetings = table("meetings")
    named = meetings["subjects"].str.split(";").map(set)
    forces, money = (
        named.map(lambda s: "forces" in s),
        named.map(lambda s: bool(s & {"economy", "energy", "finance"})),
    )
    since = meetings["start"] > DIALOGUE
    return 100 * (forces & money)[since].mean(), [
        Mistake(
            100 * (forces & money)[~since].mean(),
            "هذه حصة ما قبل الحوار.",
            "This is the share before the dialogue.",
        ),
        Mistake(
            100 * (forces & money).mean(),
            "هذه حصة المدة كلها: خذ ما بعد الحوار.",
            "This is the share of the whole period: take what came after the dialogue.",
        ),
        Mistake(
            100 * (forces | money)[since].mean(), "أخذت «أو» مكان «و».", "You took “or” for “and”."
        ),
        Mistake(
            (forces & money)[since].sum(),
            "هذا عدد الاجتماعات: اقسمه على عددها كلها.",
            "This is the number of meetings: divide it by all of them.",
        ),
        Mistake(
            100 * (forces & money)[since].sum() / forces[since].sum(),
            "المقام غير المقام: المطلوب حصة من كل الاجتماعات لا من التي ذكرت القوات.",
            "Another denominator: a share of all meetings is wanted, not of those that named the forces.",
        ),
    ]


@exercise("ex-dialogue-6", decimals=0)
def fewer_texts_or_less_iraq():
    house = table("white_house_iraq").set_index("year")
    then = house.loc[:2024]
    pooled = then["naming_iraq"].sum() / then["texts"].sum()
    year = house.loc[2025]
    return pooled * year["texts"] - year["naming_iraq"], [
        Mistake(
            pooled * year["texts"],
            "هذا هو العدد المتوقع كله: اطرح منه ما ذُكر فعلاً.",
            "This is the whole number expected: take from it what was in fact named.",
        ),
        Mistake(
            house.at[2024, "naming_iraq"] - year["naming_iraq"],
            "هذا فرق السنتين، وفيه أثر قلة النشر وقلة الذكر معاً.",
            "This is the difference of two years, and holds both effects: fewer texts and less Iraq.",
        ),
        Mistake(
            house.at[2024, "naming_iraq"] / house.at[2024, "texts"] * year["texts"]
            - year["naming_iraq"],
            "أخذت حصة ٢٠٢٤ وحدها.",
            "You took the share of 2024 alone.",
        ),
    ]
