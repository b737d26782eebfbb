"""Why: whoever follows a source's address must reach its publisher, or be told that it is a copy.

The rules look at the form of an address, at the kind of host, at http, at the other addresses of
the table, and at its publisher's name and other addresses. `address_problems` yields (row, field,
problem, remedy).
"""

import re
from collections import Counter, defaultdict
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

COPY = "excerpt of a copy"  # of `read`: the page stands at a host that is not its publisher's
ELSEWHERE = (COPY, "public mirror")
# What a browser would escape, or a page would have to.
UNSAFE = re.compile(r"""["'<>\\^`|]""")
SMALL_HOST = re.compile(r"(?:www|m|mobile|amp)\.(?=[^.]+\.)")  # the same pages for a phone
SMALL_PATH = re.compile(r"/(?:service/)?amp(?=/|$)")
SMALL = ("amp", "outputtype", "print")  # of a query
TRACKING = re.compile(r"utm_\w+|\w*clid|mc_[ce]id|igshid|ns_\w+")
# Hosts whose pages are somebody else's: networks that deliver, rented machines, previews, caches,
# translations, archives, short links.
LENDERS = (
    *("cloudfront.net", "merlincdn.net", "worldcdn.net", "akamaized.net", "azureedge.net"),
    *("amazonaws.com", "your-server.de", "herokuapp.com", "netlify.app", "vercel.app"),
    *("sitefinity.cloud", "pangea-cms.com", "cstreetsandbox.com", "pages.dev", "workers.dev"),
    *("googleweblight.com", "googleusercontent.com", "translate.goog", "ampproject.org"),
    *("web.archive.org", "archive.is", "archive.ph", "archive.today"),
    *("bit.ly", "t.co", "goo.gl", "tinyurl.com", "ow.ly", "is.gd", "buff.ly", "lnkd.in"),
)
# Below a publisher's own name: where pages are tried out, or served to programs.
WORKSHOP = re.compile(
    r"(.*-)?(stg|stage|staging|preview|\w*sandbox|(new)?test|dev|\w*prod)\d*(-.*)?"
    r"|api|cdn|cache|mirror|manage|admin|mail|wp|multisite"
)
NUMBERED = re.compile(r"\d+|(?=.{10})[a-z]*(\d+[a-z]+){2,}\d*")  # made by a machine
SHARED = ("blogspot", "wordpress", "substack", "github", "over-blog")  # a name below is a publisher
SECOND_LEVEL = ("ac", "co", "com", "edu", "gov", "mil", "net", "org")
OWN_ROWS = 2  # so many at one site make it the publisher's own


def address_problems(rows, plain, elsewhere=()):
    """Every problem of the addresses of sources, in the order of their kinds.

    plain: the hosts that are known by http alone; elsewhere: those that other tables name.
    """
    rows = [row for row in rows if row["url"]]
    for row in rows:
        problem = form_problem(row["url"])
        if problem:
            yield row, "url", *problem
    sound = [row for row in rows if not form_problem(row["url"])]
    yield from lent(sound)
    yield from unsecured(sound, plain, elsewhere)
    yield from repeated(rows)
    yield from misspelt(rows)
    yield from off_by_a_letter(rows, "publisher", lambda row: publisher(row["publisher"]), 9)
    yield from off_by_a_letter(sound, "url", lambda row: site(row["url"]), 6)
    yield from strangers(sound)


