"""Every figure must keep the figure contract in both editions, at both widths, in light, dark and
grey print.
"""

import functools
import io
import itertools
import re
import xml.etree.ElementTree as ET

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from masalih import citations, data, formats
from masalih.charts import Chart, labels, output, style
from masalih.charts.maps import Scale, breaks
from masalih.charts.render import compose
from masalih.formats import tr

SOURCES = pd.DataFrame(
    {
        "publisher": ["Combating Terrorism Center", "GTD", "UCDP"],
        "title": ["ISIS in Iraq", "Database", "GED"],
        "published": ["2020-09", "2018", "2025-06-01"],
        "url": ["https://example.org/ctc", "https://example.org/gtd", ""],
        "language": ["en", "en", "en"],
        "primary": ["true", "false", "true"],
        "read": ["excerpt", "whole page", "public mirror"],
    },
    index=["ctc", "gtd", "ucdp"],
)
PLACES = {
    "west": ("الغرب", "West"),
    "north": ("الشمال", "North"),
    "south": ("الجنوب", "South"),
    "east": ("الشرق", "East"),
}
TERMS = pd.DataFrame(
    [("place", *names) for names in PLACES.values()] + [("publisher", "أوبسالا", "UCDP")],
    columns=["kind", "ar", "en"],
    index=[*PLACES, "uppsala"],
)
CORNERS = {"west": (40, 31), "north": (43, 35), "south": (45, 30), "east": (46, 33)}
SHAPES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "id": place,
            "properties": {},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[x, y], [x + 3, y], [x + 3, y + 2], [x, y + 2], [x, y]]],
            },
        }
        for place, (x, y) in CORNERS.items()
    ],
}
SERIES = pd.DataFrame(
    {
        "motive": ["isis"],
        "name_ar": ["هجمات"],
        "name_en": ["Attacks"],
        "definition_ar": ["ما يُعدّ في 2018"],
        "definition_en": ["What is counted"],
        "unit": ["attacks"],
        "counter": ["UCDP"],
    },
    index=["attacks"],
)


def rows(values, first=2014, source="ctc", **more):
    start = pd.to_datetime([f"{first + i}-01-01" for i in range(len(values))])
    end = pd.to_datetime([f"{first + i}-12-31" for i in range(len(values))])
    return pd.DataFrame(
        {
            "series": "attacks",
            "start": start,
            "end": end,
            "middle": start + (end - start) / 2,
            "year": start.year,
            "value": values,
            "source": source,
            **more,
        }
    )


def entry(name, id, field="id"):
    """The row of the small package that `data.entry` would give, as text."""
    frame = (
        {"sources": SOURCES, "series": SERIES, "terms": TERMS}[name].rename_axis("id").reset_index()
    )
    return next(iter(frame[frame[field] == id].to_dict("records")), None)


FORMS = {
    "attacks": ("هجوم;هجومان;هجومين;هجمات;هجوماً", "attack;attacks"),
    "value": ("قيمة;قيمتان;قيمتين;قيم;قيمة", "value;values"),
    "row": ("صف;صفان;صفين;صفوف;صفاً", "row;rows"),
    "source": ("مصدر;مصدران;مصدرين;مصادر;مصدراً", "source;sources"),
}


def noun(name):
    """The forms of a noun, as `data.noun` would give them."""
    arabic, english = FORMS[name]
    return {"id": name, "forms_ar": arabic, "forms_en": english, "gender": ""}


def evidence(id):
    """What `data.evidence` would say of an id of the small package."""
    frames = {"series": SERIES, "observations": observations().set_index("id"), "sources": SOURCES}
    return next(
        ((kind, frame.loc[id]) for kind, frame in frames.items() if id in frame.index), (None, None)
    )


def observations(*ids):
    return rows([1470.0, 900.0], id=["x-001", "x-002"], low=np.nan, high=np.nan, bound="floor")


@pytest.fixture(autouse=True)
def package(monkeypatch):
    monkeypatch.setattr(data, "sources", lambda: SOURCES)
    monkeypatch.setattr(data, "terms", lambda: TERMS)
    monkeypatch.setattr(data, "series", lambda: SERIES)
    monkeypatch.setattr(data, "entry", entry)
    monkeypatch.setattr(data, "noun", noun)
    monkeypatch.setattr(data, "governorates", lambda: SHAPES)
    monkeypatch.setattr(data, "evidence", evidence)
    monkeypatch.setattr(data, "observations", observations)
    citations.start_page()
    yield
    formats.use(None)


# ---------------------------------------------------------------- one chart of every layer


def chart(**more):
    options = {
        "name": "fig-test",
        "title": tr("تراجعت الهجمات", "Attacks fell"),
        "subtitle": tr("هجمات في السنة", "attacks a year"),
        "y": tr("هجمات", "attacks"),
    }
    return Chart(**(options | more))


def rivals():
    return (
        chart()
        .line(rows([1470, 1200, 900, 640, 480]), label=tr("إحصاء CTC", "CTC count"))
        .line(
            rows([1300.0, np.nan, 950, 700], 2013, "gtd"),
            label=tr("قاعدة بيانات الإرهاب العالمي (GTD)", "Global Terrorism Database (GTD)"),
        )
        .line(rows([1400, 1250, 880, 650, 500], source="ucdp"), label=tr("أوبسالا", "Uppsala"))
        .rules(
            [
                ("2014-06-10", tr("سقوط الموصل", "Mosul falls")),
                ("2014-08-08", tr("أول ضربة أمريكية", "first US strike")),
                ("2017-12-09", tr("إعلان النصر", "victory declared")),
            ]
        )
        .edge("2018-12-31")
    )


def bounds():
    frame = rows(
        [10000.0, np.nan, 1000, 2500, 3000],
        bound=["floor", "range", "ceiling", "rounded", "exact"],
        low=[np.nan, 20000, np.nan, np.nan, 2500],
        high=[np.nan, 31500, np.nan, np.nan, 3500],
    )
    return (
        chart()
        .line(frame, label=tr("تقديرات", "estimates"))
        .note("2016-07-01", 1000, tr("التحالف: أقل من ألف", "the Coalition: fewer than a thousand"))
    )


def stairs():
    return (
        chart()
        .steps(rows([5200, 2500, 2500, 2000]), label=tr("المعلن", "declared"))
        .points(rows([8892.0, 7402], 2015, "gtd"), label=tr("المعدود", "counted"), periods=True)
    )


def stacked():
    months = pd.DataFrame(
        {
            "month": pd.date_range("2015-01-01", periods=18, freq="MS"),
            "n": range(100, 280, 10),
            "source": "ctc",
        }
    )
    return (
        chart()
        .bars(months, "month", "n", tr("العراق", "Iraq"))
        .bars(months.assign(n=50), "month", "n", tr("سوريا", "Syria"), stacked=True)
    )


