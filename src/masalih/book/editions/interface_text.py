"""Every interface string of the Arabic edition, in one place: the shipped catalogues are incomplete and partly machine-made."""

import gettext
import json
from html import escape
from pathlib import Path

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode, depart_HideCellInput
from sphinx import locale
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform

DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")

# Sphinx, the themes and our own templates, through gettext: the English text is the key.
PAGE = {
    "Attention": "انتباه",
    "Caution": "احتراس",
    "Danger": "خطر",
    "Error": "خطأ",
    "Hint": "تلميح",
    "Important": "مهمّ",
    "Note": "ملاحظة",
    "See also": "انظر أيضًا",
    "Tip": "نصيحة",
    "Warning": "تحذير",
    "Author: ": "الكاتب: ",
    "Code author: ": "كاتب الشيفرة: ",
    "Module author: ": "كاتب الوحدة: ",
    "Section author: ": "كاتب القسم: ",
    "Link to this heading": "رابط إلى هذا العنوان",
    "Link to this image": "رابط إلى هذا الشكل",
    "Link to this table": "رابط إلى هذا الجدول",
    "Link to this code": "رابط إلى هذه الشيفرة",
    "Link to this term": "رابط إلى هذا المصطلح",
    "Link to this definition": "رابط إلى هذا التعريف",
    "Link to this toctree": "رابط إلى هذه القائمة",
    "Link to this equation": "رابط إلى هذه المعادلة",
    "Permalink to this term": "رابط إلى هذا المصطلح",
    "Skip to main content": "انتقل إلى المحتوى",
    "Back to top": "إلى أعلى الصفحة",
    "Color mode": "ألوان العرض",
    "Light": "فاتح",
    "Dark": "داكن",
    "System Settings": "كما في الجهاز",
    "Search": "بحث",
    "search": "بحث",
    "Search Page": "صفحة البحث",
    "Please activate JavaScript to enable the search functionality.": "فعّل جافاسكربت في متصفّحك كي يعمل البحث.",
    "Please activate JavaScript to enable the search\n    functionality.": "فعّل جافاسكربت في متصفّحك كي يعمل البحث.",
    "Searching for multiple words only shows matches that contain\n    all words.": "إذا بحثت عن أكثر من كلمة ظهرت الصفحات التي تضمّها كلّها.",
    "Navigation": "التنقّل",
    "Section Navigation": "التنقّل في القسم",
    "Site navigation": "محتويات الكتاب",
    "Breadcrumb": "مسار الصفحة",
    "Home": "الصفحة الأولى",
    "On this page": "في هذه الصفحة",
    "Contents": "في هذه الصفحة",
    "Table of Contents": "المحتويات",
    "Complete Table of Contents": "المحتويات كاملة",
    "next": "التالي",
    "previous": "السابق",
    "next page": "الصفحة التالية",
    "previous page": "الصفحة السابقة",
    "next chapter": "الفصل التالي",
    "previous chapter": "الفصل السابق",
    "Index": "الفهرس",
    "Indices": "الفهارس",
    "index": "فهرس",
    "General Index": "الفهرس العام",
    "Global Module Index": "فهرس الوحدات العام",
    "Module Index": "فهرس الوحدات",
    "Python Module Index": "فهرس الوحدات",
    "Copyright": "حقوق النشر",
    "About these documents": "عن هذا الكتاب",
    "Show Source": "عرض المصدر",
    "Edit": "تحرير",
    "Announcement": "إعلان",
    "Version warning": "تنبيه عن الإصدار",
    "Expand Sidebar": "افتح الشريط الجانبي",
    "Collapse Sidebar": "أغلق الشريط الجانبي",
    "By": "إعداد:",
    "logo": "شعار",
    "%b %d, %Y": "%Y-%m-%d",
    "%s %s documentation": "%s %s",
    "Logo of %s": "شعار %s",
    # Our own templates and nodes.
    "Contents of the book": "محتويات الكتاب",
    "Show or hide the contents of the book": "إظهار محتويات الكتاب أو إخفاؤها",
    "Show or hide the pages below": "إظهار الصفحات التابعة أو إخفاؤها",
    "Show or hide the contents of this page": "إظهار محتويات هذه الصفحة أو إخفاؤها",
    "Download this chapter's notebook": "تنزيل دفتر هذا الفصل",
    "Open this chapter's notebook in": "فتح دفتر هذا الفصل في",
    "Print this page": "طباعة الصفحة",
    "For teaching": "للتدريس",
    "Text and data": "النصّ والبيانات",
    "code": "الشيفرة",
    "Source": "المصدر",
    "Sources": "المصادر",
    "More sources": "مصادر أخرى",
    "; ": "؛ ",
    "As of": "البيانات حتى",
    "The data behind this figure": "البيانات التي رُسم منها الشكل",
    "Series in the catalogue": "السلاسل في الفهرس",
    "Download the data (CSV)": "تنزيل البيانات (CSV)",
    "data, sources and how it was computed": "البيانات والمصادر وطريقة الحساب",
    "Link to this figure": "رابط إلى هذا الشكل",
    "the data package": "حزمة البيانات",
    "The data of the book: one row a fact, and every row with its source.": "حزمة بيانات الكتاب: لكل واقعة سطر، ولكل سطر مصدره.",
    "Tools of this figure": "أدوات هذا الشكل",
    "Enlarge": "تكبير",
    "Download": "تنزيل",
    "Download the drawing (SVG)": "تنزيل الرسم (SVG)",
    "Download the picture (PNG)": "تنزيل الصورة (PNG)",
    "Link": "رابط",
    "Cite": "توثيق",
    "Copy the citation": "نسخ التوثيق",
    "“%s”, %s in “%s”, %s.": "«%s»، %s في «%s»، %s.",
    "%s - Home": "%s – الصفحة الأولى",
    # Slides.
    "Minutes": "الدقائق",
    "Speaker notes": "ملاحظات المعلّم",
    "Tools of the slides": "أدوات الشرائح",
    "Back to the session": "عودة إلى الجلسة",
    "Speaker view": "شاشة المعلّم",
    "Slides and notes as a page": "الشرائح وملاحظاتها صفحةً",
    "Slides to print": "الشرائح للطباعة",
    "Show as slides": "اعرضها شرائح",
    "next slide": "الشريحة التالية",
    "previous slide": "الشريحة السابقة",
    "Go on with the slides": "تابع العرض",
}
THEME = {  # sphinx-book-theme's own catalogue
    "By": "إعداد:",
    "By the": "إعداد:",
    "Contents": "في هذه الصفحة",
    "On this page": "في هذه الصفحة",
    "Search": "بحث",
    "logo": "شعار",
    "Copyright": "حقوق النشر",
    "Download this page": "تنزيل الصفحة",
    "Download notebook file": "تنزيل الدفتر",
    "Download source file": "تنزيل المصدر",
    "Print to PDF": "طباعة",
    "Fullscreen mode": "ملء الشاشة",
    "Toggle navigation": "إظهار المحتويات أو إخفاؤها",
    "Launch interactive content": "تشغيل المحتوى التفاعلي",
    "Launch on": "تشغيل على",
    "Launch Thebe": "تشغيل الشيفرة",
    "Live Code": "شيفرة حيّة",
    "Open an issue": "بلّغ عن خطأ",
    "Open issue": "بلّغ عن خطأ",
    "Repository": "المستودع",
    "Show source": "عرض المصدر",
    "Source repositories": "المستودعات",
    "Source repository": "المستودع",
    "Suggest edit": "اقترح تعديلًا",
}
EXERCISE = {"Exercise": "التمرين", "Solution": "الحل", "Solution to": "حل"}  # sphinx-exercise's
TOGGLE = {
    "Click to show": "اضغط للعرض",
    "Click to hide": "اضغط للإخفاء",
    "Show": "عرض",
    "Hide": "إخفاء",
}

