"""`masalih serve`: shows the built site on this machine only, or says plainly why it cannot."""

import os
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HOST = "127.0.0.1"
MISSING = "404.html"


class Server(ThreadingHTTPServer):
    request_queue_size = 128  # of 5, the default, a browser's own idle connections take most

    def handle_error(self, request, client_address):
        """One line, and none about a browser that left before it had its answer."""
        error = sys.exc_info()[1]
        if not isinstance(error, ConnectionError):
            print(f"A request was not answered: {error!r}", file=sys.stderr, flush=True)


class Handler(SimpleHTTPRequestHandler):
    timeout = 60  # seconds: an idle connection holds a thread

    # The tables of the host may lack these, and a browser refuses a font of the wrong type.
    extensions_map = {  # noqa: RUF012 - typeshed has it an instance's own
        **SimpleHTTPRequestHandler.extensions_map,
        ".woff2": "font/woff2",
        ".js": "text/javascript",
        ".svg": "image/svg+xml",
        ".html": "text/html; charset=utf-8",
        ".csv": "text/csv; charset=utf-8",
        ".ipynb": "application/x-ipynb+json",
        ".webmanifest": "application/manifest+json",
    }

    def end_headers(self):
        # An editor who rebuilds must see the new page.
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def send_head(self):
        """Only files of the folder are opened, not what links in it lead to."""
        if self._stays_inside(self.translate_path(self.path)):
            return super().send_head()
        return self.send_error(404)

    def _stays_inside(self, path):
        """Whether a path, and the page of a folder, lies in the folder when links are followed."""
        home = os.path.realpath(self.directory)
        try:
            real = [
                os.path.realpath(os.path.join(path, name))
                for name in ("", "index.html", "index.htm")
            ]
        except ValueError:  # a name that no file can have
            return False
        return all(os.path.commonpath([home, one]) == home for one in real)

    def list_directory(self, path):
        """What a folder holds is not shown: no host of the book would."""
        return self.send_error(404)

    def send_error(self, code, message=None, explain=None):
        """What is not there is answered as a host of the book would: with the site's own page."""
        page = Path(self.directory, MISSING)
        if code != 404 or not page.is_file():
            return super().send_error(code, message, explain)
        text = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", self.extensions_map[".html"])
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)

    def log_message(self, *arguments):
        pass


def server(site, port=0, handler=Handler):
    """A server of the folder `site` (a Path), not yet running; port 0 takes a free one.

    OSError when the port is taken.
    """
    return Server((HOST, port), partial(handler, directory=str(site)))


def main(root, port):
    site = root / "_build" / "site"
    if not (site / "index.html").is_file():
        print("There is no site yet: run `make book` first.", file=sys.stderr)
        return 1
    try:
        httpd = server(site, port)
    except OSError as error:
        print(
            f"Port {port} cannot be used ({error.strerror}): "
            f"try `python -m masalih serve --port {port + 1}`.",
            file=sys.stderr,
        )
        return 1
    with httpd:
        print(f"The book is at http://{HOST}:{httpd.server_port}/ (stop with Ctrl-C)", flush=True)
        try:
            httpd.serve_forever()
        except KeyboardInterrupt:
            print()
    return 0
