"""Arabic in charts must be joined and in order on old and new matplotlib.

These tests look at where the ink falls.

The same tests run twice: here, and in `.venv/old-matplotlib`, whose matplotlib does not shape
Arabic itself.
"""

import os
import subprocess
import sys
from pathlib import Path

import fontpkg.mpl
import matplotlib
import numpy as np
import pytest
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from masalih import arabic, formats

ROOT = Path(__file__).parents[1]
OLD = ROOT / ".venv/old-matplotlib/bin/python"
INSIDE_OLD = "MASALIH_TEST_OLD" in os.environ
FONTS = ["IBM Plex Sans Arabic", "DejaVu Sans"]


@pytest.fixture(autouse=True)
def edition():
    formats.use("ar")
    fontpkg.mpl.use(FONTS[0])
    arabic.install()
    yield
    formats.use(None)


# ---------------------------------------------------------------- seeing


def _legend(axes, text):
    axes.plot([], [], " ", label=text)
    axes.legend(fontsize=40, frameon=False, loc="center", handlelength=0, handletextpad=0)


def _ticks(axes, text):
    axes.set_axis_on()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.set_xticks([0.5], [text], fontsize=40)
    axes.set_yticks([])


DRAW = {
    "text": lambda axes, text: axes.text(0.5, 0.4, text, fontsize=40, ha="center"),
    "title": lambda axes, text: axes.set_title(text, fontsize=40, y=0.4),
    "annotation": lambda axes, text: axes.annotate(text, (0.5, 0.4), fontsize=40, ha="center"),
    "legend": _legend,
    "ticks": _ticks,
}


def ink(text, how="text", font=FONTS[0]):
    """What is dark when `text` is drawn: booleans, rows × columns of the whole picture."""
    with matplotlib.rc_context({"font.family": font}):
        figure = Figure(figsize=(9, 2), dpi=100)
        canvas = FigureCanvasAgg(figure)
        axes = figure.add_axes([0, 0.4, 1, 0.6])
        axes.set_axis_off()
        axes.set(xlim=(0, 1), ylim=(0, 1))
        DRAW[how](axes, text)
        canvas.draw()
        return np.asarray(canvas.buffer_rgba())[..., 0] < 160


def trimmed(dark):
    columns = np.flatnonzero(dark.any(0))
    return dark[:, columns[0] : columns[-1] + 1]


def reads_right_to_left(dark):
    """True if the tall letters that open «ااا بببب» stand on the right, the flat ones left."""
    height = trimmed(dark).sum(0)
    half = len(height) // 2
    return height[half:].max() > 1.5 * height[:half].max()


def place(piece, whole):
    """(column where `piece` is found in the picture of `whole`, how well it fits: 1 is perfect)."""
    mould, scene = trimmed(ink(piece)).astype(float), ink(whole).astype(float)
    width = mould.shape[1]
    fits = [_likeness(mould, scene[:, x : x + width]) for x in range(scene.shape[1] - width)]
    return int(np.argmax(fits)), max(fits)


def _likeness(a, b):
    norm = np.sqrt((a * a).sum() * (b * b).sum())
    return (a * b).sum() / norm if norm else 0.0


def order(whole, *pieces, fit=0.75):
    """The pieces from right to left as they stand in `whole`; fails if one is not there at all."""
    found = {piece: place(piece, whole) for piece in pieces}
    assert min(score for _, score in found.values()) > fit, found
    return sorted(pieces, key=lambda piece: -found[piece][0])


# ---------------------------------------------------------------- joined and in order


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("how", DRAW)
def test_reads_right_to_left(how, font):
    assert reads_right_to_left(ink("ااا بببب", how, font))


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("how", DRAW)
def test_letters_join(how, font):
    assert trimmed(ink("سسسس", how, font)).any(0).all(), "a blank column inside one joined word"


@pytest.mark.skipif(
    not arabic.NATIVE, reason="only matplotlib that shapes text itself can shape it twice"
)
def test_the_test_sees_double_shaping():
    import arabic_reshaper
    from bidi.algorithm import get_display

    assert not reads_right_to_left(ink(get_display(arabic_reshaper.reshape("ااا بببب"))))


@pytest.mark.skipif(
    arabic.NATIVE, reason="only matplotlib that does not shape text can leave it unshaped"
)
def test_the_test_sees_unshaped_text(monkeypatch):
    monkeypatch.setattr(arabic, "visual", lambda text: text)
    assert not reads_right_to_left(ink("ااا بببب"))
    assert not trimmed(ink("سسسس")).any(0).all()


def test_native_shaping_gets_plain_strings():
    """A matplotlib that shapes by itself would turn presentation forms around."""
    text = Figure().text(0, 0, arabic.line("داعش ٢٠١٤"))
    shaped = any("\ufb50" <= c <= "\ufdff" or "\ufe70" <= c <= "\ufefc" for c in text.get_text())
    assert shaped is not arabic.NATIVE


# ---------------------------------------------------------------- Latin, digits, brackets


def test_mixed_text_in_order():
    assert order("داعش (ISIS) ٢٠١٤", "داعش", "(ISIS)", "٢٠١٤") == ["داعش", "(ISIS)", "٢٠١٤"]


def test_brackets_open_and_close():
    whole = "داعش (ISIS) ٢٠١٤"
    assert place("(ISIS)", whole)[1] > 0.9 > place(")ISIS(", whole)[1]


