"""Why: the answers to the exercises on the balance of motives, computed from the data package, and those that the usual mistakes give."""

from masalih import claims, observations, series, sources
from masalih.exercises import Mistake, exercise

UNCHANGED = ("هذا جواب الخلية قبل تغييرها.", "This is the answer of the cell before any change.")
MOTIVES = ["isis", "capacity", "alhol", "f16", "iran"]


@exercise("ex-balance-1", decimals=0)
def as_written():
    ledger = claims()
    five = ledger[ledger["chapter"].isin(MOTIVES)]
    share = lambda rows, *verdicts: 100 * rows["verdict"].isin(verdicts).mean()
    return share(five, "supported"), [
        Mistake(
            share(ledger, "supported"),
            "أدخلت الفصلين الآخرين: المطلوب الدوافع الخمسة.",
            "You let in the other two chapters: the five motives are wanted.",
        ),
        Mistake(
            share(five, "supported", "supported with a correction"),
            "جمعت المؤيَّد مع تصحيح: المطلوب ما أُيّد كما كُتب.",
            "You added those supported with a correction: those supported as written are wanted.",
        ),
        Mistake(
            (five["verdict"] == "supported").sum(),
            "هذا عدد الدعاوى: اقسمه على عددها كلها.",
            "This is the number of claims: divide it by all of them.",
        ),
    ]


def values():
    rows = observations()
    rows["motive"] = rows["series"].map(series()["motive"])
    rows["primary"] = rows["source"].map(sources()["primary"]).astype(float)
    return rows[rows["motive"].isin(MOTIVES)]


@exercise("ex-balance-2")
def least_first_hand():
    primary = values().groupby("motive")["primary"].mean().sort_values()
    return primary.index[0], [
        Mistake(
            name,
            *(
                ("هذا أعلاها حصة.", "This one has the highest share.")
                if name == primary.index[-1]
                else (
                    "حصته من المصادر الأولية ليست الأدنى.",
                    "Its share from primary sources is not the lowest.",
                )
            ),
        )
        for name in primary.index[1:]
    ]


@exercise("ex-balance-3", decimals=0)
def each_source_once():
    f16 = values().query("motive == 'f16'")
    once = f16.drop_duplicates("source")
    return 100 * once["primary"].mean(), [
        Mistake(100 * f16["primary"].mean(), *UNCHANGED),
        Mistake(
            100 * values().drop_duplicates("source")["primary"].mean(),
            "أدخلت مصادر الدوافع كلها: خذ إف-١٦ وحدها.",
            "You let in the sources of all motives: take the F-16s alone.",
        ),
        Mistake(
            100 - 100 * once["primary"].mean(),
            "هذه حصة المصادر الثانوية.",
            "This is the share of secondary sources.",
        ),
    ]


@exercise("ex-balance-4", decimals=0)
def a_harder_look():
    rows = values()
    firm = rows[rows["confidence"] == "high"]
    again = lambda frame: 100 * frame["checked"].notna().mean()
    return again(firm), [
        Mistake(again(rows), *UNCHANGED),
        Mistake(
            100 * len(firm) / len(rows),
            "هذه حصة القيم العالية الثقة، لا ما فُتح منها ثانية.",
            "This is the share of values of high confidence, not of those opened again.",
        ),
        Mistake(
            100 * firm["checked"].notna().sum() / len(rows),
            "المقام غير المقام: اقسم على القيم العالية الثقة وحدها.",
            "Another denominator: divide by the values of high confidence alone.",
        ),
    ]


@exercise("ex-balance-5", decimals=0)
def supported_and_opposed():
    ledger = claims()
    opposed, held = ledger["opposes"].str.len() > 0, ledger["verdict"] == "supported"
    either = ledger["verdict"].str.startswith("supported")
    return (opposed & held).sum(), [
        Mistake(
            (opposed & either).sum(),
            "أدخلت المؤيَّد مع تصحيح.",
            "You let in those supported with a correction.",
        ),
        Mistake(
            opposed.sum(),
            "هذه كل الدعاوى التي لها دليل معارض، أياً يكن حكمها.",
            "These are all claims with evidence against, whatever their verdict.",
        ),
    ]


@exercise("ex-balance-6", decimals=2)
def pieces_of_evidence():
    ledger = claims()
    pieces = ledger["supports"].str.len() + ledger["opposes"].str.len()
    mean = pieces.groupby(ledger["verdict"]).mean()
    return mean["contested"] - mean["supported"], [
        Mistake(
            mean["contested"],
            "هذا متوسط المختلف فيها: اطرح منه متوسط المؤيَّدة.",
            "This is the mean of the contested: take that of the supported from it.",
        ),
        Mistake(
            mean["contested"]
            - ledger["supports"].str.len().groupby(ledger["verdict"]).mean()["supported"],
            "نسيت الدليل المعارض للمؤيَّدة.",
            "You forgot the evidence against the supported ones.",
        ),
        Mistake(
            (ledger["supports"].str.len().groupby(ledger["verdict"]).mean())
            .loc[["supported", "contested"]]
            .diff()
            .iloc[-1],
            "حسبت ما يسند وحده: أضف ما يعارض.",
            "You took the evidence for alone: add that against.",
        ),
    ]