# What Sphinx's scripts say, through its own table of translations.
SCRIPT = {
    "Search Results": "نتائج البحث",
    "Searching": "جارٍ البحث",
    "Preparing search...": "يُحضَّر البحث…",
    ", in ": "، في ",
    "Hide Search Matches": "إخفاء تظليل البحث",
    # figures.js
    "Close": "إغلاق",
    "Larger": "تكبير",
    "Smaller": "تصغير",
    "Link copied": "نُسخ الرابط",
    "Citation copied": "نُسخ التوثيق",
    "Could not copy by itself: the text is selected, copy it by hand": "تعذّر النسخ تلقائيًّا: النصّ محدَّد، فانسخه بنفسك",
    "Could not copy by itself: the address is in the address bar": "تعذّر النسخ تلقائيًّا: الرابط في شريط العنوان",
    "The browser could not make the picture; download the SVG": "تعذّر على المتصفّح إعداد الصورة؛ نزّل ملفّ SVG",
    "Search finished, found ${resultCount} page(s) matching the search query.": "عدد الصفحات المطابقة: ${resultCount}",
    "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've "
    "selected enough categories.": "لا توجد صفحة تطابق بحثك. تأكّد من إملاء الكلمات أو ابحث بكلمة أعمّ.",
}
# What other scripts hold as literals: (file in _static, text to find, text to put there). A text that is gone fails the build,
# so an update of the theme cannot bring English back unseen.
LITERALS = [
    ("togglebutton.js", "Toggle hidden content", "إظهار المحتوى أو إخفاؤه"),
    (
        "copybutton.js",
        "const messages = {\n",
        "const messages = {\n  'ar': {\n    'copy': 'نسخ',\n    'copy_to_clipboard': 'نسخ إلى الحافظة',\n"
        "    'copy_success': 'نُسخ',\n    'copy_failure': 'تعذّر النسخ',\n  },\n",
    ),
    *(
        ("reveal/notes.js", english, arabic)
        for english, arabic in {
            '<html lang=\\"en\\">': '<html lang=\\"ar\\">',
            "reveal.js - Speaker View": "شاشة المعلّم",
            "Loading speaker view...": "تُحضَّر شاشة المعلّم…",
            "Upcoming</span>": "التالية</span>",
            "Time <span": "الوقت <span",
            "Click to Reset": "اضغط لتبدأ من الصفر",
            "Pacing – Time to finish current slide": "ما بقي من وقت الشريحة",
            ">Notes</h4>": ">الملاحظات</h4>",
            '<div class=\\"value\\">': '<div class=\\"value\\" dir=\\"rtl\\">',
            "'Default'": "'المعتادة'",
            "'Wide'": "'عريضة'",
            "'Tall'": "'طويلة'",
            "'Notes only'": "'الملاحظات وحدها'",
            "'Layout'": "'الهيئة'",
            "0:00 AM": "٠٠:٠٠",
            "'en-US', { hour12: true": "'ar-u-nu-arab', { hour12: true",
            "Cross origin error.<br>The speaker window can only be opened from the same origin.": "تعذّر الاتصال بالشرائح: افتح شاشة المعلّم من الشرائح نفسها.",
            "Error connecting to main window.<br>Please try closing and reopening the speaker view.": "تعذّر الاتصال بالشرائح: أغلق هذه النافذة وافتحها من جديد.",
        }.items()
    ),
    (
        "searchtools.js",
        "'${resultCount}', resultCount)",
        "'${resultCount}', resultCount.toLocaleString('ar-u-nu-arab'))",
    ),
]