def host(url):
    """The host of an address, without www."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def form_problem(url):
    """(problem, remedy) of an address that is faulty by itself, or None."""
    try:
        found = urlsplit(url)
        port = found.port
    except ValueError as error:
        return f"it is no address ({error})", "copy it from the browser again"
    name = found.hostname or ""
    if "@" in found.netloc:
        return f"a user stands before the host {name}", "delete all between // and @"
    if port is not None or found.netloc.endswith(":"):
        return "the host has a port", "delete it; if the page is only there, it is not published"
    if name.endswith("."):
        return "the host ends in a point", "delete the point"
    if "." not in name or ":" in name or name.rpartition(".")[2].isdigit():
        return f"{name!r} is a number or a machine's own name", "give the publisher's host"
    if not name.isascii() or "xn--" in name:
        return f"the host {name!r} has letters that are not Latin", "type it; do not paste it"
    if found.netloc != name:
        return "the host has capital letters", f"write {name}"
    return text_problem(url, found.query)


def text_problem(url, query):
    unsafe = UNSAFE.search(url)
    if unsafe:
        sign = unsafe[0]
        return f"the address holds {sign}", f"write %{ord(sign):02X}, or cut the address before it"
    tracked = [name for name, value in parse_qsl(query) if tracks(name, value)]
    if tracked:
        return f"{tracked[0]}= says where a reader came from", "delete what tracks readers"
    return None


def tracks(name, value):
    return bool(TRACKING.fullmatch(name)) or (name == "ref" and "." in value)


def lent(rows):
    """Hosts that a publisher does not publish at."""
    for row in rows:
        name = host(row["url"])
        if row["read"] not in ELSEWHERE and is_lent(name):
            yield (
                row,
                "url",
                f"nothing is published at {name}: it serves copies, drafts or short links",
                f"give the publisher's own address, or write {COPY!r} under read",
            )


def is_lent(name):
    labels = name.split(".")
    return (
        f".{name}".endswith(tuple(f".{lender}" for lender in LENDERS))
        or any(WORKSHOP.fullmatch(label) for label in labels[:-2])
        or any(NUMBERED.fullmatch(label) for label in labels[:-2])
    )


def unsecured(rows, plain, elsewhere):
    """http where the host is known by https, or was never said to have none."""
    secured = {host(row["url"]) for row in rows if row["url"].startswith("https:")}
    used = set(elsewhere)
    for row in rows:
        name = host(row["url"])
        if row["url"].startswith("http:"):
            used.add(name)
            if name in secured:
                yield row, "url", f"other rows reach {name} by https", "write https"
            elif name not in plain:
                yield (
                    row,
                    "url",
                    f"{name} is reached by http, which anybody on the way can change",
                    "write https; if it has none, add the host to plainHosts in datapackage.json",
                )
    for name in sorted({*plain} - used):
        yield None, "url", f"no address is http://{name}", "delete the host from plainHosts"


def canonical(url):
    """What two addresses of one page have in common."""
    try:
        found = urlsplit(url)
    except ValueError:
        return url
    query = [
        (name, value)
        for name, value in parse_qsl(found.query, keep_blank_values=True)
        if not tracks(name, value) and name.lower() not in SMALL
    ]
    # a name without a value may be the page: forum.example/showthread.php?123-title
    rest = urlencode(sorted(query))
    name = SMALL_HOST.sub("", (found.hostname or "").rstrip("."))
    return name, SMALL_PATH.sub("", unquote(found.path)).rstrip("/"), rest


def repeated(rows):
    """One page recorded twice: http or https, www. or not, whatever stands after # or tracks."""
    seen: dict = {}
    for row in rows:
        page = canonical(row["url"])
        if page in seen:
            yield (
                row,
                "url",
                f"duplicate of line {seen[page].line} ({seen[page]['url']})",
                "one address is one source: cite the earlier id",
            )
        seen.setdefault(page, row)


def misspelt(rows):
    """A publisher written in two ways is two publishers to readers, and to `strangers`."""
    first: dict = {}
    for row in rows:
        name = publisher(row["publisher"])
        plain = re.sub(r"\W|^the\b", "", name.lower())
        other = first.setdefault(plain, row)
        if publisher(other["publisher"]) != name:
            yield (
                row,
                "publisher",
                f"{name} is {publisher(other['publisher'])!r} in line {other.line}",
                "write a publisher in one way",
            )


def off_by_a_letter(rows, field, named, shortest):
    """A name that one row alone has, one letter away from one that several have."""
    counts = Counter(map(named, rows))
    usual = {
        part: name
        for name, count in counts.items()
        if count > OWN_ROWS and len(name) >= shortest
        for part in without_a_letter(name)
    }
    for row in rows if usual else ():
        name = named(row)
        near = next((usual[part] for part in without_a_letter(name) if part in usual), name)
        if counts[name] == 1 and near != name and row["read"] not in ELSEWHERE:
            yield row, field, f"{name} is one letter off {near}", f"write {near}, if that is meant"


def without_a_letter(name):
    """The name, and what is left of it without any one letter."""
    return {name, *(name[:at] + name[at + 1 :] for at in range(len(name)))}


def strangers(rows):
    """An address at a site that nobody else has, where the publisher's others share another one."""
    rows = [row for row in rows if row["read"] not in ELSEWHERE]
    users = Counter(site(row["url"]) for row in rows)
    sites = defaultdict(list)
    for row in rows:
        sites[publisher(row["publisher"])].append(site(row["url"]))
    for row in rows:
        name, here = publisher(row["publisher"]), site(row["url"])
        others = [there for there in sites[name] if there != here]
        if (
            users[here] == 1
            and len(others) >= OWN_ROWS
            and len(set(others)) == 1
            and not (here.startswith(others[0]) or others[0].startswith(here))
        ):
            yield (
                row,
                "url",
                f"the other {len(others)} addresses of {name} are at {others[0]}, "
                f"this one is at {host(row['url'])}",
                f"give the publisher's own address, or write {COPY!r} under read",
            )


def publisher(text):
    """Who published, without whom they cite or who relays them."""
    return re.split(r" \(|,? via |, | / | release\b", text)[0]


def site(url):
    """The name that somebody registered: rudaw of www.rudaw.net, aa of www.aa.com.tr."""
    labels = host(url).split(".")
    if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND_LEVEL:
        labels.pop()
    if len(labels) > 2 and labels[-2] in SHARED:
        labels.pop()
    return labels[-2] if len(labels) > 1 else labels[0]
