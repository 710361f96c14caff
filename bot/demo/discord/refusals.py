"""Discord's ways of saying no: HTTP status, JSON code, words, and for bodies the nested `errors`."""

from typing import Any

Path = tuple[str | int, ...]


class Refused(Exception):
    """An answer that is not a success; the REST layer turns it into Discord's JSON."""

    def __init__(
        self,
        status: int,
        code: int,
        message: str,
        *,
        errors: dict[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status} ({code}): {message}")
        self.status, self.code, self.message, self.errors = status, code, message, errors
        self.extra, self.headers = extra or {}, headers or {}

    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = {"message": self.message, "code": self.code, **self.extra}
        return body if self.errors is None else body | {"errors": self.errors}


class Form:
    """Collects the faults of one body, to refuse it with all of them at once."""

    def __init__(self) -> None:
        self._faults: list[tuple[Path, str, str]] = []

    def fault(self, path: Path, code: str, message: str) -> None:
        self._faults.append((path, code, message))

    def raise_if_faulty(self) -> None:
        if self._faults:
            raise Refused(400, 50035, "Invalid Form Body", errors=self._nested())

    def _nested(self) -> dict[str, Any]:
        root: dict[str, Any] = {}
        for path, code, message in self._faults:
            node = root
            for key in path:
                node = node.setdefault(str(key), {})
            node.setdefault("_errors", []).append({"code": code, "message": message})
        return root


def invalid(path: Path, code: str, message: str) -> Refused:
    """A body refused for one fault."""
    form = Form()
    form.fault(path, code, message)
    return Refused(400, 50035, "Invalid Form Body", errors=form._nested())


def unauthorized() -> Refused:
    return Refused(401, 0, "401: Unauthorized")


def unknown(thing: str) -> Refused:
    codes = {"Channel": 10003, "Guild": 10004, "Member": 10007, "Message": 10008, "User": 10013}
    codes |= {"Webhook": 10015, "interaction": 10062, "application command": 10063, "Application": 10002}
    return Refused(404, codes[thing], f"Unknown {thing}")


def missing_access() -> Refused:
    return Refused(403, 50001, "Missing Access")


def missing_permissions() -> Refused:
    return Refused(403, 50013, "Missing Permissions")


def dead_token() -> Refused:
    return Refused(401, 50027, "Invalid Webhook Token")


def already_answered() -> Refused:
    return Refused(400, 40060, "Interaction has already been acknowledged.")


def archived_thread() -> Refused:
    return Refused(400, 50083, "Thread is archived")


def locked_thread() -> Refused:
    return Refused(403, 160005, "Thread is locked")


def too_large() -> Refused:
    return Refused(413, 40005, "Request entity too large")


def rate_limited(
    retry_after: float, *, code: int = 0, message: str = "You are being rate limited.", scope: str = "user"
) -> Refused:
    """A 429 with the headers that tell it from a block by Cloudflare (`Via`)."""
    headers = {
        "Via": "1.1 google",
        "Retry-After": str(int(-(-retry_after // 1))),
        "X-RateLimit-Limit": "5",
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset-After": f"{retry_after:.3f}",
        "X-RateLimit-Bucket": "stand-in",
        "X-RateLimit-Scope": scope,
    }
    extra = {"retry_after": retry_after, "global": scope == "global"}
    return Refused(429, code, message, extra=extra, headers=headers)