class Catalogue(gettext.NullTranslations):
    """Our strings first, then whatever Sphinx or the theme had loaded."""

    def __init__(self, strings, fallback=None):
        super().__init__()
        self.strings = strings
        if fallback is not None:
            self.add_fallback(fallback)

    def gettext(self, message):
        return self.strings.get(message) or super().gettext(message)

    def ngettext(self, singular, plural, n):
        return self.strings.get(singular if n == 1 else plural) or super().ngettext(
            singular, plural, n
        )


def install(app, *_):
    """Put our catalogues in front of the shipped ones; safe to call again."""
    for name, strings in (
        ("sphinx", PAGE),
        ("booktheme", THEME),
        ("exercise", EXERCISE),
        ("togglebutton", TOGGLE),
    ):
        current = locale.translators.get(("general", name))
        if not isinstance(current, Catalogue):
            locale.translators["general", name] = Catalogue(strings, current)
    app.translator = locale.translators["general", "sphinx"]  # templates take this one


def translate_config(app, config):
    """Strings that an extension fixed as a default when it was loaded, before our catalogue was there."""
    config.togglebutton_hint, config.togglebutton_hint_hide = (
        TOGGLE["Click to show"],
        TOGGLE["Click to hide"],
    )


def translate_scripts(app, exception):
    if exception or app.builder.format != "html":
        return
    static = Path(app.outdir, "_static")
    # Sphinx's own Documentation.addTranslations() makes a function out of text, which the policy of a page forbids.
    messages = json.dumps(SCRIPT, ensure_ascii=False)
    _write(
        static / "translations.js",
        f'Object.assign(Documentation, {{ LOCALE: "ar", PLURAL_EXPR: () => 0, TRANSLATIONS: {messages} }});\n',
    )
    for name, old, new in LITERALS:
        path = static / name
        text = path.read_text("utf-8")
        if new not in text:
            if old not in text:
                raise ExtensionError(
                    f"_static/{name} no longer holds {old!r}: look what it says now and update strings.LITERALS"
                )
            _write(path, text.replace(old, new))


