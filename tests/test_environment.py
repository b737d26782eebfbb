"""What the book keeps in Sphinx's environment is true of the pages that there are."""

import pickle
from types import SimpleNamespace

import pytest

from masalih.book.base.environment import Inputs, Record, record
from masalih.book.base.page_inputs import PageInputs
from masalih.book.figures.figure_index import FigureIndex


def environment(*pages):
    """An environment that has read such pages: each draws a figure and shows that of another."""
    return SimpleNamespace(
        masalih=Record(
            inputs={page: Inputs("code", "data", {}) for page in pages},
            figures={f"fig-{page}": {"page": page} for page in pages},
            showings={page: [("fig-other", 3)] for page in pages},
        )
    )


@pytest.fixture(params=[PageInputs, FigureIndex])
def collector(request):
    return request.param()


def pages_of(env):
    """The pages that each field of the record knows."""
    figures = {about["page"] for about in record(env).figures.values()}
    return {PageInputs: {*record(env).inputs}, FigureIndex: figures | {*record(env).showings}}


def test_nothing_is_kept_of_a_page_that_is_gone(collector):
    env = environment("a", "b")
    collector.clear_doc(None, env, "a")
    collector.clear_doc(None, env, "never read")
    assert pages_of(env)[type(collector)] == {"b"}


def test_what_another_process_read_is_taken_over(collector):
    env = environment("a")
    collector.merge_other(None, env, {"b"}, environment("b", "c"))
    assert pages_of(env)[type(collector)] == {"a", "b"}


def test_an_environment_starts_empty_and_can_be_saved():
    env = SimpleNamespace()
    record(env).titles = "hash"
    assert record(pickle.loads(pickle.dumps(env))) == Record(titles="hash")
