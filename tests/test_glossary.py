"""A term is linked where a page first uses it in a sentence, in either language; nowhere else."""

import json
import shutil
import time

import pandas as pd
import pytest
from docutils import nodes
from docutils.core import publish_doctree
from tiny_book import (
    GOOD,
    contents,
    notebook,
    page,
    pair,
    write,
)

from masalih import data, validation
from masalih.book.pages import glossary
from masalih.book.site import build

TERMS = pd.DataFrame.from_records(
    [
        (
            "hmc",
            "اللجنة العسكرية العليا",
            "Higher Military Commission",
            ["لجنة عسكرية عليا"],
            [],
            "هيئة مشتركة.",
            "A joint body.",
        ),
        ("coalition", "التحالف الدولي", "the Coalition", ["التحالف"], [], "دول.", "States."),
        (
            "pmf",
            "الحشد الشعبي",
            "Popular Mobilization Forces",
            ["الحشد"],
            ["PMF"],
            "قوة.",
            "A force.",
        ),
        ("convoy", "قافلة", "convoy", ["القافلة", "قوافل"], ["convoys"], "حافلات.", "Buses."),
        ("claim", "تبنٍّ", "claim", ["التبنّي"], [], "قول.", "Words."),
        ("prices", "أسعار 2020", "prices of 2020", [], [], "سنة واحدة.", "One year."),
        ("isis", "داعش", "ISIS", [], [], "", ""),
    ],
    columns=["id", "ar", "en", "also_ar", "also_en", "definition_ar", "definition_en"],
    index="id",
)


def linked(text, language="en", terms=TERMS):
    """The terms linked in a page (reStructuredText): [(id, the words that carry the link)]."""
    document = publish_doctree(text)
    before = document.astext()
    glossary.link_terms(document, terms, language, "terms.html")
    assert document.astext() == before, "links must not change a letter"
    links = [link for link in document.findall(nodes.reference) if "term" in link["classes"]]
    assert all(
        link["reftitle"]
        == terms.at[link["refuri"].removeprefix("terms.html#term-"), f"definition_{language}"]
        for link in links
    )
    return [(link["refuri"].removeprefix("terms.html#term-"), link.astext()) for link in links]


# ---------------------------------------------------------------- which words


@pytest.mark.parametrize(
    "text, found",
    [
        ("One convoy, a second convoy and more convoys.", [("convoy", "convoy")]),
        ("Convoys left.\n\nAnother convoy.", [("convoy", "Convoys")]),
        ("The PMF is the Popular Mobilization Forces.", [("pmf", "PMF")]),
        ("The Coalition and the convoy", [("coalition", "Coalition"), ("convoy", "convoy")]),
        ("The Higher Military\nCommission met.", [("hmc", "Higher Military\nCommission")]),
        ("in *prices of 2020* and **claim**", [("prices", "prices of 2020"), ("claim", "claim")]),
        # Not whole, not the same word, not defined, not known:
        ("convoyed, reconvoy, disclaimed, PMFs, pmf, Pmf, higher military commission", []),
        ("Coalition-led and non-Coalition", []),
        ("ISIS and the Moon", []),
        ("", []),
    ],
)
def test_english_forms(text, found):
    assert linked(text) == found


@pytest.mark.parametrize(
    "text, found",
    [
        ("وصلت قافلة ثم قوافل ثم القافلة", [("convoy", "قافلة")]),
        ("أعلن التحالف الدولي ثم التحالف", [("coalition", "التحالف الدولي")]),
        *[
            (f"قيل {word} أمس", [("coalition", word)])
            for word in (
                "والتحالف",
                "فالتحالف",
                "بالتحالف",
                "كالتحالف",
                "للتحالف",
                "وللتحالف",
                "فبالتحالف",
            )
        ],
        *[
            (f"قيل {word} أمس", [("hmc", word)])
            for word in (
                "للجنة العسكرية العليا",
                "واللجنة العسكرية العليا",
                "بلجنة عسكرية عليا",
                "ولِلجنة العسكرية العليا",
            )
        ],
        ("لقافلةٍ وقَافِلة", [("convoy", "لقافلةٍ")]),
        ("من التبنّي إلى التبني", [("claim", "التبنّي")]),
        ("من التبني", [("claim", "التبني")]),
        ("بأسعار ٢٠٢٠ لا بأسعار ٢٠٢٤", [("prices", "بأسعار ٢٠٢٠")]),
        ("«الحشد» و«قافلة»", [("pmf", "الحشد"), ("convoy", "قافلة")]),
        # Not whole, not defined:
        ("قافلتان وقوافلهم والحشدان والتحالفات والمتحالف والتحــالف", []),
        ("داعش واللجنة العسكرية وحدها", []),
    ],
)
def test_arabic_forms(text, found):
    assert linked(text, "ar") == found


