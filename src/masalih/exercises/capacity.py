"""Why: the answers to the exercises on building capacity, computed from the data package, and those that the usual mistakes give."""

from masalih import observations, table
from masalih.exercises import Mistake, exercise

UNCHANGED = ("هذا جواب الخلية قبل تغييرها.", "This is the answer of the cell before any change.")


def military():
    return table("us_aid_iraq_accounts").query("category == 'military'")


@exercise("ex-capacity-1", decimals=0)
def the_tallest_grant():
    by_kind = military().pivot_table(
        index="fiscal_year", columns="kind", values="constant_2020_usd", aggfunc="sum", fill_value=0
    )
    late = by_kind.loc[2013:]
    return late["grant"].idxmax(), [
        Mistake(
            late.sum(axis=1).idxmax(),
            "هذا أطول عمود، وأكثره قرض يُرد: انظر إلى لون المنح وحده.",
            "This is the tallest bar, and most of it is a loan to repay: look at the colour of grants alone.",
        ),
        Mistake(
            by_kind["grant"].idxmax(),
            "هذه أعلى السنوات كلها: المطلوب بعد ٢٠١٢.",
            "This is the highest year of all: after 2012 is wanted.",
        ),
        Mistake(
            late["loan"].replace(0, None).dropna().index[-1],
            "هذه سنة القرض الثاني.",
            "This is the year of the second loan.",
        ),
    ]


@exercise("ex-capacity-2", decimals=0)
def asked_for_more():
    rows = (
        table("us_security_aid_stages")
        .query("2015 <= fiscal_year <= 2023")
        .pivot(index="fiscal_year", columns="stage", values="usd")
    )
    more = rows["requested"] - rows["appropriated"]
    return (more > 0).sum(), [
        Mistake(
            (more < 0).sum(),
            "هذه السنوات التي اعتُمد فيها أكثر مما طُلب.",
            "These are the years in which more was appropriated than requested.",
        ),
        Mistake(
            (more > 0.05 * rows["appropriated"]).sum(),
            "فاتتك سنة يكاد فيها الخطان يلتقيان: اقرأ الجدول.",
            "You missed a year in which the lines nearly meet: read the table.",
        ),
    ]


@exercise("ex-capacity-3", decimals=1)
def constant_prices():
    def share(rows, price):
        return (
            100 * rows.loc[rows["account"].str.startswith("fmf"), price].sum() / rows[price].sum()
        )

    every, grants = military(), military().query("kind == 'grant'")
    return share(grants, "constant_2020_usd"), [
        Mistake(share(grants, "obligations_usd"), *UNCHANGED),
        Mistake(
            share(every, "constant_2020_usd"),
            "أدخلت القروض: الحصة من المنح وحدها.",
            "You let the loans in: the share is of grants alone.",
        ),
    ]


@exercise("ex-capacity-4", decimals=0)
def by_number():
    notices = observations("dsca_notification").merge(
        table("notification_purposes")[["id", "purpose"]], on="id"
    )
    before = notices[notices["start"] <= "2023-08-08"]
    hard = before["purpose"].isin(["arms", "aircraft-sale"])
    every = notices["purpose"].isin(["arms", "aircraft-sale"])
    return 100 * hard.mean(), [
        Mistake(100 * before.loc[hard, "value"].sum() / before["value"].sum(), *UNCHANGED),
        Mistake(
            100 * every.mean(),
            "أدخلت إخطارات ما بعد الحوار.",
            "You let in the notices since the dialogue.",
        ),
        Mistake(
            100 * (before["purpose"] == "arms").mean(), "نسيت الطائرات.", "You forgot the aircraft."
        ),
        Mistake(
            hard.sum(),
            "هذا عدد الإخطارات: اقسمه على عددها كلها.",
            "This is the number of notices: divide it by all of them.",
        ),
    ]


@exercise("ex-capacity-5", decimals=2)
def a_dollar_of_2006():
    grants = (
        military()
        .query("kind == 'grant'")
        .groupby("fiscal_year")[["constant_2020_usd", "obligations_usd"]]
        .sum()
    )
    price = grants["constant_2020_usd"] / grants["obligations_usd"]
    return price[2006], [
        Mistake(price[2016], "هذه سنة أخرى: المطلوب ٢٠٠٦.", "Another year: 2006 is wanted."),
        Mistake(
            grants["constant_2020_usd"].sum() / grants["obligations_usd"].sum(),
            "هذا متوسط السنوات كلها.",
            "This is the mean of all the years.",
        ),
        Mistake(
            price[2006] - 1,
            "هذا ما زاد: المطلوب كم دولاراً تساوي.",
            "This is by how much it grew: what it is worth is wanted.",
        ),
    ]


@exercise("ex-capacity-6", decimals=1)
def the_price_of_a_place():
    imet = table("us_training_iraq").query("program == 'imet'").set_index("fiscal_year")
    priced = imet["cost_usd"] / (imet["places"] - imet["places_without_cost"])
    plain = imet["cost_usd"] / imet["places"]
    return priced[2020] / priced[2011], [
        Mistake(
            plain[2020] / plain[2011],
            "قسمت على مقاعد لا كلفة لها في السجل: اطرحها أولاً.",
            "You divided by places that have no cost on record: take them away first.",
        ),
        Mistake(
            imet.at[2020, "cost_usd"] / imet.at[2011, "cost_usd"],
            "هذه نسبة الكلفتين كلتيهما: اقسم كلاً على مقاعدها.",
            "This is the ratio of the whole costs: divide each by its places.",
        ),
        Mistake(
            imet.at[2011, "places"] / imet.at[2020, "places"],
            "هذه نسبة المقاعد.",
            "This is the ratio of the places.",
        ),
    ]
