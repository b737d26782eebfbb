"""The Sphinx extension that makes one book of two editions; `_config.yml` names it and every part registers itself here."""


def setup(app):
    # Imported here so that tests and `masalih serve` can use one part without loading Sphinx and MyST-NB.
    from . import (access, api, catalogue, charts, editions, executed, exercises, fingerprint, fonts, glossary, reuse, rtl, run, search, slides,
                   strings, teaching)

    for part in (strings, fingerprint, executed, run, editions, exercises, charts, reuse, catalogue, api, glossary, fonts, rtl, search,
                 teaching, access, slides):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
