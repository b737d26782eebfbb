"""Why: one place knows the edition in force and where its words stand, so that all agree.

English stands in the code and is the key. The other language stands in `locale/<language>`, in .po
files that are read as they are: masalih.po for the library, book.po for the book's own pages,
sphinx.po for Sphinx, its themes and extensions. A message without a translation is an error, never
English on an Arabic page.
"""

from __future__ import annotations

import functools
import gettext as standard
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

EDITIONS = ("ar", "en")
LOCALE = Path(__file__).parent / "locale"
_edition: str | None = None


# ---------------------------------------------------------------- the edition in force


def language() -> str:
    """The edition in force, "ar" or "en". ValueError if BOOK_LANG holds anything else."""
    return _edition or _known(os.environ.get("BOOK_LANG") or "ar")


def use(edition: str | None) -> None:
    """Choose the edition for this process; None returns the choice to BOOK_LANG. ValueError on any
    other value.
    """
    global _edition
    _edition = edition if edition is None else _known(edition)


@contextmanager
def edition(name: str) -> Iterator[None]:
    """The edition `name` while the block runs, then the one before it."""
    before = _edition
    use(name)
    try:
        yield
    finally:
        use(before)


def _known(edition: str) -> str:
    if edition not in EDITIONS:
        raise ValueError(
            f"edition {edition!r} is not one of {EDITIONS}:"
            " set BOOK_LANG, or call use('ar') or use('en')"
        )
    return edition


# ---------------------------------------------------------------- what authors write side by side


def tr(ar: str, en: str) -> str:
    """The one of two texts that belongs to this edition. ValueError if that one is empty."""
    text = ar if language() == "ar" else en
    if not text:
        raise ValueError(f"tr() has no {language()} text for {ar or en!r}")
    return text


# ---------------------------------------------------------------- what the code says


def gettext(message: str, /, **values) -> str:
    """An English message in this edition; names in braces take their value from `values`.

    LookupError for a message without a translation.
    """
    return _written(_messages(language()).gettext(message), values)


def pgettext(context: str, message: str, /, **values) -> str:
    """`gettext` for a message whose translation depends on where it stands: its `context`."""
    return _written(_messages(language()).pgettext(context, message), values)


def translator(language: str) -> Callable[..., str]:
    """A `gettext` of one language, whichever edition is in force."""
    return lambda message, /, **values: _written(_messages(language).gettext(message), values)


def _written(text: str, values: dict) -> str:
    return text.format(**values) if values else text


# ---------------------------------------------------------------- catalogues


@functools.cache
def catalogue(language: str, domain: str):
    """The messages of one .po file as a `babel.messages.Catalog`; ValueError for a fault in it."""
    from babel.messages.pofile import PoFileError, read_po

    path = LOCALE / language / "LC_MESSAGES" / f"{domain}.po"
    try:
        with path.open("rb") as file:
            return read_po(file, locale=language, domain=domain, abort_invalid=True)
    except PoFileError as error:
        raise ValueError(f"{path}: line {error.lineno + 1}: {error}") from error


def compiled(language: str, *domains: str) -> standard.GNUTranslations:
    """Catalogues as translations of the standard library, the first asked first."""
    from babel.messages.mofile import write_mo

    chain = []
    for domain in domains:
        with io.BytesIO() as file:
            write_mo(file, catalogue(language, domain))
            file.seek(0)
            chain.append(standard.GNUTranslations(file))
    for translations in chain[1:]:
        chain[0].add_fallback(translations)
    return chain[0]


@functools.cache
def _messages(language: str) -> standard.NullTranslations:
    if language == "en":
        return standard.NullTranslations()
    messages = compiled(language, "masalih", "book")
    messages.add_fallback(_Untranslated())
    return messages


class _Untranslated(standard.NullTranslations):
    """What is asked last."""

    def gettext(self, message: str) -> str:
        raise LookupError(
            f"{message!r} has no translation: add it to src/masalih/locale (masalih.po or book.po)"
        )

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(f"{context}: {message}")
