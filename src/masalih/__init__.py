"""What a notebook imports: data, words and numbers of the edition, charts and cited numbers.

Names load on first use: building or serving the book needs neither pandas nor matplotlib.
"""
from importlib import import_module

_HOME = {
    "Chart": "charts",
    **dict.fromkeys(["bibtex", "csl_json"], "bibliography"),
    **dict.fromkeys(["DataError", "claims", "events", "governorates", "observations", "series", "sources",
                     "table", "terms"], "data"),
    "readings": "desk",
    **dict.fromkeys(["cited", "references", "show", "sources_of", "start_page", "verdicts"], "prose"),
    **dict.fromkeys(["between", "date", "digits", "language", "num", "percent", "period", "span", "term", "tr", "use", "year"], "words"),
}
__all__ = sorted(_HOME)


def __getattr__(name: str):
    if name not in _HOME:
        raise AttributeError(f"module 'masalih' has no attribute {name!r}")
    value = getattr(import_module(f"masalih.{_HOME[name]}"), name)
    globals()[name] = value
    return value
