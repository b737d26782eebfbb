"""The book's machinery without a browser: editions, twins, mirrored CSS, strings, builds that fail.

A build that fails says where.
"""

import copy
import json
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from tiny_book import (
    GOOD,
    code,
    contents,
    faults_of,
    notebook,
    page,
    pair,
    tell,
    write,
)

from masalih import confirm, validation
from masalih.book.base import addresses, config, fingerprint
from masalih.book.editions import notebooks, rtl, twins
from masalih.book.editions.notebooks import for_download, for_sphinx, keep_language, unwrap
from masalih.book.pages import metadata
from masalih.book.site import build, serve


def check_notebook(tmp_path, content):
    path = tmp_path / "notebooks" / "x.ipynb"
    path.parent.mkdir(exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return twins.notebook(path, tmp_path)


# ---------------------------------------------------------------- editions


def test_an_edition_keeps_its_own_cells_and_the_code():
    kept = keep_language(GOOD, "en")["cells"]
    assert [cell["source"] for cell in kept] == [
        "(ch)=\n# Chapter",
        "n = 5",
        "The number {eval}`n`.",
    ]
    assert len(GOOD["cells"]) == 5, "the notebook itself must stay whole"


def test_cells_keep_the_number_they_have_in_the_file():
    assert [cell["metadata"]["cell_number"] for cell in for_sphinx(GOOD, "en")["cells"]] == [
        2,
        3,
        5,
    ]


@pytest.mark.parametrize(
    "wrapped", ['<div dir="rtl">\n\nنصّ\n\n</div>', '<div dir="rtl" lang="ar">\nنصّ\n</div>\n']
)
def test_the_wrapper_for_jupyter_goes_and_the_lines_stay(wrapped):
    plain = unwrap(wrapped)
    assert plain.strip() == "نصّ"
    assert plain.split("\n").index("نصّ") == wrapped.split("\n").index("نصّ")


def test_a_download_is_wrapped_and_has_no_outputs():
    dirty = copy.deepcopy(GOOD)
    dirty["cells"][2]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "old"}]
    cells = for_download(dirty, "ar")["cells"]
    assert cells[0]["source"].startswith('<div dir="rtl">') and cells[1]["outputs"] == []
    assert dirty["cells"][2]["outputs"], "the given notebook must not be changed"


def test_twin_pages():
    assert notebooks.twin_page("book/ar/method", "ar") == "book/en/method"
    assert notebooks.twin_page("notebooks/02-isis", "en") == "notebooks/02-isis"


# ---------------------------------------------------------------- twins


def test_a_good_notebook_has_no_faults(tmp_path):
    assert check_notebook(tmp_path, GOOD) == []


def without(index):
    damaged = copy.deepcopy(GOOD)
    del damaged["cells"][index]
    return damaged


def changed(index, old, new):
    damaged = copy.deepcopy(GOOD)
    damaged["cells"][index]["source"] = damaged["cells"][index]["source"].replace(old, new)
    return damaged


def retagged(index, tags):
    damaged = copy.deepcopy(GOOD)
    damaged["cells"][index]["metadata"] = {"tags": tags}
    return damaged


