"""Only the page itself may drive the demo: not a page of the web, and not through a name that leads to this machine."""

from collections.abc import Awaitable, Callable

from aiohttp import web
from yarl import URL

from bot.demo.discord.checks import Json
from bot.demo.discord.client_rules import ClientRefused

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "media-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """403 for strangers; what a client refuses is 422 with its words, a body that makes no sense 400."""
    if not _is_ours(request):
        return refusal(403, "This page is for this machine only")
    try:
        return await handler(request)
    except ClientRefused as error:
        return refusal(422, str(error))
    except (KeyError, ValueError, TypeError, LookupError, AttributeError):
        return refusal(400, "That does not make sense here")


def _is_ours(request: web.Request) -> bool:
    """A foreign name in Host is DNS rebinding; a foreign Origin is another page."""
    try:
        host = URL(f"http://{request.host}").host
    except ValueError:
        return False
    if host not in LOOPBACK:
        return False
    origin = request.headers.get("Origin")
    if request.method in ("GET", "HEAD"):
        return origin in (None, f"http://{request.host}")
    return origin == f"http://{request.host}"


def refusal(status: int, words: str) -> web.Response:
    return web.json_response({"refused": words}, status=status)


async def protect(_: web.Request, response: web.StreamResponse) -> None:
    """Headers of every answer."""
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers.setdefault("Cache-Control", "no-store")


async def body_of(request: web.Request) -> Json:
    """The JSON object in a request; ValueError for anything else."""
    body = await request.json()
    if not isinstance(body, dict):
        raise ValueError
    return body
