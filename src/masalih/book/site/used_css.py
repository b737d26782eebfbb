"""Leaves out of a stylesheet what no page can use.

Three quarters of the theme's are for parts that this book does not have, and a browser must read
and sort all of it before it draws anything.
"""

import re

import tinycss2

ATTRIBUTE = re.compile(r"""\b(?:class|id)=(["'])(.*?)\1""")
WORD = re.compile(r"[\w-]+")
NESTED = {"media", "supports", "layer", "container"}


def names(texts):
    """Every class and id that HTML pages have, or that their scripts may give them.

    Any word of a script may be one. `texts` is {file name: text} of .html and .js files.
    """
    found = set()
    for name, text in texts.items():
        found |= (
            {word for match in ATTRIBUTE.finditer(text) for word in match[2].split()}
            if name.endswith(".html")
            else set(WORD.findall(text))
        )
    return found


def used(css, known):
    """The stylesheet `css` without comments and without what asks for a name not in `known`.

    Names are those of classes and ids, `known` is a set of them.
    """
    return (
        "\n".join(
            _rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), known)
        )
        + "\n"
    )


def _rules(rules, known):
    for rule in rules:
        if rule.type == "qualified-rule":
            kept = [
                tinycss2.serialize(selector)
                for selector in _selectors(rule.prelude)
                if known.issuperset(_asked(selector))
            ]
            if kept:
                yield f"{','.join(kept).strip()}{{{tinycss2.serialize(rule.content).strip()}}}"
        elif (
            rule.type == "at-rule" and rule.lower_at_keyword in NESTED and rule.content is not None
        ):
            inner = list(
                _rules(
                    tinycss2.parse_rule_list(
                        rule.content, skip_comments=True, skip_whitespace=True
                    ),
                    known,
                )
            )
            if inner:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{''.join(inner)}}}"
        elif rule.type == "at-rule":
            yield rule.serialize()


def _selectors(prelude):
    """The selectors of a rule, each a list of tokens."""
    found: list[list] = [[]]
    for token in prelude:
        if token == ",":
            found.append([])
        elif token.type != "comment":
            found[-1].append(token)
    return found


def _asked(selector):
    """The classes and ids an element must have; those in :not(…), :is(…) … may be absent."""
    before = None
    for token in selector:
        if token.type == "hash" or (token.type == "ident" and before == "."):
            yield token.value
        before = token
