"""An address that leads a reader to a stranger's machine must stop where it is typed."""

import re
import shutil

import pytest

from masalih import bibliography, checkout, citations, data, formats
from masalih.rules.addresses import COPY, address_problems
from masalih.validation import Package, Row

GOOD = (
    "https://www.rudaw.net/english/middleeast/iraq/29032025",
    "https://2009-2017.state.gov/secretary/rm/2011/12/178642.htm",
    "https://abc17news.com/ap-national/2023/09/15/iraq/",
    "https://m.reliefweb.int/report/3748094/iraq",
    "https://musingsoniraq.blogspot.com/2019/01/went.html",
    "https://elnashra.com/news/show/1153524/سلطات-روسيا",
    "https://forum.example/showthread.php?30639-Sustainment-deal",
    "https://example.org/a_{b}?c=%20&d#e",
    "https://wiadomosci.wp.pl/irak",
    "https://latest.contest.example/protest",
)
BAD = {  # an address: what is said of it
    "https://www.defense.gov@evil.example/a": "a user stands before the host evil.example",
    "https://www.rudaw.net:8081/a": "the host has a port",
    "https://www.trtworld.com:443/a": "the host has a port",
    "https://www.rudaw.net:/a": "the host has a port",
    "https://www.rudaw.net:80a/a": "it is no address",
    "http://127.0.0.1/a": "a number or a machine's own name",
    "http://[::1]/a": "a number or a machine's own name",
    "http://localhost/a": "a number or a machine's own name",
    "https://scramble.nl./a": "the host ends in a point",
    "https://WWW.Rudaw.net/a": "the host has capital letters",
    "https://www.rud\u0430w.net/a": "letters that are not Latin",
    "https://xn--80ak6aa92e.com/a": "letters that are not Latin",
    'https://example.org/"onclick=a': 'the address holds "',
    "https://example.org/<b>": "the address holds <",
    "https://example.org/a?b=1&utm_source=x": "utm_source= says where a reader came from",
    "https://example.org/a?fbclid=x": "fbclid= says where a reader came from",
    "https://example.org/a?ref=letter.example": "ref= says where a reader came from",
    "https://stg-www.hindustantimes.com/a": "nothing is published at stg-www.hindustantimes.com",
    "https://janescom-stg.sitefinity.cloud/a": "nothing is published at",
    "https://acquiaprod.middleeasteye.net/node/1": "nothing is published at",
    "https://newtest.myrepublica.com/a": "nothing is published at",
    "https://api.shafaq.com/en/a": "nothing is published at",
    "https://658581.minerockhongkong.tech/a": "nothing is published at",
    "https://9ac8rrlbgmqr.example.net/a": "nothing is published at",
    "https://static.17.164.201.195.clients.your-server.de/a": "nothing is published at",
    "https://web.archive.org/web/2016/http://www.sipri.org/": "nothing is published at",
    "https://bit.ly/a": "nothing is published at",
    "http://example.org/a": "example.org is reached by http",
}


def rows(*sources):
    """Sources of a table: an address, or (publisher, address), or (publisher, address, read)."""
    found = []
    for line, source in enumerate(sources, 2):
        name, url, read = (
            ("Example", source, "excerpt") if isinstance(source, str) else (*source, "excerpt")[:3]
        )
        found.append(Row(line, {"publisher": name, "url": url, "read": read}))
    return found


def told(*sources, plain=()):
    """[(line, problem)] of the addresses of such a table."""
    return [
        (row and row.line, problem)
        for row, _field, problem, _remedy in address_problems(rows(*sources), plain)
    ]


@pytest.mark.parametrize("url", GOOD)
def test_an_address_as_publishers_have_them_passes(url):
    assert told(url) == []


@pytest.mark.parametrize("url, words", BAD.items())
def test_a_bad_address_is_named(url, words):
    (line, problem), *others = told(url)
    assert line == 2 and words in problem and others == []


