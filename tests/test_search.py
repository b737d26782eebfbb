"""The search box: what readers type finds the page of the answer, and shows the words in it."""

import functools
import json
import re

import pytest

from masalih.book.search import index, stemmer

ISIS, CAPACITY, ALHOL, F16, IRAN = (
    f"notebooks/{name}" for name in ("02-isis", "03-capacity", "04-alhol", "05-f16", "06-iran")
)
DIALOGUE, PRIORITY, BALANCE = (
    "notebooks/01-dialogue",
    "notebooks/07-priority",
    "notebooks/08-balance",
)
FIRST = 3  # the expected page is among so many first results
# What is typed: the pages of which one must be among the first. The spellings that a plain index
# misses come first.
QUERIES = {
    "ar": {
        "الامنية": (DIALOGUE, ISIS),
        "السياسة": (DIALOGUE, PRIORITY),
        "التدريب": (CAPACITY,),
        "التَّدْرِيب": (CAPACITY,),
        "العراقيه": (ALHOL, CAPACITY),
        "2014": (ISIS,),
        "٢٠١٤": (ISIS,),
        "دافع": (BALANCE,),
        "الدوافع": (BALANCE,),
        "أسلحة": (F16,),
        "سلاح": (F16,),
        "مستشفي": (),
        "العـــراقية": (ALHOL, CAPACITY),
        "السياسات": (DIALOGUE, PRIORITY, IRAN),
        "داعش": (ISIS,),
        "لداعش": (ISIS,),
        "قوات": (ISIS, PRIORITY),
        "والقوات": (ISIS, PRIORITY),
        "بالقوات": (ISIS, PRIORITY),
        "فصيل": (IRAN,),
        "الفصائل": (IRAN,),
        "قافلة": (ALHOL,),
        "قوافل": (ALHOL,),
        "مخيمات": (ALHOL,),
        "المخيم": (ALHOL,),
        "ضربة": (IRAN, ISIS),
        "الضربات": (IRAN, ISIS),
        "هجوم": (IRAN,),
        "هجمات": (IRAN,),
        "قرض": (CAPACITY,),
        "قروضا": (CAPACITY,),
        "منحة": (CAPACITY,),
        "صاروخ": (F16,),
        "صواريخ": (F16,),
        "جندي": (ISIS, IRAN, PRIORITY),
        "جنود": (ISIS, IRAN, PRIORITY),
        "حوارات": (DIALOGUE,),
        "الحوار": (DIALOGUE,),
        "بيشمركه": (CAPACITY,),
        "F-16": (F16,),
        "f16": (F16,),
        "إف-16": (F16,),
        "إف-١٦": (F16,),
        "اف 16": (F16,),
        "DSCA": ("book/ar/reference/terms", "notebooks/03-capacity"),
        "AIM-120": (F16,),
        "عودة العراقيين من الهول": (ALHOL,),
        "مخيم الهول": (ALHOL,),
        "الأولوية الأمريكية": (PRIORITY,),
        "ايران": (IRAN,),
        # Digits and letters of neighbours' keyboards.
        "۲۰۱۴": (ISIS,),
        "۲٬۵۰۰": (ISIS,),
        "إف ۱۶": (F16,),
        "ایران": (IRAN,),
        "البیشمرکه": (CAPACITY,),
        "پیشمرگة": (CAPACITY,),
        "أمیرکا": (PRIORITY,),
        "هيأة الحشد": (IRAN,),
    },
    "en": {
        "ISIS": (ISIS,),
        "isis": (ISIS,),
        "strike": (IRAN, ISIS),
        "strikes": (IRAN, ISIS),
        "striking": (IRAN, ISIS),
        "struck": (IRAN, ISIS),
        "2014": (ISIS,),
        "٢٠١٤": (ISIS,),
        "troops": (ISIS, PRIORITY),
        "TROOP": (ISIS, PRIORITY),
        "al-Hol": (ALHOL,),
        "al hol camp": (ALHOL,),
        "F-16": (F16,),
        "f16s": (F16,),
        "AIM-120": (F16,),
        "loan": (CAPACITY,),
        "loans": (CAPACITY,),
        "peshmerga": (CAPACITY,),
        "motive": (BALANCE,),
        "counter-terrorism": (CAPACITY, DIALOGUE),
        "the return from al-Hol": (ALHOL,),
    },
}
FIRST_OF_ALL = {  # what is typed: the page that must come first
    "ar": {"داعش": ISIS, "إيران": IRAN, "الهول": ALHOL, "سلاح": F16, "البيشمركة": CAPACITY},
    "en": {"Iran": IRAN, "al-Hol": ALHOL, "dialogue": DIALOGUE, "motives": BALANCE},
}
# Typed into the box itself, with all that it shows; the day types these.
DAY = {"ar": ["لداعش"], "en": ["striking"]}
TYPED = [
    pytest.param(edition, query, id=f"{'' if query in DAY[edition] else 'rest-'}{edition}-{query}")
    for edition in QUERIES
    for query in QUERIES[edition]
]
NONE = {"ar": ["زقزقةعصفور", "!!!"], "en": ["xyzzy", "🙂"]}
ODD = [
    '"',
    "'",
    "(",
    "[a-",
    "\\",
    "*+?",
    "🙂🙂",
    "من في",
    "the of",
    "constructor __proto__",
    "ا",
    "%",
    "<b>x</b>",
    "داعش " * 500,
    "-داعش",
]
ODD_DAY = ["<b>x</b>", "constructor __proto__", "%"]  # those a page could take for its own