def test_brackets_around_latin_after_latin():
    whole = "بعثة NATO (NMI) في العراق"
    assert order(whole, "بعثة", "NATO (NMI)", "العراق", fit=0.7) == ["بعثة", "NATO (NMI)", "العراق"]
    assert place("(NMI)", whole)[1] > 0.9


def test_label_that_starts_with_latin():
    whole = arabic.line("CTC: هجمات داعش")
    assert order(whole, "CTC", "داعش") == ["CTC", "داعش"]


def test_percent_sign_stands_left_of_its_number():
    assert order(arabic.line(formats.percent(0.68)), "٦٨", "٪") == ["٦٨", "٪"]


def test_minus_stands_right_of_its_number():
    assert order(arabic.line(formats.num(-47)), "−", "٤٧", fit=0.6) == ["−", "٤٧"]


@pytest.mark.parametrize("text", [formats.RLM + "٢٠١٤–٢٠١٨", "من ٢٠١٤ إلى ٢٠١٨", "CTC (٢٠١٤–٢٠١٨)"])
def test_range_starts_on_the_right(text):
    assert order(arabic.line(text), "٢٠١٤", "٢٠١٨") == ["٢٠١٤", "٢٠١٨"]


def test_digits_inside_a_number_run_left_to_right():
    whole = arabic.line(formats.num(31500.5, 1))
    assert order(whole, "٣١", "٥٠٠", "٫٥", fit=0.7) == ["٫٥", "٥٠٠", "٣١"]


def test_drawing_twice_changes_nothing():
    figure = Figure(figsize=(4, 1))
    canvas = FigureCanvasAgg(figure)
    figure.text(0.1, 0.4, arabic.line("٢٠١٤–٢٠١٨"), fontsize=30)
    canvas.draw()
    first = np.asarray(canvas.buffer_rgba()).copy()
    canvas.draw()
    assert (first == np.asarray(canvas.buffer_rgba())).all()


def test_installing_twice_changes_nothing():
    arabic.install()
    arabic.install()
    assert reads_right_to_left(ink("ااا بببب"))


@pytest.mark.skipif(arabic.NATIVE, reason="a matplotlib that shapes by itself is left alone")
def test_choosing_the_arabic_edition_joins_plots_of_your_own():
    """Without a chart of ours; in a process of its own, since nothing undoes it."""
    code = (
        "import masalih; from matplotlib.text import Text; plain = Text.set_text;"
        "masalih.use('en'); assert Text.set_text is plain;"
        "masalih.use('ar'); assert Text.set_text is not plain"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_choosing_an_edition_calls_for_joined_letters_in_arabic_alone(monkeypatch):
    called = []
    monkeypatch.setattr(arabic, "install", lambda: called.append(formats.language()))
    for edition in ("en", "ar"):
        arabic.use(edition)
    assert called == ["ar"] and formats.language() == "ar"


def test_lines_of_the_english_edition_stay_as_they_are():
    formats.use("en")
    assert arabic.line("Daesh (داعش) 2014") == "Daesh (داعش) 2014"


def test_every_line_of_a_text_gets_its_direction():
    assert arabic.line("CTC ٢٠١٤\nLatin\nداعش") == "\u200fCTC ٢٠١٤\nLatin\n\u200fداعش"


def test_a_chart_draws_here():
    import pandas as pd

    from masalih import data
    from masalih.charts import Chart

    rows = pd.DataFrame(
        {"year": [2014, 2015, 2016], "value": [30.0, 20, 5], "source": data.sources().index[0]}
    )
    drawn = (
        Chart("fig-old", "عنوان", "وصف")
        .line(rows, "year", label="إحصاء CTC")
        .edge("2016-12-31")
        .bundle()
    )
    assert all(svg.startswith("<svg") and "<text" not in svg for svg in drawn["svg"].values())


@pytest.mark.parametrize("font", FONTS)
def test_fonts_have_every_letter(font):
    """Arabic, Latin, both kinds of digits, the book's signs; also as old matplotlib needs them."""
    letters = {
        ord(c)
        for c in "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئ٠١٢٣٤٥٦٧٨٩0123456789٪٫٬«»–،؛؟ABCXYZabcxyz"
        + "".join(map(chr, range(0xFE80, 0xFEFD)))
    }
    known = font_manager.get_font(font_manager.findfont(font)).get_charmap()
    assert not letters - set(known)


# ---------------------------------------------------------------- the other matplotlib


@pytest.mark.skipif(INSIDE_OLD, reason="already there")
def test_all_of_this_on_old_matplotlib():
    if not OLD.exists():
        pytest.fail(
            f"{OLD.relative_to(ROOT)} is missing: `make test-all` makes it (or `make .venv/old`)"
        )
    run = subprocess.run(
        [OLD, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--noconftest", __file__],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "MASALIH_TEST_OLD": "1"},
    )
    assert run.returncode == 0 and "passed" in run.stdout, run.stdout[-4000:] + run.stderr[-2000:]


@pytest.mark.skipif(not INSIDE_OLD, reason="checks the other environment")
def test_the_other_matplotlib_is_old():
    assert not arabic.NATIVE, (
        f"matplotlib {matplotlib.__version__} in {sys.prefix} shapes Arabic itself: "
        "pin 3.10 in requirements/old.in"
    )


@pytest.mark.skipif(INSIDE_OLD, reason="checks this environment")
def test_this_matplotlib_shapes_arabic():
    assert arabic.NATIVE, (
        f"matplotlib {matplotlib.__version__} does not shape Arabic: "
        "the book is built with 3.11 or later"
    )
