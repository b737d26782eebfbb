"""What a docstring shows is what happens: the examples of the library run, on the book's data."""

import doctest
import inspect
import re

import pytest

import masalih
from masalih import formats

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL
# Data, search, charts and editions; what writes numbers, names and pages says it in a sentence.
SHOWN = (
    "Chart",
    "as_of",
    "claims",
    "events",
    "find",
    "governorates",
    "observations",
    "overlaps",
    "series",
    "sources",
    "table",
    "tables",
    "terms",
    "total",
    "use",
)


def examples():
    """[(name, doctest)] of what the library offers."""
    finder = doctest.DocTestFinder(exclude_empty=True)
    offered = [(name, getattr(masalih, name)) for name in masalih.__all__]
    offered += [("arabic.install", masalih.arabic.install)]
    for name, thing in offered:
        if not inspect.ismodule(thing):
            for one in finder.find(thing, name, globs={"masalih": masalih}):
                if one.examples:
                    yield one


EXAMPLES = {one.name: one for one in examples()}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_gives_what_it_shows(name, tmp_path):
    formats.use("en")
    said = []
    one = EXAMPLES[name]
    one.globs["folder"] = tmp_path
    result = doctest.DocTestRunner(optionflags=FLAGS).run(one, out=said.append)
    formats.use(None)
    assert (result.failed, result.attempted > 0) == (0, True), "".join(said)


def test_what_data_and_charts_offer_has_an_example():
    assert [name for name in SHOWN if name not in EXAMPLES] == []


@pytest.mark.parametrize("name", SHOWN)
def test_a_docstring_says_what_goes_in_what_comes_out_and_what_fails(name):
    thing = getattr(masalih, name)
    said = inspect.getdoc(thing)
    named = [one for one in inspect.signature(thing).parameters if one != "self"]
    for one in named:
        assert re.search(rf"^    {one}: ", said, re.M), f"{name}: {one} is not explained"
    assert "Raises:" in said or name in ("Chart",)
    assert "Returns:" in said or name in ("Chart", "use")
    (returned,) = re.findall(r"^Returns:\n(.*)$", said, re.M) or [""]
    assert ": " not in returned, "what stands before a colon there is printed as a type"


def test_the_version_is_that_of_the_checkout(root):
    text = (root / "pyproject.toml").read_text("utf-8")
    assert re.search(rf'^version = "{re.escape(masalih.__version__)}"$', text, re.M), (
        "`make .venv/book` installs the checkout anew"
    )
