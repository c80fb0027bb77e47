"""The addresses of the server, who may ask for them, and the headers that every response has.

``/`` index, ``/explore`` explorer and ``/explore/NAME`` what it asks, ``/graph.html`` picture, ``/query`` editor, ``/sparql`` the protocol,
``/queries`` and ``/queries/NAME`` the named queries.
No address is turned into a path of the disk: the files that are served are those named here.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from kg.export.html import explorer_html
from kg.serve import named
from kg.serve.answers import RDF
from kg.serve.description import described
from kg.serve.explore import GET, POST
from kg.serve.explorer import Explorer
from kg.serve.http import PHRASES, Environ, RefusedError, Response, negotiated
from kg.serve.pool import Pool
from kg.serve.protocol import asked, body_of

StartResponse = Callable[[str, list[tuple[str, str]]], object]
SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
# The editor's library sets styles from scripts and draws with data: images; nothing may come from, or be sent, elsewhere.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
YASGUI = ("yasgui.min.js", "yasgui.min.css")
_SCRIPT, _STYLE, _PAGE = "text/javascript; charset=utf-8", "text/css; charset=utf-8", "text/html; charset=utf-8"
_FILES = {"editor.js": _SCRIPT, "plain.js": _SCRIPT, "named.js": _SCRIPT, "style.css": _STYLE}


@dataclass(frozen=True, slots=True)
class Site:
    """What is served: a build folder under a name, to clients that call it by one of these hosts; ``cors`` is the other origin that may
    read answers, None for no other."""

    out: Path
    name: str
    hosts: frozenset[str]
    cors: str | None = None


class Application:
    """The server as WSGI calls it."""

    def __init__(self, site: Site, pool: Pool, explorer: Explorer) -> None:
        self.site, self.pool, self.explorer = site, pool, explorer

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        try:
            response = self._response(environ)
        except RefusedError as refused:
            response = refused.response
        except Exception:  # its words may tell of this machine
            environ["wsgi.errors"].write("kg serve: a request failed; the server goes on\n")
            response = RefusedError(500, "the request failed").response
        headers = {"Content-Security-Policy": POLICY} | SECURITY | self._cors() | dict(response.headers)
        headers |= {"Content-Type": response.type, "Content-Length": str(len(response.body))}
        start_response(f"{response.status} {PHRASES[response.status]}", list(headers.items()))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [response.body]

    def _response(self, environ: Environ) -> Response:
        host = environ.get("HTTP_HOST", "")
        if host.lower() not in self.site.hosts:
            raise RefusedError(421, "this server does not go by that name; see what kg serve printed, and its option --name")
        path = environ.get("PATH_INFO", "")
        if path in ("/sparql", "/sparql/"):
            return self._sparql(environ, host)
        if path.startswith("/explore/") and path != "/explore/":
            return self._explore(path.removeprefix("/explore/"), environ, host)
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            raise RefusedError(405, "use GET", {"Allow": "GET, HEAD"})
        if path.startswith("/queries/"):
            return named.filled(path.removeprefix("/queries/"), environ.get("QUERY_STRING", ""))
        page = self._pages().get(path)
        if page is None:
            raise RefusedError(404, "nothing is here; begin at /")
        return page()

    def _sparql(self, environ: Environ, host: str) -> Response:
        accept = environ.get("HTTP_ACCEPT", "")
        if environ["REQUEST_METHOD"] == "OPTIONS" and self.site.cors:
            return Response(204, "text/plain", b"")
        self._refuse_others(environ, host)
        query = asked(environ)
        if query is not None:
            return self.pool.answer(query, accept)
        if negotiated(accept, [*RDF, "text/html"]) == "text/html":
            return Response(303, "text/plain", b"", {"Location": "/query"})
        return described(f"http://{host}/sparql", accept)

    def _explore(self, name: str, environ: Environ, host: str) -> Response:
        self._refuse_others(environ, host)
        if name not in GET and name not in POST:
            raise RefusedError(404, "nothing is here; begin at /")
        method, query = environ["REQUEST_METHOD"], environ.get("QUERY_STRING", "")
        if method not in (("POST",) if name in POST else ("GET", "HEAD")):
            allowed = "POST" if name in POST else "GET, HEAD"
            raise RefusedError(405, f"use {allowed}", {"Allow": allowed})
        if method != "POST":
            return self.explorer.answer(name, query)
        if environ.get("CONTENT_TYPE", "").split(";")[0].strip().lower() != "application/json":
            raise RefusedError(415, "post JSON, as application/json")
        return self.explorer.answer(name, query, body_of(environ))

    def _refuse_others(self, environ: Environ, host: str) -> None:
        """Refuse what a page of another site asks."""
        if environ.get("HTTP_ORIGIN") not in (None, f"http://{host}", self.site.cors) and self.site.cors != "*":
            raise RefusedError(403, "pages of other sites may not ask; see the option --cors of kg serve")

    def _cors(self) -> dict[str, str]:
        if self.site.cors is None:
            return {"Cross-Origin-Resource-Policy": "same-origin"}
        return {
            "Access-Control-Allow-Origin": self.site.cors,
            "Access-Control-Allow-Methods": "GET, POST",
            "Access-Control-Allow-Headers": "Content-Type, Accept",
            "Vary": "Origin",
        }

    def _pages(self) -> dict[str, Callable[[], Response]]:
        pages = {
            "/": self._index,
            "/explore": self._explorer,
            "/explore/": self._explorer,
            "/graph.html": self._picture,
            "/query": self._editor,
            "/query/plain": self._plain,
            "/queries": named.listed,
        }
        pages |= {f"/pages/{name}": lambda name=name: Response(200, _FILES[name], _page(name)) for name in _FILES}  # type: ignore[misc]
        if has_yasgui():
            kinds = dict(zip(YASGUI, (_SCRIPT, _STYLE), strict=True))
            pages |= {f"/assets/{name}": lambda name=name: Response(200, kinds[name], _yasgui(name)) for name in YASGUI}  # type: ignore[misc]
        return pages

    def _index(self) -> Response:
        return self._filled("index.html")

    def _editor(self) -> Response:
        return (
            self._filled("editor.html")
            if has_yasgui()
            else self._plain("The fuller editor (YASGUI) was not there when Zhiluo was installed. ")
        )

    def _plain(self, why: str = "") -> Response:
        return self._filled("plain.html", why)

    def _filled(self, page: str, why: str = "") -> Response:
        parts = {"name": html.escape(self.site.name), "why": html.escape(why), "limit": f"{self.pool.limits.rows:,}"}
        text = _page(page).decode()
        for part, words in parts.items():
            text = text.replace(f"{{{{{part}}}}}", words)
        return Response(200, _PAGE, text.encode())

    def _explorer(self) -> Response:
        """As with the picture, the policy is in the page; it lets its scripts ask this server."""
        return Response(
            200, _PAGE, explorer_html(self.site.name, "/explore/").encode(), {"Content-Security-Policy": "frame-ancestors 'none'"}
        )

    def _picture(self) -> Response:
        """The picture has a policy of its own in it, which names its scripts; the header adds what only a header can say."""
        try:
            return Response(200, _PAGE, (self.site.out / "graph.html").read_bytes(), {"Content-Security-Policy": "frame-ancestors 'none'"})
        except OSError as error:
            raise RefusedError(404, "this build has no picture") from error


def has_yasgui() -> bool:
    """Whether the library of the fuller editor was fetched when the package was built or installed."""
    return all((files("kg.serve") / "assets" / name).is_file() for name in YASGUI)


@cache
def _page(name: str) -> bytes:
    return (files("kg.serve") / "pages" / name).read_bytes()


@cache
def _yasgui(name: str) -> bytes:
    return (files("kg.serve") / "assets" / name).read_bytes()