def named(**more):
    frame = pd.DataFrame(
        {
            "who": [
                tr(
                    "مركز مكافحة الإرهاب في ويست بوينت (CTC)",
                    "Combating Terrorism Center at West Point (CTC)",
                ),
                "GTD",
                tr("أوبسالا", "Uppsala"),
            ],
            "value": [1470, 1362.0, 37],
            "low": [1400, np.nan, 30],
            "high": [1600, np.nan, 45],
            "source": ["ctc", "gtd", "ucdp"],
        }
    )
    return frame.assign(**more)


def sideways():
    return chart().bars(named(), "who", horizontal=True, error=("low", "high"))


def negative():
    return chart(percent=True).bars(
        named(value=[0.14, -0.56, -0.6]).drop(columns=["low", "high"]), "who", horizontal=True
    )


def grouped():
    return (
        chart()
        .bars(named(), "who", label="2018", horizontal=True)
        .bars(named(value=[900, 800, 20.0]), "who", label="2019", horizontal=True)
    )


def upright():
    return (
        chart()
        .bars(named(), "who", label=tr("قبل", "before"))
        .bars(named(value=[900, 800, 20.0]), "who", label=tr("بعد", "after"), values=True)
    )


def ranges():
    return chart(log=True).ranges(
        named(bound=["range", "floor", "exact"]).assign(
            low=[1400, 1362, 30], high=[1600, 1362, 45]
        ),
        "who",
    )


def band():
    frame = rows([0.1, 0.5, 0.7, 0.4], low=[0.05, 0.4, 0.6, 0.3], high=[0.2, 0.6, 0.8, 0.5])
    return (
        chart(percent=True)
        .band(frame, label=tr("مجال ٩٠٪", "90% interval"))
        .line(frame.drop(columns=["low", "high"]), label=tr("التقدير", "estimate"))
    )


def panels():
    return (
        chart(height=1.6)
        .panel(tr("العراق", "Iraq"))
        .line(rows([5, 3, 2]))
        .panel(tr("سوريا", "Syria"))
        .line(rows([9, 8, 4], 2016))
        .panel("2018")
        .bars(rows([1, 2, 3]))
    )


def where(**values):
    return pd.DataFrame({"place": list(values), "value": list(values.values()), "source": "ucdp"})


def maps():
    return (
        chart()
        .panel("2014")
        .map(where(west=2900, north=3547.0, south=0))
        .panel("2017")
        .map(where(west=120, north=7788.0, east=40))
    )


def timeline():
    frame = pd.DataFrame(
        [
            ("2011-12-18", "2011-12-18", tr("الانسحاب", "withdrawal"), "A", "actual"),
            (
                "2014-10-17",
                None,
                tr("عملية العزم الصلب", "Operation Inherent Resolve"),
                "A",
                "actual",
            ),
            (
                "2024-09-27",
                "2025-09-30",
                tr(
                    "المرحلة الأولى من إنهاء المهمة في العراق الاتحادي",
                    "first phase of the mission's end in federal Iraq",
                ),
                "B",
                "promised",
            ),
            (
                "2024-09-27",
                "2026-01-18",
                tr(
                    "المرحلة الأولى من إنهاء المهمة في العراق الاتحادي",
                    "first phase of the mission's end in federal Iraq",
                ),
                "B",
                "actual",
            ),
        ],
        columns=["start", "end", "label", "lane", "status"],
    )
    return (
        chart()
        .timeline(frame.assign(source="ctc"), lane="lane", status="status")
        .edge("2026-09-30")
    )


def tiles(**more):
    judged = pd.DataFrame(
        {
            "chapter": [
                tr("العراق", "Iraq"),
                tr("العراق", "Iraq"),
                tr("مكافحة الإرهاب في العراق وسوريا", "Counter-terrorism in Iraq and Syria"),
            ]
            * 2,
            "claim": [tr("دعوى", "claim") + f" {n}" for n in range(1, 7)],
            "place": [3, 2, 1, 6, 5, 4],
            "source": "ctc",
        }
    )
    return (
        chart()
        .tiles(judged.iloc[:4], "chapter", "claim", tr("ثبتت", "held"), **more)
        .tiles(judged.iloc[4:], "chapter", "claim", tr("لم تثبت", "not shown"), **more)
    )


def bars(*arguments, **more):
    return chart().bars(*arguments, **more)


def lacking(**more):
    """Three named things; of the second nothing is known."""
    names = [tr("أول", "first"), tr("ثان", "second"), tr("ثالث", "third")]
    values = {"who": names, "value": [5.0, np.nan, 3.0], "source": "ctc"}
    return pd.DataFrame({**values, **more})


def unknown_bars():
    """Every kind of bar with an unknown, one a panel."""
    years = rows([5.0, np.nan, 0.0, 4.0])
    one, other = tr("هؤلاء", "these"), tr("أولئك", "those")
    return (
        chart(share_x=False)
        .panel(tr("قائمة", "upright"))
        .bars(lacking(), "who", values=True)
        .panel(tr("متجاورة", "side by side"))
        .bars(lacking(), "who", label=one, values=True)
        .bars(lacking(value=[2.0, 1.0, np.nan]), "who", label=other, values=True)
        .panel(tr("متراكمة", "stacked"))
        .bars(lacking(), "who", label=one)
        .bars(lacking(value=[2.0, 1.0, np.nan]), "who", label=other, stacked=True)
        .panel(tr("سنوات", "years"))
        .bars(years)
        .panel(tr("أفقية", "horizontal"))
        .bars(lacking(), "who", horizontal=True)
        .panel(tr("أفقية متراكمة", "horizontal, stacked"))
        .bars(lacking(), "who", label=one, horizontal=True, stacked=True)
        .bars(
            lacking(value=[2.0, np.nan, np.nan]), "who", label=other, horizontal=True, stacked=True
        )
    )


def unknown_marks():
    """Other layers with an unknown in a row that an axis names."""
    open_ended = lacking(low=[4.0, np.nan, 2.0], high=[6.0, np.nan, np.nan])
    return (
        chart()
        .panel(tr("نقاط", "points"))
        .points(lacking(), "who", label=tr("هؤلاء", "these"))
        .panel(tr("خط", "line"))
        .line(lacking(), "who", label=tr("أولئك", "those"), markers=False)
        .panel(tr("مدى", "ranges"))
        .ranges(open_ended, "who")
    )


LAYERS = [
    unknown_bars,
    unknown_marks,
    rivals,
    bounds,
    stairs,
    stacked,
    sideways,
    negative,
    grouped,
    upright,
    ranges,
    band,
    panels,
    maps,
    timeline,
    tiles,
]


@pytest.fixture(params=LAYERS, ids=lambda make: make.__name__)
def make(request):
    return request.param


@pytest.fixture(params=["ar", "en"])
def edition(request):
    formats.use(request.param)
    return request.param


# ---------------------------------------------------------------- drawing


