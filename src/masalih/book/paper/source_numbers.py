"""Prints after every number those of its sources, or of its series, in the lists of its page."""

import itertools
import re
from collections.abc import Iterator
from urllib.parse import quote, unquote

from bs4 import BeautifulSoup, Tag

from masalih import anchors, formats

LISTS = {"source": "sources", "data": "data"}  # what paper calls the lists: a class, and a word
_SOUP = BeautifulSoup("", "html.parser")  # makes elements


class SourceNumbers:
    """The sources and series that one page lists, by the numbers that paper gives them.

    body:  the page's markup, changed in place; its links lead to addresses.
    page:  what the addresses of this page begin with, such as "book:02-isis".
    words: those of the edition.
    """

    def __init__(self, body: Tag, page: str, words: dict):
        self.body, self.page, self.words = body, page, words
        self.items = {kind: body.select(anchors.selector(kind)) for kind in LISTS}
        self.places = {
            f"{page}#{item['id']}": number
            for items in self.items.values()
            for number, item in enumerate(items, 1)
        }
        self.sources = self._take_numbers()

    def print(self):
        """Name and number the lists, and set the notes."""
        self._name_lists()
        self._mark_series()
        self._print_addresses()
        self._shorten_credits()
        self._set_notes()

    # ------------------------------------------------------------ lists

    def _take_numbers(self) -> dict[str, list[str]]:
        """{address of what a number leads to: those of its sources, or its own}.

        The entries of numbers from several sources are taken out: on paper each number has its own.
        """
        found = {address: [address] for address in self.places}
        for item in self.body.select(anchors.selector("number")):
            links = [str(link["href"]) for link in item.select("a[href]")]
            found[f"{self.page}#{item['id']}"] = [
                href for href in links if anchors.read(href)[0] == "source"
            ]
        for block in self.body.select(".references.numbers"):
            block.decompose()
        return found

    def _name_lists(self):
        """Call the lists of a chapter what paper calls them; a second list of sources counts on."""
        for kind, title in LISTS.items():
            for number, item in enumerate(self.items[kind], 1):
                if item.find_previous_sibling("li") is None and item.parent is not None:
                    item.parent["class"], item.parent["start"] = title, str(number)
                    heading = item.parent.find_previous_sibling(class_="references-title")
                    if heading is not None:
                        heading.string = self.words[title]
        for list_ in self.body.select("ul.data, ol.sources[start='1']"):
            del list_["start"]

    def _mark_series(self):
        for number, item in enumerate(self.items["data"], 1):
            item.insert(0, element("span", f"{self.words['series']}{digits(number)}", "mark"), " ")

    def _print_addresses(self):
        for item in self.items["source"]:
            link = item.select_one("a[href^=http]")
            if link is not None:
                href = str(link["href"])
                address = element("a", legible(href), "address", href=href, dir="ltr", lang="en")
                item.extend([" ", address])

    # ------------------------------------------------------------ figures

    def _shorten_credits(self):
        """Lead the credits of a figure into the list; of those folded away print the numbers."""
        listed = self._by_web_address()
        for credits in self.body.select("figure .chart-credits"):
            for name in credits.select("bdi"):  # a Latin publisher with an Arabic date
                name["dir"] = self.words["direction"]
            for link in credits.select("a[href^=http]"):
                link["href"] = listed.get(str(link["href"]), link["href"])
            for folded in credits.select("details.chart-more"):
                self._unfold_briefly(folded)

    def _by_web_address(self) -> dict[str, str]:
        """{web address: its first place in the list of sources}."""
        found = {}
        for item in reversed(self.items["source"]):
            link = item.select_one("a[href^=http]")
            if link is not None:
                found[str(link["href"])] = f"{self.page}#{item['id']}"
        return found

    def _unfold_briefly(self, folded: Tag):
        """Of the sources that the page folds away: numbers, and names of those the list lacks."""
        links = folded.select("a[href]")
        known = {str(link["href"]) for link in links} & set(self.places)
        pieces: list[Tag] = [self._number(href) for href in self._sorted(known)]
        pieces += [link for link in links if link["href"] not in self.places]
        line = element("span", f"{self.words['more']}: ", "more")
        for place, piece in enumerate(pieces):
            line.extend([self.words["comma"], piece] if place else [piece])
        folded.replace_with(line)

    # ------------------------------------------------------------ notes

    def _set_notes(self):
        """Set a note after each link into the lists; where links in a row agree, after the last."""
        of_the_list = {id(link) for item in self.items["data"] for link in item.select("a")}
        noted = [
            link
            for link in self.body.select("a[href]")
            if link["href"] in self.sources
            and id(link) not in of_the_list
            and "note" not in link.get_attribute_list("class")
        ]
        for link, following in itertools.zip_longest(noted, noted[1:]):
            if (
                following is None
                or following["href"] != link["href"]
                or _block(following) is not _block(link)
            ):
                link.insert_after(self._note(self.sources[str(link["href"])]))
        for link in noted:  # only now: each is compared with the next
            link.name, link.attrs = "bdi", {"class": "valued", "dir": self.words["direction"]}

    def _note(self, hrefs: list[str]) -> Tag:
        """The numbers of one or more sources in brackets, in order; three in a row are a range."""
        note = element("sup", "", "noted", dir=self.words["direction"])
        before, after = self.words["note"].split("{}")
        if len(hrefs) == 1:
            note.append(self._number(hrefs[0], before, after))
            return note
        note["class"] = "noted several"
        note.append(before)
        for place, (first, last) in enumerate(self._runs(hrefs)):
            note.extend([self.words["comma"]] if place else [])
            note.append(self._number(first))
            if last != first:
                note.extend(["–", self._number(last)])
        note.append(after)
        return note

    def _runs(self, hrefs: list[str]) -> Iterator[tuple[str, str]]:
        """(first, last) of each run of three or more; what stands alone, or with one, twice."""
        ordered = self._sorted(hrefs)
        by_distance = itertools.groupby(
            enumerate(ordered), lambda pair: self.places[pair[1]] - pair[0]
        )
        for _, pairs in by_distance:
            run = [href for _, href in pairs]
            yield from [(run[0], run[-1])] if len(run) > 2 else [(href, href) for href in run]

    def _sorted(self, hrefs) -> list[str]:
        return sorted(set(hrefs), key=self.places.__getitem__)

    def _number(self, href: str, before: str = "", after: str = "") -> Tag:
        mark = self.words["series"] if anchors.read(href)[0] == "data" else ""
        text = f"{before}{mark}{digits(self.places[href])}{after}"
        return element("a", text, "note", href=href, role="doc-noteref")


def element(name: str, text: str, kind: str, **attributes: str) -> Tag:
    """A new element of the class `kind`."""
    made = _SOUP.new_tag(name, attrs={"class": kind, **attributes})
    if text:
        made.string = text
    return made


def digits(number: int) -> str:
    """The number of a source or series in the edition's digits, never grouped."""
    return formats.digits(str(number))


def legible(address: str) -> str:
    """An address as a reader would type it.

    Its letters are letters, and what would end or break it is still escaped.
    """
    shown = unquote(address)
    return address if "\ufffd" in shown else re.sub(r"[\s\x00-\x1f]", lambda m: quote(m[0]), shown)


def _block(element: Tag):
    return element.find_parent(["p", "li", "td", "th", "dd"])