def _write(path, text):
    if not path.exists() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")


def arabic_numbers(app, env):
    """Let figure and table numbers print as ٣ and not 3, in captions and in references to them."""
    for types in env.toc_fignumbers.values():
        for numbers in types.values():
            numbers.update(
                {name: tuple(map(ArabicInt, number)) for name, number in numbers.items()}
            )
    return []


class ArabicInt(int):
    """An int that prints in Arabic-Indic digits."""

    def __str__(self):
        return int.__repr__(self).translate(DIGITS)


class ArabicFootnotes(SphinxPostTransform):
    """Number footnotes in the digits of the edition."""

    default_priority = 5

    def run(self, **_):
        for node in self.document.findall(
            lambda n: isinstance(n, (nodes.footnote_reference, nodes.label))
        ):
            text = node.astext()
            if text.isdigit():
                node.children = [nodes.Text(text.translate(DIGITS))]


def visit_hidden_code(self, node):
    """MyST-NB's own summary carries an English aria-label that hides the visible words from a screen reader."""
    self.body.append(f'<details class="admonition hide {" ".join(node["classes"])}">\n<summary>')
    for state in ("show", "hide"):
        shown = "collapsed" if state == "show" else "expanded"
        self.body.append(
            f'<p class="{shown} admonition-title">{escape(node["prompt_" + state])}</p>'
        )
    self.body.append("</summary>\n")


def setup(app):
    app.add_node(HideCodeCellNode, override=True, html=(visit_hidden_code, depart_HideCellInput))
    if app.config.language != "ar":
        return
    install(app)
    app.add_post_transform(ArabicFootnotes)
    app.connect("config-inited", install, priority=1)
    app.connect("config-inited", translate_config, priority=1)
    app.connect("builder-inited", install, priority=1)
    app.connect(
        "env-get-updated", arabic_numbers, priority=900
    )  # after Sphinx has numbered the figures
    app.connect("build-finished", translate_scripts, priority=800)