def test_every_layer_draws_in_both_editions_at_both_widths(make, edition):
    drawn = bundled(make)
    assert set(drawn) == {
        "name",
        "title",
        "subtitle",
        "alt",
        "as_of",
        "lang",
        "svg",
        "sizes",
        "columns",
        "rows",
        "csv",
        "sources",
        "series",
        "notes",
        "keys",
    }
    assert set(drawn["svg"]) == {
        f"{size}{colours}" for size in style.sizes() for colours in ("", "_dark")
    }
    for name, svg in drawn["svg"].items():
        root = ET.fromstring(svg)
        assert len(svg) < 400_000
        assert "<text" not in svg, "letters must be paths, so that every reader sees the same"
        width, height = drawn["sizes"][name.removesuffix("_dark")]
        widths = {"wide": [691], "narrow": [355], "slide": [635, 489]}
        assert width in widths[name.removesuffix("_dark")] and height > 80
        assert abs(float(root.get("width").removesuffix("pt")) * 96 / 72 - width) <= 1
        assert abs(float(root.get("height").removesuffix("pt")) * 96 / 72 - height) <= 1


def test_a_slide_has_no_small_letters(make, edition):
    sheet, _, _ = composed(make, "slide")
    words = [text for text in sheet.figure.findobj(Text) if text.get_text()]
    small = [text.get_text() for text in words if text.get_size() < style.sizes()["slide"].text]
    assert words and small == []


def test_the_same_data_gives_the_same_bytes(make, edition):
    assert make().bundle() == bundled(make)


def test_dark_differs_in_colours_only(make, edition):
    svg = bundled(make)["svg"]

    def blank(text):
        return re.sub("#[0-9a-f]{6}", "#", text)

    for name in style.sizes():
        assert svg[name] != svg[f"{name}_dark"] and blank(svg[name]) == blank(svg[f"{name}_dark"])
        used = set(re.findall("#[0-9a-f]{6}", svg[name]))
        assert used <= set(style.DARK), f"colours without a dark twin: {used - set(style.DARK)}"


def composed(make, size):
    """(sheet, panels, [(text, box in points)]) of a chart.

    Drawn once for all tests that only look.
    """
    name = getattr(make, "__name__", "<partial>")
    asked = name, formats.language(), size
    if asked not in _composed or name.startswith("<"):
        _composed[asked] = _compose(make, size)
    return _composed[asked]


_composed: dict = {}
_bundles: dict = {}


def bundled(make):
    """The bundle of a chart in the edition in force; made once for all tests that only look."""
    asked = make.__name__, formats.language()
    if asked not in _bundles:
        _bundles[asked] = make().bundle()
    return _bundles[asked]


def _compose(make, size):
    drawn = make()
    with style.drawing(drawn.name):
        sheet, parts = compose(drawn, style.sizes()[size])
        sheet.figure.canvas.draw()
        sheet._probe.set_visible(False)
        boxes = [
            (text.get_text(), text.get_window_extent(sheet.renderer))
            for text in sheet.figure.findobj(Text)
            if text.get_visible() and text.get_text().strip("\u200f")
        ]
        return sheet, parts, [(text, box) for text, box in boxes if box.width > 0]


@pytest.mark.parametrize("size", ["wide", "narrow", "slide"])
def test_no_words_are_cut_off(make, edition, size):
    sheet, _, boxes = composed(make, size)
    assert boxes
    for text, box in boxes:
        assert (
            box.x0 >= -1
            and box.y0 >= -1
            and box.x1 <= sheet.width + 1
            and box.y1 <= sheet.height + 1
        ), (
            text,
            box.bounds,
            sheet.width,
            sheet.height,
        )


@pytest.mark.parametrize("size", ["wide", "narrow", "slide"])
def test_no_words_overlap(make, edition, size):
    _, _, boxes = composed(make, size)
    for (one, a), (two, b) in itertools.combinations(boxes, 2):
        across, up = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
        assert across < 1.5 or up < 3.5, (
            one,
            two,
            across,
            up,
        )  # boxes include the empty room above small letters


@pytest.mark.parametrize("size", ["wide", "narrow", "slide"])
def test_letters_are_large_enough(make, edition, size):
    sheet, _, _ = composed(make, size)
    assert (
        min(
            text.get_size()
            for text in sheet.figure.findobj(Text)
            if text.get_visible() and text.get_text()
        )
        >= 8.5
    )


def test_arabic_drawing_is_arabic(make):
    formats.use("ar")
    for size in ("wide", "narrow"):
        _, _, boxes = composed(make, size)
        assert not [text for text, _ in boxes if re.search("[0-9]", text)]
        lines = [
            line
            for text, _ in boxes
            for line in text.split("\n")
            if re.search("[\u0600-\u06ff]", line)
        ]
        assert lines and all(line.startswith("\u200f") for line in lines), "laid out from the left"


def test_time_runs_left_to_right_and_names_from_the_readers_side():
    for lang, flipped in (("ar", True), ("en", False)):
        formats.use(lang)
        assert not composed(rivals, "wide")[1][0].axes.xaxis_inverted()
        assert composed(sideways, "wide")[1][0].axes.xaxis_inverted() == flipped
        assert composed(upright, "wide")[1][0].axes.xaxis_inverted() == flipped


def test_rival_series_differ_without_colour():
    marks = [layer.mark for layer in rivals().layers if layer.mark]
    assert (
        len({m.colour for m in marks})
        == len({m.marker for m in marks})
        == len({str(m.dash) for m in marks})
        == 3
    )


def test_many_series_go_to_a_key():
    drawn = chart()
    for i in range(8):
        drawn.line(rows([i + 1, 2 * i + 3]), label=f"series {'abcdefgh'[i]}")
    with style.drawing("x"):
        sheet, _ = compose(drawn, style.sizes()["narrow"])
    assert len(sheet.key) == 8


def many_events():
    events = [
        (f"20{12 + i}-0{1 + i % 9}-15", f"a rather long description of event {'abcdefghij'[i]}")
        for i in range(10)
    ]
    return chart().line(rows([3, 2, 1, 1, 1, 1, 1, 2, 3, 4], 2012)).rules(events[::-1])


def test_no_line_bears_a_bare_number_and_on_a_phone_two_bear_names(edition):
    _, (panel,), boxes = composed(many_events, "narrow")
    assert [text for text, _ in boxes if "description" in text] == [
        text for text, *_ in panel.events.flags
    ]
    assert [text.split()[-1] for text, *_ in panel.events.flags] == ["j", "i"], "those given first"
    assert panel.events.bare == [] and len(panel.unnamed) == 8
    _, (panel,), _ = composed(many_events, "wide")
    assert len(panel.events.flags) + len(panel.events.bare) == 10


def test_lines_without_words_are_told_under_the_drawing():
    formats.use("en")
    keys = bundled(many_events)["keys"]
    _, (panel,), _ = composed(many_events, "wide")
    assert all(text in keys["wide"][0] for text in panel.unnamed)
    assert keys["narrow"] == ["Not all events are drawn at this width."]


def test_amounts_stand_at_their_gridline(edition):
    _, (panel,), _ = composed(stairs, "wide")
    for tick in panel.axes.yaxis.get_major_ticks():
        label = tick.label1 if tick.label1.get_visible() else tick.label2
        line = panel.axes.transData.transform((0, tick.get_loc()))[1]
        baseline = label.get_transform().transform((0, tick.get_loc()))[1]
        assert baseline < line - 2, "half of a digit hangs under the line"
        assert baseline + style.digit_height(label.get_size()) > line + 2, "and half stands over it"


