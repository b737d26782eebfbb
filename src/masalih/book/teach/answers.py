"""The keys of exercises and questions as a page of the teacher's book: answers and mistakes."""

from html import escape

from masalih import formats
from masalih.exercises import keys
from masalih.translation import EDITIONS, translator


def page(edition):
    """The markup of the page, on the data as they are now."""
    _ = translator(edition)
    parts = [f"<h1>{escape(_('Keys of the exercises'))}</h1>"]
    formats.use(edition)
    try:
        for chapter, questions in keys.notebooks("questions").items():
            known: dict[str, keys.Key] = {}
            for path in filter(None, (keys.notebooks().get(chapter), questions)):
                known |= keys.fresh(path)
            rows = "".join(_row(label, key, edition) for label, key in known.items())
            heads = (_("Exercise"), _("Answer"), _("Usual mistakes"))
            head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
            parts.append(
                f"<section><h2>{escape(chapter)}</h2>"
                f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></section>"
            )
    finally:
        formats.use(None)
    return f'<section id="answers">{"".join(parts)}</section>'


def _row(label, key, edition):
    named = {word: names[EDITIONS.index(edition)] for word, names in key.choices.items()}
    mistakes = "".join(
        f"<p>{_value(named.get(one.value, one.value), key.decimals)}: "
        f"{escape(getattr(one, edition))}</p>"
        for one in key.mistakes
    )
    answer = _value(named.get(key.right, key.right), key.decimals)
    return f"<tr><td><code>{label}</code></td><td>{answer}</td><td>{mistakes}</td></tr>"


def _value(value, decimals):
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return f"<bdi>{escape(str(value))}</bdi>"
    return f"<bdi>{escape(formats.num(value, decimals or 0))}</bdi>"