@pytest.mark.parametrize(
    "forms",
    [
        "الأمنية الامنية الأمنيّة",
        "العراقية العراقيه عراقية العـــراقية",
        "مستشفى مستشفي مستشفيات المستشفى",
        "٢٠١٤ 2014 ۲۰۱۴",
        "حكومة حکومة حكومه حکومه",
        "البيشمركة البیشمرگة البيشمرکه",
        "مسؤول مسئول مسوول",
        "شؤون شئون",
        "هيئة هيأة",
        "شيء شئ شیء",
        "مئة مائة",
        "بمئتي بمائتي",
        "٢٬٥٠٠ 2,500",
        "القوات قوات قوة والقوات للقوات بالقوات قوتها",
        "سلاح أسلحة الأسلحة",
        "فصيل فصائل الفصائل",
        "قافلة قوافل",
        "ضربة ضربات ضربتان",
        "هجوم هجمات هجمة",
        "عملية عمليات",
        "دافع دوافع الدوافع",
        "سياسة سياسات سياسته",
        "قرض قروض قروضا",
        "منحة منح",
        "صاروخ صواريخ",
        "مخيم مخيمات",
        "جندي جنود",
        "حوار حوارات",
        "وزارة الوزارة وزارات",
        "قانون قوانين",
        "وكالة وكالات الوكالات",
        "F-16 إف-16 إف-١٦ f16 بإف-16",
        "AIM-120 AIM120 aim-١٢٠",
        "strike strikes striking struck",
        "operations operation",
        "U.S. US",
        "al-Hol Hol",
    ],
)
def test_the_forms_of_a_word_are_one(forms):
    found = {tuple(map(stemmer.stem, stemmer.split(form))) for form in forms.split()}
    assert len(found) == 1 and found != {()}, found


@pytest.mark.parametrize(
    "one, other",
    [("قوات", "قانون"), ("بيان", "بيت"), ("إلغاء", "غاء"), ("وفيات", "في"), ("مدينة", "مدى")],
)
def test_different_words_stay_apart(one, other):
    assert stemmer.stem(*stemmer.split(one)) != stemmer.stem(*stemmer.split(other))


def test_a_page_is_read_by_sections():
    page = """<nav>x</nav>
        <section id="a"><h1>One<a class="headerlink">#</a></h1><p>some <b>t</b>ext</p>
        <pre>code</pre><details class="chart-data"><details>7</details>8</details>
        <section id="b"><h2>Two</h2><td>3</td><td>4</td></section><p>end</p></section>"""
    assert index.sections(page) == [
        ["a", "One", ["end", "one", "some", "text"]],
        ["b", "Two", ["3", "4", "two"]],
    ]
    assert index.index({"p": index.sections(page)})["terms"]["text"] == "a"
    assert list(map(index.letters, (0, 25, 26, 27, 676))) == ["a", "z", "Ba", "Bb", "BAa"]