def test_both_sides_of_a_signed_axis_are_said_in_words(edition):
    _, (panel,), boxes = composed(negative, "narrow")
    found = {text.strip("\u200f"): box for text, box in boxes}
    less, more = (found[word] for word in tr("→ أقل,أكثر ←", "← less,more →").split(","))
    zero = panel.axes.transData.transform((0, 0))[0]
    middle = found[tr("لا تغيّر", "no change")]
    assert middle.x0 < zero < middle.x1
    rise = panel.axes.transData.transform((0.1, 0))[0] - zero
    assert (more.x0 - less.x0) * rise > 0, "more lies where amounts grow"
    heavy = [line for line in panel.axes.lines if line.get_linewidth() > 1]
    assert heavy, "no change is more than a gridline"


def test_an_axis_with_one_side_says_no_directions(edition):
    _, (panel,), _ = composed(sideways, "wide")
    assert panel.directions is None


def test_a_stack_bears_its_numbers_on_it_or_after_it(edition):
    frame = pd.DataFrame({"who": ["a", "b"], "large": [0.98, 0.5], "small": [0.02, 0.5]})
    frame["source"] = "ctc"
    drawn = Chart("fig-x", "t", "s", percent=True)
    for part in ("large", "small"):
        drawn.bars(frame, "who", part, label=part, horizontal=True, stacked=True)
    sheet, (panel,), boxes = composed(lambda: drawn, "narrow")
    two = next(box for text, box in boxes if text.strip("\u200f") in ("2%", "٢٪"))
    bars = [bar.get_window_extent(sheet.renderer) for bar in panel.axes.patches]
    assert not any(bar.x0 < (two.x0 + two.x1) / 2 < bar.x1 for bar in bars if bar.y0 < two.y0)
    assert sum(text.strip("\u200f") in ("50%", "٥٠٪") for text, _ in boxes) == 2 + 1  # and the axis


def test_a_timeline_is_a_list_on_a_phone(edition):
    _, (panel,), boxes = composed(timeline, "narrow")
    assert not panel.axes.axison
    when = formats.date(pd.Timestamp("2011-12-18"), short=True)
    day, words = (
        next(box for text, box in boxes if text.replace("\u200f", "") == said)
        for said in (when, tr("الانسحاب", "withdrawal"))
    )
    assert abs(day.y1 - words.y1) < 3 and (day.x0 < words.x0) == (edition == "en")


def test_an_event_on_the_last_day_still_fits(edition):
    drawn = (
        chart()
        .line(rows([3, 2, 1]))
        .rules([("2016-12-30", "a"), ("2016-12-31", "b")])
        .edge("2016-12-31")
    )
    assert composed(lambda: drawn, "narrow")[2]


def test_tiles_stand_in_their_order_whichever_layer_they_are_of():
    formats.use("en")
    _sheet, (panel,), _ = composed(lambda: tiles(), "wide")
    assert [text for _, text, _ in panel.rows["Iraq"]] == [
        "claim 1",
        "claim 2",
        "claim 4",
        "claim 5",
    ]
    _, (panel,), _ = composed(lambda: tiles(at="place"), "wide")
    assert (
        next(iter(panel.rows)) == "Counter-terrorism in Iraq and Syria"
    )  # whose first tile comes first
    assert [text for _, text, _ in panel.rows["Iraq"]] == [
        "claim 2",
        "claim 1",
        "claim 5",
        "claim 4",
    ]
    drawn = tiles(at="place").bundle()
    assert "value" not in drawn["csv"].splitlines()[0]  # their order is not a figure
    assert (
        "not shown, 2: Iraq (claim 5); Counter-terrorism in Iraq and Syria (claim 6)"
        in drawn["alt"]
    )


def test_bounds_and_ranges_are_drawn_and_explained():
    formats.use("en")
    notes = " ".join(bounds().bundle()["notes"])
    assert "Arrow up" in notes and "Arrow down" in notes and "range" in notes


def test_missing_years_are_not_bridged_as_data():
    formats.use("en")
    frame = rows([5.0, 4, 3, 2]).assign(
        middle=pd.to_datetime(["2011-07-01", "2012-07-01", "2013-07-01", "2019-07-01"])
    )
    drawn = chart().line(frame, label="x")
    assert "Thin dotted line" in " ".join(drawn.bundle()["notes"])
    lines = composed(lambda: drawn, "wide")[1][0].axes.lines
    assert any(len(line.get_xdata()) == 2 and line.get_linewidth() < 1 for line in lines)
    assert "Thin dotted" not in " ".join(chart().line(rows([5, 4, 3, 2])).bundle()["notes"])


def test_number_of_a_bar_stands_outside_it(edition):
    sheet, (panel,), boxes = composed(negative, "wide")
    bars = [bar.get_window_extent(sheet.renderer) for bar in panel.axes.patches]
    numbers = [
        box
        for text, box in boxes
        if text.strip("\u200f")
        in {formats.percent(v) for v in (0.14, -0.56, -0.6)}
        | {formats.percent(v).strip("\u200f") for v in (-0.56, -0.6)}
    ]
    found = [
        box
        for box in numbers
        if any(abs((box.y0 + box.y1) / 2 - (bar.y0 + bar.y1) / 2) < 3 for bar in bars)
    ]
    assert len(found) == 3
    assert not [
        1
        for box, bar in itertools.product(found, bars)
        if min(box.x1, bar.x1) - max(box.x0, bar.x0) > 1
        and min(box.y1, bar.y1) - max(box.y0, bar.y0) > 4
    ]


def drawn_words(make, size="wide"):
    return [text.strip("\u200f") for text, _ in composed(make, size)[2]]


@pytest.mark.parametrize("size", ["wide", "narrow", "slide"])
def test_an_unknown_is_a_word_and_never_a_nought(edition, size):
    word = tr("غير معلوم", "unknown")
    found = drawn_words(unknown_bars, size)
    sign = tr("؟", "?")
    # upright 1, side by side 2, stacked 2, years 1, horizontal 1, horizontal and stacked 3
    assert found.count(word) + found.count(sign) == 10
    assert drawn_words(unknown_marks, size).count(word) == 3
    upright = drawn_words(
        lambda: chart(zero=False, ylim=(2, 6)).bars(lacking(), "who", values=True)
    )
    assert tr("٠", "0") not in upright and word in upright


@pytest.mark.parametrize("horizontal", [False, True])
def test_drawing_alt_and_table_agree_on_an_unknown(edition, horizontal):
    word = tr("غير معلوم", "unknown")
    make = functools.partial(bars, lacking(), "who", horizontal=horizontal, values=True)
    drawn, data = drawn_words(make), make().bundle()
    assert drawn.count(word) == 1 and {tr("٥", "5"), tr("٣", "3")} <= set(drawn)
    assert f"{tr('ثان', 'second')} {word}" in data["alt"]
    (row,) = [row for row in data["rows"] if tr("ثان", "second") in row]
    assert word in row and tr("٠", "0") not in row
    lines = data["csv"].splitlines()
    value = lines[0].split(",").index("value")
    assert [line.split(",")[value] for line in lines[1:]] == ["5", "", "3"]