def test_the_longest_form_wins_over_a_part_of_it():
    both = pd.concat(
        [
            TERMS,
            TERMS.loc[["convoy"]]
            .rename({"convoy": "ledger"})
            .assign(en="convoy ledger", also_en=[[]]),
        ]
    )
    assert linked("The convoy ledger, then a convoy.", terms=both) == [
        ("ledger", "convoy ledger"),
        ("convoy", "convoy"),
    ]


# ---------------------------------------------------------------- which places

PLACES = """
A convoy of ISIS
================

``convoy`` and `a convoy <https://example.org>`_ and :sub:`convoy`

.. figure:: x.png

   A convoy in a caption.

   A convoy in a legend.

=======  ======
convoy   claim
=======  ======
convoy   claim
=======  ======

.. container:: cell

   A convoy printed by a cell.

.. raw:: html

   <p>convoy</p>

::

   convoy

convoy
  A definition{here}.

"""


def test_no_link_in_headings_code_links_figures_tables_cells_and_raw_pieces():
    assert linked(PLACES.replace("{here}", "")) == []
    assert linked(PLACES.replace("{here}", " of a convoy")) == [("convoy", "convoy")]


@pytest.mark.parametrize(
    "text",
    [
        "* a convoy",
        "1. a convoy",
        ".. note:: a convoy",
        "    a convoy",
        "x\n  a convoy",
        "Head\n====\n\na convoy",
    ],
)
def test_links_in_every_kind_of_running_text(text):
    assert linked(text) == [("convoy", "convoy")]


# ---------------------------------------------------------------- the real terms and a real build


def test_the_real_forms_are_found_in_their_own_spelling():
    for language in ("ar", "en"):
        forms = glossary.forms_of(data.terms(), language)
        assert len(set(forms.values())) == (data.terms()[f"definition_{language}"] != "").sum() > 40
        for form, id in forms.items():
            assert [
                use[2] for use in next(glossary.first_uses([f"x {form}."], forms, language))
            ] == [id], form


TERMS_PAGE = "# {}\n\n```{{catalogue}} glossary\n```\n"


def test_pages_follow_the_definitions(tiny, monkeypatch):
    shutil.copytree(validation.root(), tiny / "data", dirs_exist_ok=True)
    monkeypatch.setenv("MASALIH_DATA", str(tiny / "data"))
    write(
        tiny,
        "notebooks/x.ipynb",
        json.dumps(
            notebook(
                *GOOD["cells"],
                *pair("اجتمعت اللجنة العسكرية العليا.", "The Higher Military Commission met."),
            )
        ),
    )
    for language, title, line in (
        ("ar", "المصطلحات", "وعد للجنة العسكرية العليا."),
        ("en", "Terms", "A Higher Military Commission."),
    ):
        write(tiny, f"book/{language}/reference/terms.md", TERMS_PAGE.format(title))
        write(tiny, f"book/{language}/index.md", f"(home)=\n# Home\n\n{line} {{ref}}`ch`\n")
        contents(tiny, language, "notebooks/x", f"book/{language}/reference/terms")
    build.build(tiny)
    for edition, word in (("ar", "اللجنة العسكرية العليا"), ("en", "Higher Military Commission")):
        chapter, terms = (
            page(tiny, edition=edition),
            page(tiny, f"book/{edition}/reference/terms", edition),
        )
        assert (
            chapter.count("#term-hmc") == 1
            and f'href="../book/{edition}/reference/terms.html#term-hmc"' in chapter
            and f">{word}</a>" in chapter
        )
        assert (
            terms.count('id="term-hmc"') == 1
            and 'href="#term-' not in terms
            and 'class="term ' not in terms
        )
    assert ">للجنة العسكرية العليا</a>" in page(tiny, "book/ar/index")

    time.sleep(1.1)  # Sphinx compares times of whole seconds on some file systems
    table = tiny / "data" / "terms.csv"
    table.write_text(
        table.read_text("utf-8").replace(data.terms().at["hmc", "definition_ar"], "تعريف جديد."),
        "utf-8",
    )
    build.build(tiny, ["ar"])
    assert all(
        'title="تعريف جديد."' in page(tiny, name) for name in ("book/ar/index", "notebooks/x")
    )
