"""A proxy that gathers event streams before it passes them on, as some do in real networks; own process.

python -m tests.browser.gathering_proxy PORT: prints its own port, then serves until it is ended.
"""

import http.client
import http.server
import sys

GATHERED = 1 << 20
"""Bytes that it waits for before it passes any of a stream on."""


class Proxy(http.server.BaseHTTPRequestHandler):
    """Passes every GET and POST on; of streams nothing until GATHERED bytes are together."""

    protocol_version = "HTTP/1.1"
    target = 0

    def do_GET(self) -> None:
        """Pass one request on."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        there = http.client.HTTPConnection("127.0.0.1", self.target, timeout=30)
        headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
        there.request(self.command, self.path, body or None, headers)
        answer = there.getresponse()
        # A stream ends here with nothing passed on when one of the sides closes it.
        data = answer.read(GATHERED) if answer.getheader("Content-Length") is None else answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("connection", "transfer-encoding", "content-length"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        there.close()

    do_POST = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def main() -> None:
    """Serve before the port that the command line names."""
    Proxy.target = int(sys.argv[1])
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    server.daemon_threads = True
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