def test_no_bar_is_drawn_for_an_unknown(edition):
    for horizontal in (False, True):
        make = functools.partial(bars, lacking(), "who", horizontal=horizontal)
        _, (panel,), _ = composed(make, "wide")
        assert len(panel.axes.patches) == 2


def test_bars_too_thin_for_a_word_bear_a_sign_that_is_explained(edition):
    months = pd.DataFrame(
        {
            "month": pd.date_range("2015-01-01", periods=60, freq="MS"),
            "n": [np.nan, *range(1, 60)],
            "source": "ctc",
        }
    )
    make = functools.partial(bars, months, "month", "n")
    data = make().bundle()
    assert drawn_words(make, "narrow").count(tr("؟", "?")) == 1
    assert any(tr("«؟»", "“?”") in said for said in data["keys"]["narrow"])
    assert data["rows"][0].count(tr("غير معلوم", "unknown")) == 1


def test_a_range_without_a_value_is_printed_as_a_range(edition):
    frame = lacking(low=[4.0, 2.0, np.nan], high=[6.0, 4.0, np.nan])
    for horizontal in (False, True):
        options = {"horizontal": horizontal, "error": ("low", "high"), "values": True}
        drawn = drawn_words(functools.partial(bars, frame, "who", **options))
        assert formats.join(formats.num(2), formats.num(4), short=True).strip("\u200f") in drawn
        assert tr("غير معلوم", "unknown") not in drawn


def test_one_end_of_a_share_is_not_rounded_to_nought(edition):
    frame = lacking(low=[0.2, 0.25, 0.1], high=[0.4, np.nan, 0.3]).drop(columns="value")
    drawn = drawn_words(lambda: chart(percent=True).ranges(frame, "who"))
    assert tr("٢٥٪ على الأقل", "at least 25%") in drawn


def test_a_value_between_two_gaps_is_seen(edition):
    frame = rows([4.0, np.nan, 3.0, np.nan, 5.0, 6.0])
    _, (panel,), _ = composed(lambda: chart().line(frame, markers=False), "wide")
    dots = [line for line in panel.axes.lines if line.get_marker() not in ("", "None", None)]
    assert sorted(y for dot in dots for y in dot.get_ydata()) == [3, 4]
    alt = chart().line(frame).bundle()["alt"]
    assert tr("غير معلوم: ٢٠١٥، ٢٠١٧", "unknown: 2015, 2017") in alt


def test_a_map_names_in_words_the_places_without_data(edition):
    frame = pd.DataFrame({"place": ["west", "north"], "value": [3.0, np.nan], "source": "ctc"})
    data = chart().map(frame).bundle()
    assert tr("لا بيانات: الشرق، الشمال، الجنوب", "no data: East, North, South") in data["alt"]
    assert tr("غير معلوم", "unknown") in data["rows"][1]


def test_whole_numbers_are_years_only_in_a_column_of_years(edition):
    frame = pd.DataFrame({"troops": [1950, 2050], "year": [2014, 2015], "value": [3, 4]})
    frame["fiscal_year"], frame["source"] = frame["year"], "ctc"
    numbers = chart().points(frame, "troops")
    assert list(numbers.layers[0].rows["x"]) == [1950, 2050] and numbers.as_of is None
    assert tr("١٬٩٥٠", "1,950") in numbers.bundle()["alt"]
    for name, end in (("year", "12-31"), ("fiscal_year", "09-30")):
        years = chart().points(frame, name).note(2014, 3, "x")
        assert years.as_of == pd.Timestamp(f"2015-{end}")
        assert years.layers[1].rows["x"][0].year == 2014
    assert chart().points(frame, "troops").note(1950, 3, "x").layers[1].rows["x"][0] == 1950


def test_a_fiscal_year_is_dated_from_october_in_the_file_too(edition):
    frame = pd.DataFrame({"fiscal_year": [2011], "value": [3], "source": "ctc"})
    for drawn in (chart().bars(frame, "fiscal_year"), chart().points(frame, "fiscal_year")):
        file = pd.read_csv(io.StringIO(output.csv(drawn).removeprefix(output.BYTE_ORDER_MARK)))
        assert file[["start", "end"]].to_numpy().tolist() == [["2010-10-01", "2011-09-30"]]


def test_log_axis_says_each_amount_in_its_own_decimals():
    from masalih.charts import ticks

    formats.use("en")
    assert ticks.amounts(0.15, 25, 5, log=True)[1] == ["0.2", "0.5", "1", "2", "5", "10", "20"]


# ---------------------------------------------------------------- the contract


@pytest.mark.parametrize(
    "given, lacking",
    [
        ({"title": ""}, "no title"),
        ({"title": " "}, "no title"),
        ({"subtitle": None}, "no subtitle"),
        ({"name": "Fig 1"}, "chart name"),
        ({"name": ""}, "chart name"),
    ],
)
def test_missing_words_are_refused(given, lacking):
    with pytest.raises(ValueError, match=lacking):
        chart(**given)


@pytest.mark.parametrize(
    "draw, message",
    [
        (
            lambda c: c.line(rows([1, 2]).drop(columns="source")),
            r"fig-test: line rows have no `source`.*sources=",
        ),
        (lambda c: c.line(rows([1, 2]).assign(source=["ctc", None])), "source` is empty"),
        (
            lambda c: c.line(rows([1, 2]), y="attacks"),
            r"finds no column \['attacks'\]; the rows have",
        ),
        (lambda c: c.line(rows([])), "no rows"),
        (lambda c: c.line([1, 2]), "needs a DataFrame"),
        (lambda c: c.line(rows([np.nan, np.nan])), "no values at all"),
        (lambda c: c.line(rows([1, 2]).assign(middle=pd.NaT)), "rows without 'middle'"),
        (lambda c: c.rules(lacking(start=pd.NaT), label="who"), "rows without 'start'"),
        (lambda c: c.rules(rows([1]).assign(say=None), label="say"), "rows without 'say'"),
        (lambda c: c.timeline(lacking(start=pd.NaT, end=pd.NaT), label="who"), "without 'start'"),
        (lambda c: c.tiles(lacking(who=None), "who", "who", "held"), "rows without 'who'"),
        (lambda c: c.line(rows([1, 2]), color="rde"), "colour 'rde' is not known.*mean red"),
        (lambda c: c.line(rows([1, 2]), color="none"), "colour 'none' is not known"),
        (lambda c: c.line(rows([1, 2]), color=["red", "blue"]), "not known.* one a layer"),
        (lambda c: c.line("isis_strength"), r"got str.*observations\(\"isis_strength\"\)"),
        (lambda c: c.line(rows([1, 2]).value), "got Series.*give whole rows"),
        (lambda c: c.figure(), "nothing to draw"),
        (lambda c: c.line(rows([1, 2])).figure("big"), "size 'big' is not one of wide, narrow"),
        (lambda c: c.line(rows([1, 2])).save("a.jpeg"), r"'a.jpeg'.*\.png, \.svg, \.pdf"),
        (lambda c: c.line(rows([1, 2], bound=["exact", "about"])), "bound .*about.* is not one of"),
        (lambda c: c.panel(""), "a panel needs a title"),
        (lambda c: c.panel("x").check(), "nothing to draw"),
        (lambda c: c.line(rows([1, 2])).panel("x").check(), "panel 'x' is empty"),
        (lambda c: c.check(), "nothing to draw"),
        (lambda c: c.edge("2018-01-01").check(), "nothing to draw"),
        (lambda c: c.line(rows([1, 2])).ranges(named(), "who").check(), "do not go together"),
        (lambda c: c.map(where(west=1)).line(rows([1])).check(), "do not go together"),
        (
            lambda c: c.tiles(named(), "who", "who", "held").line(rows([1])).check(),
            "do not go together",
        ),
        (lambda c: c.tiles(named(), "who", "who"), "tiles need a label"),
        (lambda c: c.map(pd.concat([where(west=1), where(west=2)])), "'west' twice"),
        (lambda c: c.map(where(atlantis=1)).bundle(), "no place .*atlantis"),
        (lambda c: c.map(where(west=1), breaks=[1, 2, 3, 4, 5, 6]).bundle(), "classes"),
        (
            lambda c: c.timeline(
                pd.DataFrame(
                    {
                        "start": ["2014-01-01"],
                        "end": ["2015-01-01"],
                        "label": ["x"],
                        "status": ["hoped"],
                        "source": ["ctc"],
                    }
                ),
                status="status",
            ),
            "hoped",
        ),
    ],
)
def test_broken_contract_is_named(draw, message):
    with pytest.raises(ValueError, match=message):
        draw(chart())


