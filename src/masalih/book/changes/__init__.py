"""What a later build says otherwise than an earlier one: rows, sentences, titles, charts, verdicts.

`record` keeps what a built checkout says, `revision` builds one for it from git, `compare` finds
what moved between two records, `report` tells it as text, Markdown, JSON or an Atom feed, and
`page` makes a page of it for the readers of each edition.
"""
