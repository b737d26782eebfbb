"""What makes two spellings one word, for the search of the book and for `find`.

Python applies these tables to texts, the browser (search.js) applies them to a query.
"""

import re
import unicodedata

# Plain patterns, applied in order, after decomposition: that alone turns أ إ آ ؤ ئ into
# their letters and a mark.
SPELLING = [
    # letters of neighbours: of Persian, Kurdish and Urdu keyboards
    ("[ٱٲٳ]", "ا"),
    ("[ىیێېےۍ]", "ي"),
    ("[ةەہھۃۂۀ]", "ه"),
    ("[کڪگ]", "ك"),
    *zip("پچڤژۆڕڵ", "بجفزورل", strict=True),
    # a hamza whose place varies: مسئول for مسؤول, هيأة for هيئة, شئ for شيء, مائة for مئة
    ("ي\u0654(?=و)", "و"),
    ("يا\u0654(?=ه)", "يي"),
    ("يء", "ي"),
    ("(^|[^\u0621-\u064a])([وفبلك]?)ماي\u0654(?=[هت])", "$1$2مي"),
    # marks, tatweel, direction marks
    (
        "[\u0300-\u036f\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
        "\u200c-\u200f\u202a-\u202e\u2066-\u2069]",
        "",
    ),
    *zip("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2, strict=True),
    ("([0-9])[,٬](?=[0-9]{3})", "$1"),  # 2,500
    ("(^|[^a-z\u0621-\u064a])[ولبك]*(?:ال)?(?:f|اف)[ ‐-]?(?=[0-9])", "$1f"),  # F-16, إف-16, بإف ١٦
    ("([a-z])[‐-](?=[0-9])", "$1"),  # AIM-120
    ("u[.]s[.]?(?![a-z])", "us"),
    ("(^|[^a-z])al[- ](?=[a-z])", "$1"),
    ("(^|[^a-z])(counter|anti|co|non)[‐-](?=[a-z])", "$1$2"),
]
# Words that begin with a و or an ال of their own; what else begins so has it written onto it.
WAW = (
    "واحد(?!اث)|وتير|وثيق|وثائ|وثاي|وجود|وجه(?!و)|وراء|وزا|وزير|وزر|وزن|وصول|وصف(?!ق)|وطن|وظ|"
    "وعد(?!د)|وعود|وفد|وفود|وفي|وفا|وقاي|واقع|وقع|وقف|وقت(?!ا|ل)|وقود|وكال|وكيل|ولاد|ولاي|"
    "وحد(?!و)|وضع|وسط|وساي|وسيل|وسيط|وساط|واسع|واضح|واشنط|وارد|واجه(?!ز)|واجب|وافق|وفق(?!د)|"
    "ورق"
)
ALIF_LAM = "غاء|تزام|زام|كترون|تحاق|ماني|حاق|تقاء|هام|تفاف|تماس"
AFFIXES = [
    ("^[وف](?=(?:ب?ال|لل)..)", ""),
    ("^لل(?=جن|جان|واء|قاء|غ)", "ل"),
    (f"^(?:[بكف]?ال(?!{ALIF_LAM})|لل)(?=..)", ""),
    (f"^(?!{WAW})و(?=....)", ""),
    ("^(...+)ا$", "$1"),
    ("^(..+[^ا])ت(?=(?:ه|هم|ان|ين)$)", "$1"),
    ("^(...+?)(?:ها|هم|ان|ات|ون|ين|يه|ه|ي)+$", "$1"),
    ("^(..)(?:ها|هم|ات|يه|ه|ي)$", "$1"),
]
# A word and the forms of it that no rule finds: broken plurals of the book's subject, two spellings
# of a name, strong verbs.
IRREGULAR = """
سلاح أسلحة، فصيل فصائل، قافلة قوافل، هجمة هجوم، دافع دوافع، قرض قروض، منحة منح، صاروخ صواريخ،
جندي جنود، كتيبة كتائب، عشيرة عشائر، ضابط ضباط، قائد قادة، رئيس رؤساء، وزير وزراء، نائب نواب،
سجن سجون، سجين سجناء، قتيل قتلى، جريح جرحى، طفل أطفال، أسرة أسر، عائلة عوائل، امرأة نساء،
رجل رجال، شخص أشخاص، فرد أفراد، عنصر عناصر، شاهد شهود، خبير خبراء، عامل عوامل، عضو أعضاء،
حليف حلفاء، شريك شركاء، سفير سفراء، زعيم زعماء، طالب طلاب، خلية خلايا، ضحية ضحايا، قضية قضايا،
لواء ألوية، فوج أفواج، جيش جيوش، حرب حروب، معركة معارك، لجنة لجان، حزب أحزاب، بلد بلاد،
مركز مراكز، منطقة مناطق، قرية قرى، ميناء موانئ، طريق طرق، قاعدة قواعد، موقع مواقع، منفذ منافذ،
معبر معابر، سوق أسواق، مصرف مصارف، بنك بنوك، مال أموال، مبلغ مبالغ، رقم أرقام، عدد أعداد،
سعر أسعار، راتب رواتب، عقد عقود، بند بنود، شرط شروط، قانون قوانين، قيد قيود، حق حقوق، حكم أحكام،
تقرير تقارير، وثيقة وثائق، مصدر مصادر، خبر أخبار، نبأ أنباء، صحيفة صحف، كتاب كتب، جدول جداول،
شكل أشكال، رسم رسوم، سؤال أسئلة، جواب أجوبة، حدث أحداث، حادث حوادث، سبب أسباب، هدف أهداف،
مصلحة مصالح، مشروع مشاريع، برنامج برامج، مهمة مهام، دور أدوار، أثر آثار، نتيجة نتائج،
حصيلة حصائل، خسارة خسائر، ضرر أضرار، خطر أخطار مخاطر، جهاز أجهزة، ذخيرة ذخائر، قنبلة قنابل،
لغم ألغام، مدفع مدافع، سرب أسراب، طراز طرز، سنة سنوات، عام أعوام، شهر أشهر شهور، يوم أيام،
أسبوع أسابيع، ألف آلاف، مليون ملايين، نسبة نسب، حصة حصص، طرف أطراف، جانب جوانب، مرحلة مراحل،
مدرسة مدارس، تمرين تمارين، موقف مواقف، وسيلة وسائل، وظيفة وظائف، خريطة خرائط، جريمة جرائم،
خطة خطط، خط خطوط، أرض أراضي أراض، بيت بيوت، خيمة خيام، نص نصوص، فصل فصول، قسم أقسام، صوت أصوات،
نوع أنواع، سهم أسهم، كردي أكراد، تركي أتراك، أجنبي أجانب، ترخيص تراخيص، قطعة قطع، مورد موارد،
رأي آراء، مقعد مقاعد، بديل بدائل، ضعف أضعاف، مبدأ مبادئ، قوة قوته قوتها، أميركا أمريكا،
ميليشيا مليشيا، قضاء قضائي،
strike struck, man men, woman women, child children, withdraw withdrew withdrawn, buy bought,
fight fought, build built, pay paid, spend spent, fall fell, rise rose risen, lead led,
give gave given, begin began begun, fly flew flown, hold held, sell sold
"""
ARABIC = "[\u0600-\u06ff]"
# Words that ask for nothing.
FILLERS = "a an and by for in of on the to أو إلى على عن في ما من هل هو هي"


def rewrite(rules, text):
    """`text` after patterns of the tables, one after another; $1 in them is the first group."""
    for old, new in rules:
        text = re.sub(old, re.sub(r"\$(\d)", r"\\g<\1>", new), text)
    return text


def fold(text):
    """A text as it is compared: in small letters, one spelling for each word."""
    return rewrite(SPELLING, unicodedata.normalize("NFKD", text).lower())


def words(folded):
    """The words of a text that was folded."""
    return re.findall(r"[^\W_]+", folded)


def split(text):
    """The words of a text as they are compared."""
    return words(fold(text))


def irregular(light):
    """{stem of an irregular form: stem of its word}; `light` gives the stem of a word."""
    lines = [[light(form) for form in split(group)] for group in re.split("[،,]", IRREGULAR)]
    return {form: word for word, *forms in lines for form in forms if form != word}