def test_unknown_source_is_named():
    with pytest.raises(LookupError, match="no source 'nowhere'"):
        chart().line(rows([1, 2], source="nowhere")).bundle()


def test_sources_are_collected_in_order_without_repeats():
    drawn = (
        chart()
        .line(rows([1, 2], source="ctc;gtd"))
        .line(rows([2, 3], source="gtd"))
        .line(rows([1, 1]).drop(columns="source"), sources=["ucdp"])
    )
    assert drawn.sources == ["ctc", "gtd", "ucdp"]
    label = next(source["label"] for source in drawn.bundle()["sources"])
    assert label == "Combating Terrorism Center، أيلول/سبتمبر ٢٠٢٠"
    assert citations.used() == (["ctc", "gtd", "ucdp"], ["attacks"])


def test_as_of_is_the_last_date_unless_given():
    assert chart().line(rows([1, 2])).as_of == pd.Timestamp("2015-12-31")
    assert (
        chart(as_of="2026-11-23").line(rows([1, 2])).bundle()["as_of"]
        == "٢٣ تشرين الثاني/نوفمبر ٢٠٢٦"
    )


def test_layers_do_not_change_the_readers_frame():
    frame = rows([3.0, 2, 1])
    before = frame.copy()
    chart().line(frame).bars(frame).bundle()
    pd.testing.assert_frame_equal(frame, before)


# ---------------------------------------------------------------- words, table, file


def test_alt_text_says_the_numbers():
    formats.use("en")
    alt = rivals().bundle()["alt"]
    assert (
        alt.startswith("Attacks fell.")
        and "CTC count: 1,470 (2014), then 480 (2018)" in alt
        and "Mosul falls" in alt
    )
    alt = bounds().bundle()["alt"]
    assert "at least 10,000 (2014)" in alt and "highest 20,000–31,500 (2015)" in alt
    formats.use("ar")
    alt = rivals().bundle()["alt"]
    assert "١٬٤٧٠ (٢٠١٤)" in alt and "٤٨٠ (٢٠١٨)" in alt and not re.search("[0-9]", alt)


def test_alt_text_of_every_layer_has_a_number_of_its_data(make, edition):
    drawn = bundled(make)
    assert (
        re.search(r"[٠-٩]" if edition == "ar" else r"\d", drawn["alt"])
        and len(drawn["alt"]) > len(drawn["title"]) + 20
    )
    assert chart(alt="given").line(rows([1])).bundle()["alt"] == "given"


def test_table_and_file_hold_the_same_rows(make, edition):
    drawn = bundled(make)
    frame = pd.read_csv(io.StringIO(drawn["csv"].removeprefix("\ufeff")))
    assert len(frame) == len(drawn["rows"]) and all(
        len(row) == len(drawn["columns"]) for row in drawn["rows"]
    )
    assert "source" in frame and set(";".join(frame["source"]).split(";")) == {
        s["id"] for s in drawn["sources"]
    }
    assert "\r" not in drawn["csv"] and drawn["csv"].endswith("\n")


def test_file_gives_back_the_values():
    values = [1470.25, 1200.0, 1e6, 0.1]
    text = chart().line(rows(values)).bundle()["csv"]
    frame = pd.read_csv(io.StringIO(text.removeprefix("\ufeff")))
    assert frame["value"].tolist() == values and frame["start"].tolist()[0] == "2014-01-01"
    assert ",1200," in text and ",1000000," in text, "whole numbers are whole"


def test_dollars_are_dollars(edition):
    """In labels, titles, notes and events, which come from data: never the mark of a formula."""
    words = r"Asked $5m, got $9m; \frac{1}{ and $"
    drawn = chart(title=words, notes=[words]).line(rows([1, 2]), label=words)
    drawn = drawn.rules([(pd.Timestamp("2014-06-01"), words)])
    sheet, _, _ = composed(lambda: drawn, "wide")
    texts = [text for text in sheet.figure.findobj(Text) if "$" in text.get_text()]
    assert len(texts) > 2 and not any(text.get_parse_math() for text in texts)
    assert drawn.bundle()["svg"]["narrow"], "and half a formula stops nothing"


def test_file_opens_in_a_spreadsheet_and_joins_the_package(edition):
    """With the mark that Excel needs; with units, names, and the ids of series and rows."""
    figures = data.observations("attacks")
    scaled = figures.assign(value=figures["value"] / 1000)
    drawn = chart(y="thousands").line(figures, label="as printed").line(scaled, label="scaled")
    text = drawn.bundle()["csv"]
    assert text.encode("utf-8").startswith(b"\xef\xbb\xbf") and text.count("\ufeff") == 1
    frame = pd.read_csv(io.BytesIO(text.encode("utf-8")), encoding="utf-8-sig")
    printed = frame[frame["label"] == "as printed"]
    joined = printed.merge(figures, on="id", suffixes=("", "_published"))
    assert len(joined) == len(figures) and (joined["value"] == joined["value_published"]).all()
    assert set(frame["series"]) == {"attacks"}
    assert set(printed["unit"]) == {formats.name(data.series().at["attacks", "unit"])}
    assert set(frame["unit"][frame["label"] == "scaled"]) == {"thousands"}
    names = dict(zip(frame["source"], frame["source_name"], strict=True))
    assert names == {id: citations.source_label(id) for id in names}