@pytest.mark.parametrize("read", [COPY, "public mirror"])
def test_a_copy_may_stand_anywhere_once_it_is_called_one(read):
    assert told(("Janes", "https://janescom-stg.sitefinity.cloud/a", read)) == []


@pytest.mark.parametrize(
    "other",
    [
        "https://rudaw.net/english/1",
        "https://www.rudaw.net/english/1/",
        "https://www.rudaw.net/english/1#comments",
        "https://www.rudaw.net/%65nglish/1",
        "http://www.rudaw.net/english/1",
        "https://www.rudaw.net/english/1?utm_source=x",
        "https://m.rudaw.net/english/1",
        "https://www.rudaw.net/amp/english/1",
        "https://www.rudaw.net/english/1/amp",
        "https://www.rudaw.net/english/1?outputType=amp",
    ],
)
def test_a_page_is_recorded_once(other):
    first = "https://www.rudaw.net/english/1"
    assert (3, f"duplicate of line 2 ({first})") in told(first, other)
    assert told(first, f"{first}?page=2", "https://www.rudaw.net/English/1") == []


def test_http_is_for_hosts_that_are_said_to_have_nothing_else():
    old = "http://old.example/a"
    assert told(old, plain=["old.example"]) == []
    assert told(old, "https://www.old.example/b", plain=["old.example"]) == [
        (2, "other rows reach old.example by https")
    ]
    assert told("https://new.example/a", plain=["old.example"]) == [
        (None, "no address is http://old.example")
    ]


def test_a_stranger_among_the_addresses_of_a_publisher_is_named():
    own = [("Janes", "https://janes.com/1"), ("Janes (citing Lead IG)", "https://www.janes.com/2")]
    stray = ("Janes via Example", "https://example.org/3")
    assert told(*own, stray) == [
        (4, "the other 2 addresses of Janes are at janes, this one is at example.org")
    ]
    assert told(*own, (*stray, COPY)) == []
    assert told(*own, ("Janes", "https://janes.co.uk/3")) == []  # its own under another ending
    assert told(*own, stray, ("Example", "https://example.org/4")) == []  # a relay that others use
    assert told(own[0], stray) == []  # one address is no custom


@pytest.mark.parametrize("name", ["Kurdistan 24", "The Kurdistan24 (AFP)", "kurdistan24"])
def test_a_publisher_is_written_in_one_way(name):
    first = ("Kurdistan24 (SOHR)", "https://www.kurdistan24.net/1")
    (line, problem), *others = told(first, (name, "https://www.kurdistan24.net/2"))
    assert line == 3 and "is 'Kurdistan24' in line 2" in problem and others == []
    assert told(first, ("Kurdistan24 Arabic", "https://www.kurdistan24.net/2")) == []


def test_the_check_names_row_and_remedy(tmp_path):
    folder = shutil.copytree(checkout.data(), tmp_path / "data")
    file = folder / "sources.csv"
    text = file.read_text("utf-8")
    url = re.search(r"^janes-2022-02.*?(https://janes\.com/[^,]+)", text, re.M)[1]
    line = text[: text.index(url)].count("\n") + 1
    file.write_text(text.replace(url, url.replace("janes.com", "janes.com@evil.example")), "utf-8")
    assert [str(fault) for fault in Package(folder).faults_of("sources")] == [
        f"sources.csv:{line}:url: a user stands before the host evil.example. "
        "Remedy: delete all between // and @."
    ]


@pytest.mark.parametrize(
    "edition, words",
    [("ar", "قرئ مقتطف من نسخة منه على"), ("en", "read in an excerpt of a copy at")],
)
def test_a_reader_is_told_where_a_copy_stands(edition, words):
    formats.use(edition)
    sources = data.sources()
    id = sources.index[(sources.read == COPY) & sources.url.str.contains("sitefinity")][0]
    item = citations.source_item(id, sources.loc[id])
    formats.use(None)
    assert f'{words} <bdi lang="en" dir="ltr">janescom-stg.sitefinity.cloud</bdi>' in item
    assert "The address is that of a copy." in bibliography.bibtex([id])