# ---------------------------------------------------------------- the real box, in a real page


@pytest.fixture(scope="module")
def box(browser, url):
    """box(edition, query) → {results: [[link, title, all as HTML]], summary, direction}.

    It is typed on the edition's search page; one tab an edition.
    """
    tabs = {}

    def ask(edition, query):
        if edition not in tabs:
            tabs[edition] = browser.new_context(viewport={"width": 1300, "height": 2000}).new_page()
            tabs[edition].complaints = []
            tabs[edition].on("pageerror", lambda error: tabs[edition].complaints.append(str(error)))
            tabs[edition].on(
                "console",
                lambda message: (
                    tabs[edition].complaints.append(message.text)
                    if message.type == "error"
                    else None
                ),
            )
            tabs[edition].goto(f"{url}{edition}/search.html")
        tab = tabs[edition]
        field = tab.locator(".bd-search-container input[name=q]")
        field.fill(query)
        with tab.expect_navigation():
            field.press("Enter")
        tab.wait_for_function("() => document.querySelector('.search-summary')?.innerText")
        tab.wait_for_function(
            """n => [...document.querySelectorAll('.search .context')].slice(0, n)
                .every(p => !p.ariaBusy)""",
            arg=FIRST,
        )
        assert tab.complaints == []
        return tab.evaluate("""() => ({
            summary: document.querySelector('.search-summary').innerText,
            direction: getComputedStyle(document.querySelector('ul.search')).direction,
            results: [...document.querySelectorAll('ul.search li')].map(li => [
                li.firstChild.getAttribute('href'), li.firstChild.textContent, li.innerHTML])})""")

    yield ask
    for tab in tabs.values():
        tab.context.close()


def test_the_table_is_long_enough():
    assert len(QUERIES["ar"]) >= 30 and len(QUERIES["en"]) >= 10


@pytest.fixture(scope="module")
def ranked(browser, url):
    """ranked(edition, query) → the pages found, best first, as the search page ranks them."""

    @functools.cache
    def ranks(edition):
        page = browser.new_page()
        page.goto(f"{url}{edition}/search.html")
        page.wait_for_function("() => Search._index")
        asked = [*QUERIES[edition], *FIRST_OF_ALL[edition], *ODD, "وزرا", "وزراء"]
        found = page.evaluate(
            "asked => asked.map(q => rank(Search._index, q).map(r => r.section.page))", asked
        )
        page.close()
        return dict(zip(asked, found, strict=True))

    return lambda edition, query: ranks(edition)[query]


@pytest.mark.parametrize(
    "edition, query", [(edition, query) for edition in QUERIES for query in QUERIES[edition]]
)
def test_the_page_is_among_the_first(ranked, edition, query):
    expected, first = QUERIES[edition][query], ranked(edition, query)[:FIRST]
    assert set(first) & set(expected) or (not expected and not first), first


@pytest.mark.parametrize("edition, query", TYPED)
def test_what_is_typed_is_found_and_marked(box, edition, query):
    """Each result marks the words, whatever their spelling."""
    expected, found = QUERIES[edition][query], box(edition, query)
    first = [href.split(".html")[0] for href, *_ in found["results"][:FIRST]]
    assert set(first) & set(expected) or (not expected and not first), first
    assert all("<mark>" in html for *_, html in found["results"][:FIRST])
    assert found["direction"] == ("rtl" if edition == "ar" else "ltr")
    if edition == "ar":
        assert not re.search("[0-9A-Za-z]", found["summary"])


@pytest.mark.parametrize(
    "edition, query", [(edition, query) for edition in NONE for query in NONE[edition]]
)
def test_nothing_found_is_said(box, edition, query):
    found = box(edition, query)
    assert found["results"] == [] and len(found["summary"]) > 20


def test_the_last_hamza_may_be_left_out(ranked):
    assert ranked("ar", "وزرا") == ranked("ar", "وزراء") != []