def test_shares_say_that_they_are_shares(edition):
    drawn = chart(percent=True).line(rows([0.25, 0.5])).bundle()["csv"]
    assert tr("حصة من صفر إلى واحد", "share, 0 to 1") in drawn


def test_arabic_table_has_no_latin_digit(make):
    formats.use("ar")
    cells = itertools.chain.from_iterable(bundled(make)["rows"])
    assert not [cell for cell in cells if re.search("[0-9]", cell)]


def test_notebook_output():
    bundle = rivals()._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html", "application/vnd.masalih.chart+json"}
    html = bundle["text/html"]
    ET.fromstring(
        html.replace("<br>", "<br/>")
        .replace("&nbsp;", " ")
        .replace('height:auto">', 'height:auto"/>')
    )
    assert (
        'dir="rtl"' in html
        and 'href="https://example.org/ctc"' in html
        and "data:text/csv" in html
        and 'alt="' in html
    )
    formats.use("en")
    assert 'dir="ltr"' in rivals()._repr_mimebundle_()["text/html"]


# ---------------------------------------------------------------- figures and files


@pytest.mark.parametrize("edition", ["ar", "en"])
def test_a_figure_stands_alone_and_goes_on(edition):
    formats.use(edition)
    drawn = rivals()
    formats.use("en" if edition == "ar" else "ar")  # it keeps the edition it was made in
    figure = drawn.figure("narrow")
    said = " ".join(t.get_text() for t in figure.findobj(Text)).replace("\n", " ")
    with pytest.MonkeyPatch.context():
        formats.use(edition)
        for words in (drawn.title, drawn.subtitle, citations.source_label("ctc").split("،")[0]):
            assert words in said
    before = len(figure.axes[0].lines)
    figure.axes[0].axhline(1000)
    assert len(figure.axes[0].lines) == before + 1
    assert len(drawn.figure("narrow").axes[0].lines) == before, "the next one is new"
    assert figure._repr_png_().startswith(b"\x89PNG")
    assert citations.used() == ([], []), "a file is not on the page"


def test_words_of_a_figure_neither_overlap_nor_leave_it():
    formats.use("ar")
    figure = rivals().figure("narrow")
    figure.canvas.draw()
    height, width = figure.bbox.height, figure.bbox.width
    boxes = [t.get_window_extent() for t in figure.texts if t.get_text() and t.get_alpha() != 0]
    assert len(boxes) > 4
    assert all(
        b.y0 >= -1 and b.y1 <= height + 1 and b.x0 >= -3 and b.x1 <= width + 3 for b in boxes
    )
    overlapping = [
        (a, b) for a, b in itertools.combinations(boxes, 2) if a.shrunk(0.9, 0.9).overlaps(b)
    ]
    assert overlapping == []


