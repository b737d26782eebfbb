"""What a notebook imports: data, numbers and names of the edition, charts, citations.

`__init__.pyi` names it all.

Names load on first use: building or serving the book needs neither pandas nor matplotlib.
"""

import lazy_loader

_load, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)


def __getattr__(name):
    if name == "__version__":
        from importlib import metadata

        return metadata.version(__name__)
    try:
        return _load(name)
    except AttributeError as error:
        if name in __all__:  # it is here, and what it needs is not
            raise
        raise AttributeError(_unknown(name), name=name) from error


def _unknown(name):
    import difflib

    near = difflib.get_close_matches(name, __all__, n=3)
    remedy = f"did you mean {' or '.join(near)}?" if near else "dir(masalih) lists what it offers."
    return f"masalih has no {name!r}. Remedy: {remedy}"