@pytest.mark.parametrize("query", ODD)
def test_odd_queries_do_no_harm(ranked, query):
    assert ranked("ar", query) is not None


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(query, id=f"{'' if query in ODD_DAY else 'rest-'}{number}")
        for number, query in enumerate(ODD)
    ],
)
def test_odd_queries_are_answered_in_the_box(box, query):
    assert box("ar", query)["summary"]


@pytest.mark.parametrize(
    "edition, query", [(edition, query) for edition in QUERIES for query in FIRST_OF_ALL[edition]]
)
def test_the_chapter_of_a_name_comes_first(ranked, edition, query):
    """A title over a heading, a heading over a sentence, a chapter over the reference."""
    assert ranked(edition, query)[0] == FIRST_OF_ALL[edition][query]


def test_the_typed_form_comes_before_its_kin(box):
    """A section named with the word itself comes before one named with another form of it."""
    hrefs = {query: box("en", query)["results"][0][1] for query in ("strike", "strikes")}
    assert re.search(r"\bstrike\b", hrefs["strike"]) and re.search(
        r"\bstrikes\b", hrefs["strikes"], re.IGNORECASE
    ), hrefs
    assert (
        "<mark>قوافل</mark>" in box("ar", "قوافل")["results"][0][2]
        and "<mark>قافلة</mark>" in box("ar", "قافلة")["results"][0][2]
    )


def test_a_result_opens_at_its_words(box, browser, url):
    """The link names a section that exists, and the words by which the browser marks the place."""
    href = box("ar", "قوافل")["results"][0][0]
    anchor = re.search(r"#([\w-]+):~:text=.*%D9%82%D9%88%D8%A7%D9%81%D9%84", href)
    page = browser.new_page()
    page.goto(f"{url}ar/{href}")
    assert anchor and page.locator(f"section#{anchor[1]}").count() == 1
    assert page.locator(".highlighted").count() == 0 and not page.evaluate(
        "localStorage.getItem('sphinx_highlight_terms')"
    )
    page.close()


@pytest.mark.parametrize("edition", ["ar", "en"])
def test_python_and_the_browser_know_the_same_words(browser, url, site, edition):
    """Every word of the book has the same stem in both, and every text the same words."""
    packed = json.loads(
        (site / edition / index.INDEX)
        .read_text("utf-8")
        .removeprefix("Search.setIndex(")
        .rstrip()
        .removesuffix(")")
    )
    texts = [heading for _, parts in packed["pages"] for _, heading in parts] + [
        "F-16C، وبإف-١٦ U.S. 2,500 التَّدْرِيب Türkiye ﻻ أُسَر",
        *ODD,
    ]
    words = [
        word
        for stem, forms in packed["terms"].items()
        for word in ([stem] if isinstance(forms, str) else forms)
    ]
    page = browser.new_page()
    page.goto(f"{url}{edition}/search.html")
    stems, split = page.evaluate(
        "([words, texts]) => [words.map(Words.stem), texts.map(Words.split)]", [words, texts]
    )
    page.close()
    assert len(words) > 3000
    assert [
        (word, got) for word, got in zip(words, stems, strict=True) if got != stemmer.stem(word)
    ] == []
    assert split == [stemmer.split(text) for text in texts]


def test_opened_as_a_file_it_still_finds(browser, site):
    page = browser.new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda request: (
            complaints.append(request.url) if request.resource_type in ("fetch", "xhr") else None
        ),
    )
    page.goto((site / "ar/search.html").as_uri() + "?q=قوافل")
    page.wait_for_function("() => document.querySelector('.search-summary')?.innerText")
    assert (
        page.locator(f'ul.search a[href^="{ALHOL}"]').count() == 1
        and page.locator(".context").count() == 0
    )
    assert complaints == []
    page.close()


@pytest.mark.parametrize("edition, most", [("ar", 650_000), ("en", 500_000)])
def test_the_index_stays_small(site, edition, most):
    assert (site / edition / index.INDEX).stat().st_size < most and not (
        site / edition / "searchindex.js"
    ).exists()