DAMAGED = {
    "English passage gone": (without(4), "cell 4: its English twin is missing"),
    "English passage gone, code follows": (without(1), "cell 1: its English twin is missing"),
    "Arabic passage gone": (without(0), "cell 1: its Arabic twin is missing"),
    "another heading level": (
        changed(1, "# Chapter", "## Chapter"),
        "headings: number 1 is “level 1” in the Arabic but “level 2”",
    ),
    "heading gone": (
        changed(1, "# Chapter", "Chapter"),
        "headings: number 1 is “level 1” in the Arabic but nothing",
    ),
    "another label": (changed(0, "(ch)=", "(chapter)="), "labels"),
    "another exercise": (
        changed(4, "The number", ":::{exercise} One\n:label: ex-x-1\n:::\n\nThe number"),
        "labels: number 1 is nothing in the Arabic but “ex-x-1”",
    ),
    "another inline value": (changed(4, "`n`", "`m`"), "inline values: n only in the Arabic"),
    "inline value gone": (changed(3, "{eval}`n`", "٥"), "inline values: n only in the English"),
    "reference gone": (
        changed(4, "number", "number in {numref}`fig-x`"),
        "references: fig-x only in the English",
    ),
    "reference with a title": (
        changed(3, "العدد", "العدد {ref}`هنا <sec-a>`"),
        "references: sec-a only in the Arabic",
    ),
    "citation gone": (
        changed(4, "number", "number {cite}`ucdp`"),
        "citations: ucdp only in the English",
    ),
    "another link": (
        changed(4, "number", "[number](https://example.org/a)"),
        "links: https://example.org/a only in the English",
    ),
    "another claim": (changed(3, "العدد", "الادعاء C07 والعدد"), "claims: C07 only in the Arabic"),
    "footnote in one language": (
        changed(4, "number", "number[^one]"),
        "footnotes: one only in the English",
    ),
    "note in one language": (
        changed(4, "The number", ":::{note}\nA note.\n:::\n\nThe number"),
        "blocks: number 1 is nothing in the Arabic but “{note}”",
    ),
    "no language": (retagged(4, []), "cell 5: this passage has neither tag"),
    "both languages": (retagged(0, ["lang-ar", "lang-en"]), "cell 1: this passage has both tags"),
    "code of one language": (retagged(2, ["lang-ar"]), "cell 3: a code cell is shared"),
    "wrapper gone": (changed(0, '<div dir="rtl">', ""), "cell 1: wrap the Arabic passage"),
    "wrapper not closed": (changed(0, "</div>", ""), "cell 1: wrap the Arabic passage"),
    "not JSON": (json.dumps(GOOD)[:-40], "not a notebook"),
    "no cells": ({"nbformat": 4, "metadata": {}}, "not a notebook of format 4"),
    "a cell without a type": ({**GOOD, "cells": [{"source": "x"}]}, "not a notebook of format 4"),
    "a list": ([], "not a notebook of format 4"),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_a_damaged_notebook_names_its_fault(tmp_path, case):
    content, expected = DAMAGED[case]
    faults = check_notebook(tmp_path, content)
    assert any(expected in fault for fault in faults), faults
    assert all(fault.startswith("notebooks/x.ipynb: ") and "\n" not in fault for fault in faults)


def test_code_shown_in_a_passage_is_not_taken_for_references():
    assert (
        twins.compare(
            "شيفرة `{eval}` و``(x)=``\n```\n# not a heading\n(no)=\n```",
            "Code `{eval}` and ``(x)=``\n```\n# something else\n```",
        )
        == []
    )


def test_passages_are_read_as_the_build_reads_them(root):
    """Headings with a line under them, directives in a list, links by reference; no comment."""
    text = (
        "Title\n=====\n\n<!-- {eval}`n` -->\n\n10. One\n\n"
        "    ```{note}\n    See [it][a].\n    ```\n\n"
        "[a]: https://example.org/a\n"
    )
    found = {what: list(items) for what, items in twins.parts(text).items() if items}
    assert found == {"headings": ["level 1"], "blocks": ["{note}"]} | {
        "links": ["https://example.org/a"]
    }
    parse = config.read(root, "ar")["parse"]
    assert set(parse["myst_enable_extensions"]) == twins.EXTENSIONS


def test_prose_pages_and_tables_of_contents(tmp_path):
    for language in ("ar", "en"):
        (tmp_path / "book" / language).mkdir(parents=True)
        (tmp_path / "book" / language / "index.md").write_text("# x\n", "utf-8")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: book/ar/index\n", "utf-8")
    (tmp_path / "_toc.en.yml").write_text("format: jb-book\nroot: book/en/index\n", "utf-8")
    assert twins.check(tmp_path) == []
    (tmp_path / "book/ar/method.md").write_text("# x\n", "utf-8")
    assert twins.check(tmp_path) == ["book/ar/method.md: its twin book/en/method.md is missing"]
    (tmp_path / "book/en/method.md").write_text("# x\n\n## more\n", "utf-8")
    assert "book/ar/method.md, book/en/method.md: headings: number 2" in twins.check(tmp_path)[0]
    (tmp_path / "book/en/method.md").write_text("# x\n", "utf-8")
    with (tmp_path / "_toc.yml").open("a") as toc:
        toc.write("chapters:\n- file: book/ar/method\n")
    assert twins.check(tmp_path) == ["_toc.en.yml: the page book/ar/method has no twin entry here"]
    (tmp_path / "book/ar/method.md").unlink()
    (tmp_path / "book/en/method.md").unlink()
    assert "_toc.yml: the page book/ar/method does not exist" in twins.check(tmp_path)
    (tmp_path / "_toc.en.yml").unlink()
    assert "_toc.en.yml: the file is missing" in twins.check(tmp_path)


def test_the_book_itself_has_its_twins(root):
    assert twins.check(root) == []


# ---------------------------------------------------------------- mirrored CSS

CSS = {
    "a{margin-left:1px}": "a{margin-inline-start:1px}",
    "a{left:0;right:auto}": "a{inset-inline-start:0;inset-inline-end:auto}",
    "a{margin:1px 2px 3px 4px!important}": (
        "a{margin-block:1px 3px!important;margin-inline:4px 2px!important}"
    ),
    "a{padding:0 calc(1px + 2px) 0 var(--x, 3px)}": (
        "a{padding-block:0 0;padding-inline:var(--x, 3px) calc(1px + 2px)}"
    ),
    "a{margin:1px 2px}": "a{margin:1px 2px}",
    "a{border-left:1px solid;border-top-left-radius:2px}": (
        "a{border-inline-start:1px solid;border-start-start-radius:2px}"
    ),
    "a{border-radius:1px 2px 3px 4px}": (
        "a{border-start-start-radius:1px;border-start-end-radius:2px;"
        "border-end-end-radius:3px;border-end-start-radius:4px}"
    ),
    "a{text-align:right;float:left}": "a{text-align:end;float:inline-start}",
    "a{transition:margin-left .2s}": "a{transition:margin-inline-start .2s}",
    "@media (min-width:1px){a:hover{right:0}}": (
        "@media (min-width:1px){a:hover{inset-inline-end:0}}"
    ),
    # What takes a parser to read:
    "a{padding:0 calc(1px + (2px * (3 + (4)))) 0 1px}": (
        "a{padding-block:0 0;padding-inline:1px calc(1px + (2px * (3 + (4))))}"
    ),
    "a{margin:1px 2px 3px 4px/* x */}": "a{margin-block:1px 3px;margin-inline:4px 2px}",
    "a{&:hover{left:1px}left:2px": "a{&:hover{inset-inline-start:1px}inset-inline-start:2px",
    # What only looks like a side:
    ".left{color:red}.border-left a:hover{color:red}": (
        ".left{color:red}.border-left a:hover{color:red}"
    ),
    "/* left: 1px; */a{--x-left:1px}": "/* left: 1px; */a{--x-left:1px}",
    'a{content:"; left: 0;"}': 'a{content:"; left: 0;"}',
    'a{background:url("data:image/svg+xml;charset=utf8,%3C left:0;%3E");left:1px}': (
        'a{background:url("data:image/svg+xml;charset=utf8,%3C left:0;%3E");inset-inline-start:1px}'
    ),
    "a{transform-origin:left top}": "a{transform-origin:left top}",
}


@pytest.mark.parametrize("css", CSS)
def test_left_and_right_become_start_and_end(css):
    assert rtl.logical(css) == CSS[css]
    assert rtl.logical(CSS[css]) == CSS[css], "mirroring twice must not mirror back"


def test_no_side_is_left_in_the_themes(tmp_path):
    import pydata_sphinx_theme
    import sphinx_book_theme

    side = re.compile(
        r"[{;](?:margin|padding|border)?-?(?:left|right)(?:-width|-color|-style)?:|(?:text-align|float):(?:left|right)"
    )
    for module in (pydata_sphinx_theme, sphinx_book_theme):
        for path in Path(module.__file__).parent.rglob("*.css"):
            assert not side.findall(rtl.logical(path.read_text("utf-8"))), path.name


# ---------------------------------------------------------------- builds of a tiny book


READS = """from masalih import data
n = int(data.observations("isis_attacks_iraq_joc").set_index("id").value["isis-001"])
m = n + 1000
if type(get_ipython()).__name__ == "ZMQInteractiveShell":  # not when it is run again
    open("../ran", "a").write(".")
"""


def test_a_small_change_rebuilds_what_it_touches(tiny, capfd):
    tell(tiny, READS)

    def ran():
        return len((tiny / "ran").read_text())

    build.build(tiny)
    assert ran() == 2 and "العدد" in page(tiny) and "The number" in page(tiny, edition="en")
    assert "The number" not in page(tiny) and "العدد" not in page(tiny, edition="en")
    assert (tiny / "_build/site/index.html").is_file()
    assert "notebooks/x" in capfd.readouterr().out, "a progress line a page"

    before = {
        p: p.stat().st_mtime_ns
        for p in (tiny / "_build/site").rglob("*")
        if p.is_file() and p.name != "index.html"
    }
    build.build(tiny, ["ar"])
    assert ran() == 2, "nothing changed, so nothing runs"
    assert {p for p, t in before.items() if p.stat().st_mtime_ns != t} == set(), (
        "nor is any file copied again"
    )

    time.sleep(1.1)  # Sphinx compares times of whole seconds on some file systems
    write(tiny, "book/ar/index.md", "(home)=\n# كتاب\n\nجملة جديدة {ref}`ch`\n")
    write(tiny, "book/assets/book.css", "p { left: 1px }\n")
    build.build(tiny, ["ar"])
    assert ran() == 2 and "جملة جديدة" in page(tiny, "book/ar/index")
    bundles = [p.read_text("utf-8") for p in (tiny / "_build/site/ar/_static").glob("css-*.css")]
    assert sum("p{inset-inline-start: 1px}" in bundle for bundle in bundles) == 1, (
        "the new stylesheet, turned"
    )
    assert len(bundles) == 2, "the old is gone: one of fonts, one of all else"

    shutil.move(tiny / "book/ar/index.md", tiny / "book/ar/home.md")
    shutil.move(tiny / "book/en/index.md", tiny / "book/en/home.md")
    for name in ("_toc.yml", "_toc.en.yml"):
        write(tiny, name, (tiny / name).read_text("utf-8").replace("/index", "/home"))
    build.build(tiny, ["ar"])
    assert not (tiny / "_build/site/ar/book/ar/index.html").exists(), (
        "a page that is gone must not stay in the site"
    )


def test_a_notebook_runs_only_when_its_code_or_its_data_change(tiny, root, monkeypatch):
    shutil.copytree(root / "data", tiny / "data", dirs_exist_ok=True)
    monkeypatch.setenv("MASALIH_DATA", str(tiny / "data"))

    def ran():
        return len((tiny / "ran").read_text())

    def build_after(change, *, runs, shows):
        before = ran() if (tiny / "ran").exists() else 0
        change()
        build.build(tiny, ["en"])
        assert (ran() - before, re.sub("<.*?>", "", page(tiny, edition="en")).count(shows)) == (
            runs,
            1,
        ), shows

    def edit(id, old, new):
        path = tiny / "data/observations/isis.csv"
        rows = path.read_text("utf-8").splitlines(keepends=True)
        edited = [row.replace(old, new, 1) if row.startswith(f"{id},") else row for row in rows]
        assert sum(a != b for a, b in zip(rows, edited, strict=True)) == 1
        path.write_text("".join(edited), "utf-8")
        confirm.confirm(validation.Package(tiny / "data"), [id])

    build_after(lambda: tell(tiny, READS), runs=1, shows="The number 42.")
    build_after(
        lambda: tell(tiny, READS, english="The count is {eval}`n`."),
        runs=0,
        shows="The count is 42.",
    )
    build_after(
        lambda: tell(tiny, READS, "{eval}`n` و{eval}`m`.", "Not {eval}`n` but {eval}`m`."),
        runs=1,
        shows="Not 42 but 1042.",
    )
    build_after(lambda: edit("ip-235", ",14,", ",15,"), runs=0, shows="Not 42 but 1042.")
    build_after(lambda: edit("isis-001", ",42,", ",43,"), runs=1, shows="Not 43 but 1043.")
    build_after(
        lambda: tell(
            tiny, READS + "m = 7\n", "{eval}`n` و{eval}`m`.", "Not {eval}`n` but {eval}`m`."
        ),
        runs=1,
        shows="Not 43 but 7.",
    )

    record = next((tiny / "_build/en/_build/.executed").glob("*.json"))
    record.write_text(record.read_text("utf-8")[:100], "utf-8")
    build_after(
        lambda: tell(tiny, READS + "m = 7\n", english="Still {eval}`n`."), runs=1, shows="Still 43."
    )


def test_a_figure_shown_again_follows_its_chapter(tiny):
    def draws(title):
        cell = (
            "from masalih import data\nfrom masalih.charts import Chart\n"
            f'Chart("fig-x", "{title}", "attacks a year")'
            '.line(data.observations("isis_attacks_iraq_joc"))'
        )
        write(tiny, "notebooks/x.ipynb", json.dumps(notebook(*GOOD["cells"], code(cell))))

    def shows(name):
        for language in ("ar", "en"):
            write(
                tiny,
                f"book/{language}/index.md",
                f"(home)=\n# Book\n\n```{{chart}} {name}\n:card:\n```\n\n"
                f"```{{chart}} {name}\n```\n",
            )

    draws("Attacks fell")
    shows("fig-x")
    build.build(tiny, ["en"])
    card, whole = re.findall(
        r'<figure class="chart.*?</figure>', page(tiny, "book/en/index", "en"), re.DOTALL
    )
    assert card.count("fig-x-narrow.svg") == 2 and "wide" not in card, (
        "a card shows the small drawing at every width"
    )
    assert '<a href="../../notebooks/x.html#fig-x">Attacks fell</a>' in card
    assert (
        "fig-x-wide.svg" in whole and '<a href="../../notebooks/x.html#fig-x">Figure 1</a>' in whole
    )
    for name in re.findall(r"_images/[\w-]+\.svg", card + whole):
        assert (tiny / "_build/site/en" / name).is_file()

    draws("Attacks rose")
    build.build(tiny, ["en"])
    assert "Attacks rose" in page(tiny, "book/en/index", "en"), (
        "the chapter changed, so must the page that shows its figure"
    )

    shows("fig-y")
    assert any(
        "book/en/index.md: line 4" in fault and "'fig-y'" in fault
        for fault in faults_of(tiny, "en")
    )


@pytest.mark.parametrize(
    "source, what",
    [
        ("x = 1\n1 / 0", "ZeroDivisionError: division by zero"),
        ("import os\nos.kill(os.getpid(), 9)", "the kernel died"),
        (
            "class Chart:\n    def _repr_html_(self):\n"
            "        raise ValueError('no source')\nChart()",
            "ValueError: no source",
        ),
    ],
)
def test_a_failing_cell_is_named(tiny, source, what):
    write(tiny, "notebooks/x.ipynb", json.dumps(notebook(*GOOD["cells"], code(source))))
    faults = faults_of(tiny, "en")
    assert len(faults) == 1 and f"notebooks/x.ipynb: cell 6: {what}" in faults[0]


def test_a_hanging_cell_is_stopped_and_named(tiny):
    config = (tiny / "_config.yml").read_text("utf-8")
    write(tiny, "_config.yml", re.sub(r"timeout: \d+", "timeout: 3", config))
    write(
        tiny,
        "notebooks/x.ipynb",
        json.dumps(notebook(*GOOD["cells"], code("import time\ntime.sleep(60)"))),
    )
    start = time.monotonic()
    faults = faults_of(tiny)
    assert (
        len(faults) == 1 and "notebooks/x.ipynb: cell 6: still running after 3 seconds" in faults[0]
    )
    assert time.monotonic() - start < 40


def test_unknown_values_and_broken_references_are_named_and_stay_faults(tiny):
    broken = notebook(
        *GOOD["cells"],
        *pair(
            "{eval}`nothing` ثم {numref}`fig-none`\n\nو[رابط](missing.md)",
            "{eval}`nothing` then {numref}`fig-none`\n\nand [link](missing.md)",
        ),
    )
    write(tiny, "notebooks/x.ipynb", json.dumps(broken))
    for attempt in ("first build", "second build, nothing changed"):
        faults = faults_of(tiny)
        for text in ("nothing", "fig-none", "missing"):
            assert any(
                "notebooks/x.ipynb: cell 6" in fault and text in fault for fault in faults
            ), (attempt, text, faults)
    write(tiny, "notebooks/x.ipynb", json.dumps(GOOD))
    build.build(tiny, ["ar"])


def test_plain_jupyter_book_builds_arabic_and_refuses_missing_twins(tiny):
    def jupyter_book():
        command = [str(Path(sys.executable).with_name("jupyter-book")), "build", "."]
        return subprocess.run(command, cwd=tiny, capture_output=True, text=True, encoding="utf-8")

    done = jupyter_book()
    assert done.returncode == 0, done.stderr[-3000:]
    assert 'dir="rtl" lang="ar"' in (tiny / "_build/html/notebooks/x.html").read_text("utf-8")

    write(tiny, "notebooks/x.ipynb", json.dumps(without(4)))
    write(tiny, "book/ar/more.md", "# more\n")
    done = jupyter_book()
    assert done.returncode != 0
    assert "notebooks/x.ipynb: cell 4: its English twin is missing" in done.stderr
    assert "book/ar/more.md: its twin book/en/more.md is missing" in done.stderr


def test_the_command_says_what_is_wrong_and_where(tiny, capsys):
    write(tiny, "notebooks/x.ipynb", json.dumps(without(1)))
    assert build.main(tiny) == 1
    assert "notebooks/x.ipynb: cell 1: its English twin is missing" in capsys.readouterr().err


# ---------------------------------------------------------------- what a page says of itself


FIRST = {
    "ar": "جملة أولى فيها ما يكفي لتصف الصفحة لمن لم يفتحها بعد.",
    "en": "A first sentence that says enough to describe the page to a stranger.",
}


def test_with_an_address_the_site_says_where_it_is(tiny):
    """Link cards, canonical links, the sitemap and schema.org in both editions.

    Without an address, only what needs none."""
    finding = {"ar": "تراجعت الهجمات المعلنة", "en": "Declared attacks fell"}
    (tiny / "notebooks/x.ipynb").unlink()
    cell = (
        "from masalih import data\nfrom masalih.charts import Chart\n"
        "from masalih.formats import tr\n"
        f'Chart("fig-x", tr("{finding["ar"]}", "{finding["en"]}"), '
        'tr("هجمات في السنة", "attacks a year"))'
        '.line(data.observations("isis_attacks_iraq_joc"))'
    )
    write(
        tiny,
        "notebooks/01-x.ipynb",
        json.dumps(
            notebook(
                *pair(f"(ch)=\n# فصل\n\n{FIRST['ar']}", f"(ch)=\n# Chapter\n\n{FIRST['en']}"),
                code(cell),
            )
        ),
    )
    for language in ("ar", "en"):
        write(
            tiny,
            f"book/{language}/reference/series.md",
            f"# {'فهرس' if language == 'ar' else 'Catalogue'}\n\n{FIRST[language]}\n",
        )
        title = "كتاب" if language == "ar" else "Book"
        write(
            tiny,
            f"book/{language}/index.md",
            f'---\ndescription: "<{FIRST[language]}>"\n---\n(home)=\n# {title}\n\n{{ref}}`ch`\n',
        )
        contents(tiny, language, "notebooks/01-x", f"book/{language}/reference/series")
    build.build(tiny, ["ar"])
    site = tiny / "_build/site"
    said = head(site / "ar/notebooks/01-x.html")
    assert (
        said["description"] == said["og:description"] == FIRST["ar"]
        and said["og:locale"] == "ar_IQ"
    )
    assert (
        "og:image" not in said
        and "canonical" not in said
        and not (site / "sitemap.xml").exists()
        and not list(site.rglob("cards"))
    )
    assert said["x-default"] == said["ar"]
    twin = site / "ar/notebooks" / said["en"]

    config = (tiny / "_config.yml").read_text("utf-8")
    addressed = re.sub('baseurl: ".*?"', 'baseurl: "https://books.example.org/name"', config)
    errors = 'corrections: "mailto:errors@example.org"'
    write(tiny, "_config.yml", re.sub('corrections: ".*?"', errors, addressed))
    build.build(tiny)
    assert all(
        'href="mailto:errors@example.org"' in page(tiny, "notebooks/01-x", edition)
        for edition in ("ar", "en")
    )
    assert twin.resolve().is_file()
    for language, other in (("ar", "en"), ("en", "ar")):
        home = f"https://books.example.org/name/{language}"
        said = head(site / f"{language}/notebooks/01-x.html")
        assert (
            said["canonical"] == said["og:url"] == said[language] == f"{home}/notebooks/01-x.html"
            and said[other] == f"https://books.example.org/name/{other}/notebooks/01-x.html"
        )
        assert (said["og:title"], said["og:image:alt"]) == (
            ("فصل", f"فصل: {finding['ar']}")
            if language == "ar"
            else ("Chapter", f"Chapter: {finding['en']}")
        )
        chapter = said["ld"]
        assert (
            chapter["@type"],
            chapter["position"],
            chapter["inLanguage"],
            chapter["isPartOf"]["url"],
        ) == (["Chapter", "LearningResource"], 1, language, f"{home}/book/{language}/index.html")
        first = head(site / f"{language}/book/{language}/index.html")
        assert (
            first["description"] == f"<{FIRST[language]}>"
            and first["ld"]["@type"] == "Book"
            and first["x-default"] == "https://books.example.org/name/"
        )
        translation = first["ld"]["workTranslation" if language == "ar" else "translationOfWork"]
        assert translation == {
            "@type": "Book",
            "inLanguage": other,
            "url": f"https://books.example.org/name/{other}/book/{other}/index.html",
        }
        assert (
            first["ld"]["license"]
            and first["ld"]["author"]["name"]
            and [part["url"] for part in first["ld"]["hasPart"]] == [chapter["url"]]
        )
        series = head(site / f"{language}/book/{language}/reference/series.html")
        assert series["ld"]["@type"] == "Dataset" and series["og:image"] == first["og:image"]
        files = [series["ld"]["distribution"][0]["contentUrl"], said["og:image"], first["og:image"]]
        assert all(
            (site / file.removeprefix("https://books.example.org/name/")).is_file()
            for file in files
        )
        for image in files[1:]:
            header = (site / image.removeprefix("https://books.example.org/name/")).read_bytes()[
                :24
            ]
            assert header[:4] == b"\x89PNG" and (
                int.from_bytes(header[16:20]),
                int.from_bytes(header[20:]),
            ) == (1200, 630)
    pages = ElementTree.parse(site / "sitemap.xml").getroot()
    found = {url[0].text: [link.get("hreflang") for link in url[1:]] for url in pages}
    assert len(found) == 6 and set(map(tuple, found.values())) == {("ar", "en", "x-default")}
    assert all(
        (site / address.removeprefix("https://books.example.org/name/")).is_file()
        for address in found
    )
    assert "https://books.example.org/name/sitemap.xml" in (site / "robots.txt").read_text("utf-8")
    assert 'href="/name/en/search.html"' in (site / "404.html").read_text("utf-8")

    write(tiny, "_config.yml", re.sub('baseurl: ".*?"', 'baseurl: "books"', config))
    assert any("html.baseurl 'books' is not like https://" in fault for fault in faults_of(tiny))


def head(path):
    """{name of meta, "canonical" or hreflang of link, "ld".

    What it holds} of the head of a page.
    """
    soup = BeautifulSoup(path.read_text("utf-8"), "html.parser").head
    said = {
        meta.get("name") or meta.get("property"): meta.get("content")
        for meta in soup.select("meta")
    }
    said |= {
        link.get("hreflang") or link["rel"][0]: link["href"]
        for link in soup.select("link[rel=canonical], link[rel=alternate]")
    }
    linked_data = soup.select("script[type='application/ld+json']")
    return said | ({"ld": json.loads(linked_data[-1].string)} if linked_data else {})


def test_errors_are_reported_to_the_address_given_or_to_the_repository():
    home = "https://github.com/owner/name"
    assert addresses.contact("https://example.org/errors", home) == "https://example.org/errors"
    assert addresses.contact(None, f"{home}/") == f"{home}/issues" and addresses.contact("") == ""
    for wrong in ("errors@example.org", "javascript:alert(1)", "mailto:nobody", "http://a.org/x"):
        with pytest.raises(ValueError, match=r"html_context\.corrections .*leave it empty"):
            addresses.contact(wrong)


@pytest.mark.parametrize(
    "text, kept",
    [
        ("One. Two.", "One. Two."),
        ("a" * 120 + ". " + "b" * 120 + ".", "a" * 120 + "."),
        ("word " * 60 + "end.", "word " * 39 + "word…"),
    ],
)
def test_a_description_ends_with_a_sentence_or_says_that_it_goes_on(text, kept):
    assert metadata.shorten(text) == kept


# ---------------------------------------------------------------- the rest


def test_merging_the_english_configuration():
    assert config.merge({"a": {"b": 1, "c": [1]}, "d": 1}, {"a": {"c": [2]}, "e": 3}) == {
        "a": {"b": 1, "c": [2]},
        "d": 1,
        "e": 3,
    }


def test_a_fingerprint_sees_content_and_names(tmp_path):
    (tmp_path / "a").write_text("1")

    def digest(folder):
        return fingerprint.digest(folder.glob("*"), folder)

    one = digest(tmp_path)
    (tmp_path / "a").touch()
    assert digest(tmp_path) == one
    (tmp_path / "b").write_text("")
    assert digest(tmp_path) != one
    (tmp_path / "b").unlink()
    assert digest(shutil.copytree(tmp_path, tmp_path / "copy")) == one, (
        "the same files in another folder are the same"
    )


def test_serving_without_a_site_or_a_port(tmp_path, capsys):
    assert serve.main(tmp_path, 0) == 1 and "make book" in capsys.readouterr().err
    (tmp_path / "_build/site").mkdir(parents=True)
    (tmp_path / "_build/site/index.html").write_text("")
    with serve.server(tmp_path) as taken:
        assert serve.main(tmp_path, taken.server_port) == 1
    assert "cannot be used" in capsys.readouterr().err


def test_the_command_line_explains_itself():
    done = subprocess.run(
        [sys.executable, "-m", "masalih", "--help"], capture_output=True, text=True
    )
    assert done.returncode == 0 and all(word in done.stdout for word in ("check", "build", "serve"))
