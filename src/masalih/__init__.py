"""What a notebook imports: data, words and numbers of the edition, charts and cited numbers.

Names load on first use: building or serving the book needs neither pandas nor matplotlib.
"""
from importlib import import_module

_HOME = {
    "Chart": "charts",
    **dict.fromkeys(["DataError", "claims", "events", "governorates", "observations", "series", "sources",
                     "sources_of", "table", "terms"], "data"),
    **dict.fromkeys(["cited", "references", "start_page", "verdicts"], "prose"),
    "show": "prose:table",
    **dict.fromkeys(["between", "date", "digits", "language", "num", "percent", "period", "span", "term", "tr", "use", "year"], "words"),
}
__all__ = sorted(_HOME)


def __getattr__(name: str):
    if name not in _HOME:
        raise AttributeError(f"module 'masalih' has no attribute {name!r}")
    module, _, attribute = _HOME[name].partition(":")
    value = getattr(import_module(f"masalih.{module}"), attribute or name)
    globals()[name] = value
    return value
