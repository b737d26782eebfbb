"""A reader waits for the first screen: `python -m benchmarks.pages` says how long, and what moves.

Every page is loaded in a fresh headless Chromium with the processor slowed four times, and with
`--slow-network` over a slow network too: 150 ms there and back, 1.6 Mbit/s, text sent as gzip. An
idle machine shows true numbers, a busy one its neighbours, which the bare 404 page shows. Printed
are the largest contentful paint in milliseconds, the middle one and the slowest of all visits, the
cumulative layout shift, the files asked for.
"""

import argparse
import functools
import gzip
import os
import shutil
import statistics
import threading
from pathlib import Path

from masalih.book.site import serve

SITE = Path(__file__).resolve().parents[1] / "_build" / "site"
GAUGE = "404.html"
PAGES = [
    "{0}/book/{0}/index.html",
    "{0}/notebooks/02-isis.html",
    "{0}/book/{0}/reference/sources.html",
    "{0}/book/{0}/seminar/session-1.html",
    "{0}/book/{0}/seminar/slides/session-3.html",
]
WATCH = """window.seen = {paint: 0, shift: 0};
const watch = (type, take) => new PerformanceObserver(list => list.getEntries().forEach(take))
    .observe({type, buffered: true});
watch('largest-contentful-paint', entry => { window.seen.paint = entry.startTime });
watch('layout-shift', entry => { window.seen.shift += entry.value });"""
# As `Network.emulateNetworkConditions` wants it: milliseconds, bytes a second.
SLOW = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 0.75e6 / 8,
}


class Compressed(serve.Handler):
    """Sends text as gzip over a connection that stays open, as the hosts of the book do."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        if path.suffix not in {".html", ".css", ".js", ".svg"} or not path.is_file():
            return super().do_GET()
        text = compressed(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


@functools.cache
def compressed(path):
    return gzip.compress(path.read_bytes(), 6)


def measure(browser, address, width, slower, network=None):
    """(largest contentful paint in ms, layout shift, requests) of a first visit."""
    context = browser.new_context(viewport={"width": width, "height": 844 if width < 700 else 900})
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(WATCH)
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    if network:
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", network)
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(1500)  # a browser with nothing left to draw tells its last paint late
    seen = page.evaluate("() => window.seen")
    context.close()
    return seen["paint"], seen["shift"], len(asked)


def main():
    from playwright.sync_api import sync_playwright

    arguments = argparse.ArgumentParser(
        prog="python -m benchmarks.pages", description=__doc__.splitlines()[0]
    )
    arguments.add_argument("--runs", type=int, default=5, help="default: %(default)s")
    arguments.add_argument(
        "--slower",
        type=float,
        default=4,
        help="how many times slower the processor is made (default: %(default)s)",
    )
    arguments.add_argument("--slow-network", action="store_true", help="see above")
    given = arguments.parse_args()
    httpd = serve.server(SITE, handler=Compressed)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        path = (
            os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
        )
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        measure(
            browser, f"http://{serve.HOST}:{httpd.server_port}/{GAUGE}", 1300, 1
        )  # a browser's own start is no page's
        for page in [GAUGE, *(page.format(edition) for page in PAGES for edition in ("ar", "en"))]:
            for width in (1300, 390):
                runs = [
                    measure(
                        browser,
                        f"http://{serve.HOST}:{httpd.server_port}/{page}",
                        width,
                        given.slower,
                        SLOW if given.slow_network else None,
                    )
                    for _ in range(given.runs)
                ]
                paint, shift, asked = zip(*runs, strict=True)
                print(
                    f"{page} at {width} px: {statistics.median(paint):.0f} ms, "
                    f"slowest {max(paint):.0f}, shift {max(shift):.4f}, {max(asked)} requests",
                    flush=True,
                )
        browser.close()
    httpd.shutdown()


if __name__ == "__main__":
    main()
