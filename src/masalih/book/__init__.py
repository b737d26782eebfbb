"""The Sphinx extension that makes one book of two editions; `_config.yml` names it and every part registers itself here."""

from importlib import import_module

# In the order in which they register: of two that wait for the same event, the first is asked first.
PARTS = ["strings", "fingerprint", "executed", "run", "editions", "exercises", "charts", "reuse", "catalogue", "api", "glossary", "fonts", "rtl", "search", "teaching", "access", "slides", "sight", "policy", "metadata"]


def setup(app):
    # Imported here so that tests and `masalih serve` can use one part without loading Sphinx and MyST-NB.
    for name in PARTS:
        import_module(f"{__name__}.{name}").setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