@pytest.mark.parametrize("kind, begins", [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")])
def test_a_saved_chart_is_a_file_of_its_kind_and_the_same_each_time(kind, begins, tmp_path):
    drawn = sideways()
    path = drawn.save(tmp_path / f"chart.{kind}")
    first = path.read_bytes()
    assert path.name == f"chart.{kind}" and first.startswith(begins)
    assert drawn.save(str(path)).read_bytes() == first
    if kind == "svg":
        assert drawn.title.encode() in first and b"<text" not in first
    if kind == "pdf":
        assert b"IBMPlexSansArabic" in first.replace(b"-", b"")


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"no folder .*Remedy: make it"):
        chart().line(rows([1, 2])).save(tmp_path / "none" / "a.png")


# ---------------------------------------------------------------- colours


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return np.dot(
        [0.2126, 0.7152, 0.0722],
        [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels],
    )


def contrast(a, b):
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", style.COLOURS)
def test_colours_stand_out_from_both_pages(name):
    light, dark = style.COLOURS[name]
    assert (
        contrast(light, "#ffffff") >= 4.5 and contrast(dark, "#14181e") >= 4.5
    )  # they colour words too


@pytest.mark.parametrize("colour", ["gold", "#000000", "white", (0.2, 0.4, 0.6), "tab:olive"])
def test_any_colour_is_drawn_as_given_and_its_words_can_be_read(colour):
    drawn = chart().line(rows([1, 2, 3]), label=tr("عدّ", "count"), color=colour)
    own = drawn.layers[0].mark
    svg = drawn.bundle()["svg"]
    assert f"stroke: {own.colour}" in svg["wide"] and own.words in svg["wide"]
    assert contrast(own.words, "#ffffff") >= 4.5
    used = set(re.findall(r"#[0-9a-f]{6}\b", svg["wide_dark"]))
    assert used and min(contrast(one, "#14181e") for one in used - {"#14181e", "#363c44"}) >= 2.5
    assert len(re.findall("<path", svg["wide_dark"])) == len(re.findall("<path", svg["wide"]))


def test_the_books_colours_keep_their_names_and_words():
    assert style.mark("red", 0).words == style.COLOURS["red"][0] != "#ff0000"


@pytest.mark.parametrize("colour", [style.INK, style.MUTED])
def test_letters_stand_out_from_both_pages(colour):
    assert contrast(colour, "#ffffff") >= 4.5 and contrast(style.DARK[colour], "#14181e") >= 4.5


@pytest.mark.parametrize("page", [0, 1])
def test_colours_differ_in_grey_print(page):
    lightness = sorted(
        116 * np.cbrt(luminance(style.COLOURS[name][page])) - 16 for name in style.CYCLE
    )
    assert min(np.diff(lightness)) >= 5


def seen_with(colour, matrix):
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return np.clip(matrix @ linear, 0, 1)


# Machado, Oliveira and Fernandes (2009), full dichromacy, on linear RGB
BLIND = {
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_LAB = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)


def lab(linear):
    f = np.cbrt(TO_LAB @ linear / TO_LAB.sum(1))
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("page", [0, 1])
@pytest.mark.parametrize("kind", BLIND)
def test_colours_differ_for_colour_blind_readers(kind, page):
    for one, two in itertools.combinations(style.CYCLE, 2):
        a, b = (
            lab(seen_with(style.COLOURS[name][page], np.array(BLIND[kind]))) for name in (one, two)
        )
        assert np.linalg.norm(a - b) > 10, (one, two)


def test_map_shades_rise_in_both_themes():
    light = [luminance(c) for c in style.SEQUENCE]
    dark = [luminance(style.DARK[c]) for c in style.SEQUENCE]
    assert light == sorted(light, reverse=True) and dark == sorted(dark)


# ---------------------------------------------------------------- maps and labels in detail


def test_missing_is_not_zero_on_a_map():
    scale = Scale([0, 5, 50, 500, np.nan])
    assert len({scale.shade(0), scale.shade(np.nan), scale.shade(5)}) == 3
    formats.use("en")
    sheet, _, _ = composed(lambda: chart().map(where(west=5, north=np.nan, south=0)), "wide")
    assert "no data" in sheet.key and "none" in sheet.key


def test_maps_of_one_chart_share_their_classes():
    formats.use("en")
    _, (first, second), _ = composed(maps, "wide")
    assert first.scale.limits == second.scale.limits


@pytest.mark.parametrize(
    "values", [[1], [0, 0], [1, 1, 1], list(range(1, 1000)), [0.001, 0.5], [np.nan]]
)
def test_breaks_rise_and_split_the_values(values):
    limits = breaks(values)
    assert limits == sorted(set(limits)) and len(limits) < len(style.SEQUENCE)
    Scale(values).key()


def test_labels_spread_without_touching_and_keep_their_order():
    centres = labels.spread([50, 51, 52, 90], [10, 10, 10, 10], 0, 100)
    assert (
        centres == sorted(centres)
        and min(np.diff(centres)) >= 10
        and centres[0] >= 5
        and centres[-1] <= 95
    )


def test_flags_never_touch_and_no_line_runs_through_words():
    rng = np.random.default_rng(1)
    for _ in range(40):
        places, widths = rng.uniform(0, 400, 6), rng.uniform(20, 90, 6)
        flags = [labels.Flag(x, w) for x, w in zip(places, widths, strict=True)]
        if labels.hang(flags, 0, 400, 6):
            for a, b in itertools.permutations(flags, 2):
                (a0, a1), (b0, b1) = a.reach, b.reach
                assert a.row != b.row or a1 <= b0 + 1e-9 or b1 <= a0 + 1e-9
                assert not (a.row > b.row and b0 + 2 < a.x < b1 - 2)


# ---------------------------------------------------------------- numbers, tables and references in


def test_cited_number_links_to_its_source(edition, monkeypatch):
    one = citations.cited(1470, rows([1470]))
    assert str(one) == tr("١٬٤٧٠", "1,470") == repr(one)
    assert 'href="#src-ctc"' in one._repr_html_() and tr("٢٠٢٠", "2020") in one.title
    both = pd.concat([rows([1]), rows([1], source="gtd")])
    monkeypatch.setattr(data, "observations", lambda *ids: both)
    several = citations.cited(0.68, both, share=True)
    assert several.href == "#data-attacks" and str(several) == tr("٦٨٪", "68%")
    assert citations.cited("من ٥ إلى ٧", "ucdp").text == "من ٥ إلى ٧"
    assert citations.used() == (["ctc", "gtd", "ucdp"], ["attacks"])
    assert citations.cited(3, rows([3]).iloc[0]).href == "#src-ctc"


def test_number_without_source_is_refused():
    with pytest.raises(ValueError, match="name no source"):
        citations.cited(3, rows([3]).drop(columns="source"))
    with pytest.raises(LookupError, match="no source 'nowhere'"):
        citations.cited(3, "nowhere")


def test_cited_markup_is_escaped():
    assert "<b>" not in citations.cited(1, "ctc", text="<b>1</b>")._repr_html_()


def test_table_is_marked_up_and_written_in_the_edition(edition):
    frame = pd.DataFrame(
        {
            "year": [2018, 2019],
            "n": [1470.0, np.nan],
            "when": pd.to_datetime(["2018-01-01", "2019-01-01"]),
            "name": ["<x>", "F-16 2"],
        }
    )
    html = citations.show(
        frame,
        tr("جدول", "Table"),
        {"year": tr("السنة", "Year"), "n": "n", "when": "w", "name": "F-16"},
        {"n": 0, "when": "month"},
    )
    root = ET.fromstring(html)
    assert root.get("role") == "region" and root.get("tabindex") == "0" and root.get("aria-label")
    assert [th.get("scope") for th in root.iter("th")] == ["col"] * 4 + ["row", "row"]
    cells = ["".join(td.itertext()) for td in root.iter("td")]
    assert (
        tr("١٬٤٧٠", "1,470") in cells
        and "—" in cells
        and "<x>" in cells
        and tr("F-16 ٢", "F-16 2") in cells
    )
    assert tr("كانون الثاني ٢٠١٨", "Jan 2018") in cells, "a long month breaks a phone's column"
    assert root.get("dir") == tr("rtl", "ltr")
    assert "1,470" not in citations.show(frame, "c", {"name": "x"}) and "year" in citations.show(
        frame, "c"
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"caption": ""},
        {"columns": {"no": "x"}},
        {"formats": {"no": 1}},
        {"formats": {"a": "percentage"}},
    ],
)
def test_wrong_table_is_refused(wrong):
    with pytest.raises(
        ValueError, match=r"no column|caption|'percentage'.*or one of percent, year"
    ):
        citations.show(pd.DataFrame({"a": [1]}), **({"caption": "c"} | wrong))


def test_a_truth_of_numpy_is_written_as_one_of_python(edition):
    assert citations.plain(np.True_) == tr("نعم", "yes")
    assert citations.plain(np.False_) == tr("لا", "no")


def test_references_list_all_that_was_used(edition):
    rivals().bundle()
    citations.cited(1, "ucdp")
    root = ET.fromstring(f"<div>{citations.references()}</div>")
    assert {e.get("id") for e in root.iter() if e.get("id")} == {
        "data-attacks",
        "src-ctc",
        "src-gtd",
        "src-ucdp",
    }
    inside = [a.get("href") for a in root.iter("a") if a.get("href").startswith("#")]
    assert inside == ["#src-ctc"]  # a series leads to the sources of its own rows
    assert all(
        a.get("href").startswith("https://") for a in root.iter("a") if a.get("href") not in inside
    )
    citations.start_page()
    assert citations.used() == ([], [])


def test_verdicts(edition):
    frame = pd.DataFrame(
        {
            "name_ar": ["العدد 2500"],
            "name_en": ["The number"],
            "claim_ar": ["قول عن 2500"],
            "claim_en": ["a claim"],
            "verdict": ["contested"],
            "kind": ["judged"],
            "reason_ar": ["سبب: {x-002}"],
            "reason_en": ["why: {x-002}"],
            "supports": [["attacks", "ucdp"]],
            "opposes": [["x-002"]],
        },
        index=["C07"],
    )
    html = citations.verdicts(frame)
    assert 'href="#data-attacks"' in html and 'href="#src-ucdp"' in html
    assert (
        f"{tr('هجمات، ٢٠١٥: ما لا يقل عن ٩٠٠', 'Attacks, 2015: at least 900')}" in html
    )  # a single row is named with its figure
    assert citations.used() == (
        ["ctc", "ucdp"],
        ["attacks"],
    )  # so that references() lists what a verdict stands on
    assert f"<strong>{tr('العدد ٢٥٠٠', 'The number')}</strong>" in html and ">C07<" not in html
    assert tr("مختلف فيه", "contested") in html and 'id="claim-C07"' in html
    assert tr("تقدير منّا", "our judgement") in html
    taken = tr("ما لا يقل عن ٩٠٠", "at least 900")  # what the reason takes from the row
    assert f'{tr("سبب: ", "why: ")}<a href="#src-ctc">{taken}</a>' in html.replace(
        ' class="cited"', ""
    )
    with pytest.raises(ValueError, match=r"claims\.csv"):
        citations.verdicts(frame.assign(verdict="perhaps"))
