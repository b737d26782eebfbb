"""`masalih serve` shows its folder and nothing else, whatever it is asked, and is never silent."""

import socket
import struct
import time
from urllib.parse import urlsplit

import pytest
from conftest import serving

from masalih.book.site import serve


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    beside = tmp_path_factory.mktemp("served")
    folder = beside / "site"
    (folder / "list").mkdir(parents=True)
    (folder / "list/page.html").write_text("a page")
    (folder / "large.html").write_bytes(b"large" * 2_000_000)
    (beside / "secret.html").write_text("secret")
    (folder / "link.html").symlink_to(beside / "secret.html")
    (folder / "beside").symlink_to(beside)
    (folder / "door").mkdir()
    (folder / "door/index.html").symlink_to(beside / "secret.html")
    (folder / "alias.html").symlink_to(folder / "list/page.html")
    (folder / "loop").symlink_to(folder / "loop")
    return folder


@pytest.fixture(scope="module")
def address(folder):
    with serving(folder) as address:
        yield (serve.HOST, urlsplit(address).port)


def answer(address, path):
    """(status, text) of what a path is answered with."""
    with socket.create_connection(address, timeout=5) as line:
        line.sendall(b"GET " + path.encode() + b" HTTP/1.0\r\n\r\n")
        head, _, body = b"".join(iter(lambda: line.recv(65536), b"")).partition(b"\r\n\r\n")
    return int(head.split()[1]), body.decode()


@pytest.mark.parametrize(
    "path",
    [
        *("/x%00", "/%00/", "/list/", "/loop", "/loop/", "/none.html"),
        *("/link.html", "/beside/secret.html", "/beside/", "/door/"),
        *("/../secret.html", "/%2e%2e/secret.html", "/..%2fsecret.html", "/" + "x" * 5000),
    ],
)
def test_what_is_not_a_file_of_the_folder_is_not_found(address, path, capfd):
    status, text = answer(address, path)
    assert status == 404 and "secret" not in text and "page.html" not in text
    assert capfd.readouterr().err == ""


ODD = {  # requests that no browser sends, and how each is answered
    "a method of nobody": (b"BREW / HTTP/1.1\r\n\r\n", b"501"),
    "a body": (b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello", b"501"),
    "a line without end": (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", b"414"),
    "a header without end": (b"GET / HTTP/1.1\r\nX: " + b"a" * 70_000 + b"\r\n\r\n", b"431"),
    "headers without end": (b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n", b"431"),
    "a null byte": (b"GET /\0 HTTP/1.1\r\n\r\n", b"404"),
    "bytes of no script": (b"GET /\xff\xfe HTTP/1.1\r\n\r\n", b"404"),
    "a greeting of TLS": (b"\x16\x03\x01\x00\xa5" + b"\xff" * 60 + b"\r\n\r\n", b"DOCTYPE"),
    "a version of nobody": (b"GET / HTTP/9.9\r\n\r\n", b"DOCTYPE"),
    "another host": (b"GET http://x.example/list HTTP/1.1\r\n\r\n", b"404"),
    "a host for a folder": (b"GET //list HTTP/1.1\r\n\r\n", b"Location: /list/"),
    "a header in the path": (b"GET /list%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\n\r\n", b"404"),
    "a day that never was": (
        b"GET /list/page.html HTTP/1.1\r\nIf-Modified-Since: 99 Xxx\r\n\r\n",
        b"200",
    ),
    "half a line": (b"GET / HT", b""),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_request_is_answered_and_told_to_nobody(address, name, capfd):
    asked, answered = ODD[name]
    with socket.create_connection(address, timeout=5) as line:
        line.sendall(asked)
        line.shutdown(socket.SHUT_WR)  # half closed: it waits for an answer still
        whole = b"".join(iter(lambda: line.recv(65536), b""))
    assert answered in whole[:400] and b"Set-Cookie" not in whole.partition(b"\r\n\r\n")[0]
    assert answer(address, "/list/page.html")[0] == 200
    assert "Traceback" not in capfd.readouterr().err


def test_a_link_inside_the_folder_leads_where_it_says(address):
    assert answer(address, "/alias.html") == answer(address, "/list/page.html") == (200, "a page")


@pytest.mark.parametrize("after", [0, 1000])
def test_a_browser_that_leaves_is_no_fault(address, after, capfd):
    with socket.create_connection(address) as line:
        line.sendall(b"GET /large.html HTTP/1.0\r\n\r\n")
        line.recv(after)
        # Closed so, the line is reset: what is still to be sent fails.
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    assert answer(address, "/list/page.html")[0] == 200
    time.sleep(0.2)
    assert capfd.readouterr().err == ""


def test_another_fault_is_told_in_a_line(folder, capfd):
    class Broken(serve.Handler):
        def do_GET(self):
            raise OSError("the disk is gone")

    with serving(folder, Broken) as address:
        with socket.create_connection((serve.HOST, urlsplit(address).port)) as line:
            line.sendall(b"GET / HTTP/1.0\r\n\r\n")
            assert line.recv(10) == b""
        time.sleep(0.1)
    assert capfd.readouterr().err == "A request was not answered: OSError('the disk is gone')\n"


def test_idle_connections_delay_nobody(address):
    started = time.monotonic()
    idle = [socket.socket() for _ in range(100)]
    for line in idle:
        line.setblocking(False)
        line.connect_ex(address)
    assert answer(address, "/list/page.html")[0] == 200
    assert time.monotonic() - started < 0.9, "a connection that is refused is tried after a second"
    for line in idle:
        line.close()
