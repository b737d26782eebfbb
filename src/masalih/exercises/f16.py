"""Why: the answers to the exercises on the F-16s and arms, computed from the data package, and those that the usual mistakes give."""

from masalih import observations, table
from masalih.exercises import Mistake, exercise

UNCHANGED = ("هذا جواب الخلية قبل تغييرها.", "This is the answer of the cell before any change.")


def added_up(name):
    return observations(name)["value"].sum()


@exercise("ex-f16-1", decimals=0)
def not_accounted_for():
    handed, landed, lost = map(
        added_up, ("f16_deliveries_sipri", "f16_deliveries_balad", "f16_losses")
    )
    return handed - landed - lost, [
        Mistake(
            handed - landed,
            "بعض هذا الفرق معروف المصير: اطرح منه ما فُقد في التدريب.",
            "Part of this difference is accounted for: take from it what was lost in training.",
        ),
        Mistake(
            handed - lost,
            "هذا ما بقي بعد الخسائر: اطرح منه ما وصل إلى بلد.",
            "This is what was left after the losses: take from it what landed at Balad.",
        ),
        Mistake(
            handed - landed + lost,
            "جمعت الخسائر ولم تطرحها.",
            "You added the losses instead of taking them away.",
        ),
    ]


@exercise("ex-f16-2", decimals=0)
def an_echo():
    order = table("arms_orders").query("supplier == 'russia'")["order_year"].max()
    delivery = table("arms_deliveries").query("supplier == 'russia'")["delivery_year"].max()
    return delivery - order, [
        Mistake(
            2022 - order,
            "هذه المدة من آخر طلب إلى غزو أوكرانيا.",
            "This is the time from the last order to the invasion of Ukraine.",
        ),
        Mistake(
            2024 - order,
            "هذه المدة من آخر طلب إلى نهاية السجل.",
            "This is the time from the last order to the end of the register.",
        ),
    ]


def hhi(by_supplier):
    return ((by_supplier / by_supplier.sum()) ** 2).sum() * 10_000


def old_edition(first, last):
    rows = table("arms_tiv_2022_edition")
    return rows[rows["year"].between(first, last)].groupby("supplier")["tiv"].sum()


@exercise("ex-f16-3", decimals=0)
def another_edition():
    new = table("arms_deliveries")
    new = new[new["delivery_year"].between(2014, 2019)].groupby("supplier")["tiv"].sum()
    right = old_edition(2014, 2019)
    return hhi(right), [
        Mistake(hhi(new), *UNCHANGED),
        Mistake(
            hhi(old_edition(2004, 2021)),
            "هذه السنوات كلها: المطلوب من ٢٠١٤ إلى ٢٠١٩.",
            "These are all the years: 2014 to 2019 are wanted.",
        ),
        Mistake(
            hhi(old_edition(2014, 2021)),
            "المدة أطول من المطلوب: قف عند ٢٠١٩.",
            "The period is longer than asked for: stop at 2019.",
        ),
        Mistake(
            hhi(right) / 10_000,
            "الحصص هنا بالمئة: مربع المئة عشرة آلاف.",
            "Shares are percentages here: the square of a hundred is ten thousand.",
        ),
        Mistake(
            10_000 / hhi(right),
            "هذا عدد المورّدين المكافئ، وهو مقلوب المؤشر.",
            "This is the equivalent number of suppliers, the index turned over.",
        ),
    ]


def american_share(without=()):
    recent = table("arms_orders").query("order_year >= 2022")
    recent = recent[~recent["designation"].isin(without)]
    return (
        100
        * recent.loc[recent["supplier"] == "united-states", "tiv_ordered"].sum()
        / recent["tiv_ordered"].sum()
    )


@exercise("ex-f16-4", decimals=1)
def without_both():
    radars, batteries = "Ground Master-200", "Cheongung"
    return american_share([radars, batteries]), [
        Mistake(
            american_share(),
            "هذه حصة كل الطلبات: لم تحذف شيئاً بعد.",
            "This is the share of all orders: nothing has been left out yet.",
        ),
        Mistake(american_share([radars]), *UNCHANGED),
        Mistake(
            american_share([batteries]),
            "حذفت العقد الكوري وأعدت الرادارات: المطلوب حذفهما معاً.",
            "You left out the Korean contract and let the radars back in: leave out both.",
        ),
    ]


@exercise("ex-f16-5", decimals=2)
def the_wait():
    rows = table("arms_deliveries").dropna(subset=["tiv", "order_year"])
    wait = lambda rows: (
        ((rows["delivery_year"] - rows["order_year"]) * rows["tiv"]).sum() / rows["tiv"].sum()
    )
    us, russia = (rows[rows["supplier"] == who] for who in ("united-states", "russia"))
    plain = lambda rows: (rows["delivery_year"] - rows["order_year"]).mean()
    return wait(us) - wait(russia), [
        Mistake(
            plain(us) - plain(russia),
            "أخذت متوسط الصفوف: رُجّح كل صف بحجمه.",
            "You took the mean of the rows: weigh each row by its volume.",
        ),
        Mistake(
            wait(us),
            "هذا انتظار السلاح الأميركي وحده: المطلوب الفرق.",
            "This is the wait for American arms alone: the difference is wanted.",
        ),
        Mistake(
            wait(russia),
            "هذا انتظار السلاح الروسي وحده: المطلوب الفرق.",
            "This is the wait for Russian arms alone: the difference is wanted.",
        ),
    ]


@exercise("ex-f16-6", decimals=0)
def estimated_volume():
    rows = table("arms_deliveries")
    number, year = (
        rows["number_estimated"].astype(bool),
        rows["delivery_year_estimated"].astype(bool),
    )
    share = lambda chosen: 100 * rows.loc[chosen, "tiv"].sum() / rows["tiv"].sum()
    return share(number | year), [
        Mistake(
            100 * (number | year).mean(),
            "هذه حصة الأسطر لا حصة الحجم.",
            "This is the share of lines, not of volume.",
        ),
        Mistake(share(year), "نسيت ما قُدّر عدده.", "You forgot those whose number is an estimate."),
    ]
