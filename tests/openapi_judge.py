"""Discord's own OpenAPI document as a judge of the bodies that a bot sends and of the stand-in's answers."""

import json
import os
import re
from collections.abc import Iterable
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012, Draft202012Validator, Registry

_BESIDE = Path(__file__).resolve().parents[2] / "shared" / "discord-openapi.json"
DOCUMENT = Path(os.environ.get("DISCORD_OPENAPI") or _BESIDE)
API = re.compile(r"^/api/v\d+")
Json = dict[str, Any]
UPDATE_MESSAGE = 7
"""The callback type whose data edits a message."""


def need_document() -> None:
    """Skip where the document is absent; with REQUIRE_ALL=1 that is a failure."""
    if DOCUMENT.exists():
        return
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(f"{DOCUMENT} is needed")
    pytest.skip(f"{DOCUMENT} is not there")


def judge(method: str, path: str, payload: Any) -> list[str]:
    """Faults of a request's JSON (in multipart bodies: of `payload_json`); [] for a good one or one without a body."""
    template = _template(method, path)
    schema = _pointer(method, template, ("requestBody",))
    if schema is None:
        return [] if payload is None else [f"{method} {template} takes no body"]
    return _faults(_validator(schema, closed=True), _normalised(method, payload))


def judge_answer(method: str, path: str, status: int, payload: Any) -> list[str]:
    """Faults of an answer's JSON."""
    schema = _pointer(method, _template(method, path), ("responses", str(status)))
    return [] if schema is None else _faults(_validator(schema, closed=False), payload)


def _faults(validator: Draft202012Validator, payload: Any) -> list[str]:
    return [f"{error.instance_path}: {error.message[:300]}" for error in validator.iter_errors(payload)]


@cache
def _document(*, closed: bool) -> Json:
    need_document()
    document: Json = json.loads(DOCUMENT.read_text())
    return _close(document) if closed else document


@cache
def _registry(*, closed: bool) -> Registry:
    return Registry([("urn:discord", _document(closed=closed))], draft=Draft202012)


@cache
def _validator(pointer: str, *, closed: bool) -> Draft202012Validator:
    schema = {"$ref": f"urn:discord#{pointer}"}
    return Draft202012Validator(schema, registry=_registry(closed=closed), validate_formats=True)


@cache
def _templates() -> list[tuple[re.Pattern[str], str]]:
    """Every path of the document, those with the fewest holes first (`@original` before `{message_id}`)."""
    paths = sorted(_document(closed=False)["paths"], key=lambda path: path.count("{"))
    return [(re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path) + "$"), path) for path in paths]


@cache
def _template(method: str, path: str) -> str:
    bare = API.sub("", path.partition("?")[0])
    for pattern, template in _templates():
        if pattern.match(bare) and method.lower() in _document(closed=False)["paths"][template]:
            return template
    raise LookupError(f"Discord has no {method} {bare}")


@cache
def _pointer(method: str, template: str, where: tuple[str, ...]) -> str | None:
    node: Any = _document(closed=False)["paths"][template][method.lower()]
    keys = (*where, "content", "application/json", "schema")
    for key in keys:
        if key not in node:
            return None
        node = node[key]
    escaped = template.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")
    return f"/paths/{escaped}/{method.lower()}/" + "/".join(key.replace("/", "~1") for key in keys)


def _normalised(method: str, payload: Any) -> Any:
    """Without discord.py's own habits, which Discord takes: ids as numbers, more keys than the document knows."""
    body = deepcopy(payload)
    if isinstance(body, dict):
        _normalise(body, edits=method == "PATCH")
        if isinstance(body.get("data"), dict):
            _normalise(body["data"], edits=body.get("type") == UPDATE_MESSAGE)
    return body


def _normalise(holder: Json, *, edits: bool) -> None:
    if edits:
        holder.pop("tts", None)
    if "recipient_id" in holder:
        holder["recipient_id"] = _id(holder["recipient_id"])
    if isinstance(holder.get("attachments"), list):
        holder["attachments"] = [_normal_attachment(item) for item in holder["attachments"]]
    mentions, reference = holder.get("allowed_mentions"), holder.get("message_reference")
    if isinstance(mentions, dict) and isinstance(mentions.get("users"), list):
        mentions["users"] = [_id(user) for user in mentions["users"]]
    if isinstance(reference, dict):
        reference.update({key: _id(reference[key]) for key in reference if key.endswith("_id")})


def _id(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _normal_attachment(item: Any) -> Any:
    if not isinstance(item, dict):
        return item
    kept = {key: value for key, value in item.items() if key not in ("url", "proxy_url", "size", "spoiler")}
    return kept | {"id": str(item["id"])} if "id" in item else kept


def _close(document: Json) -> Json:
    """Refuse unknown keys in every schema that a request body reaches."""
    schemas = document["components"]["schemas"]
    waiting = [
        content["schema"]
        for path in document["paths"].values()
        for operation in path.values()
        if isinstance(operation, dict)
        for content in operation.get("requestBody", {}).get("content", {}).values()
    ]
    seen: set[str] = set()
    while waiting:
        schema = waiting.pop()
        for node in _nodes(schema):
            name = str(node.get("$ref", "")).rpartition("/")[2]
            if name and name not in seen:
                seen.add(name)
                waiting.append(schemas[name])
            if "properties" in node and "additionalProperties" not in node:
                node["additionalProperties"] = False
    # Two keys that discord.py sends and Discord takes, but the document lacks.
    schemas["RichEmbed"]["properties"]["flags"] = {"type": "integer"}
    for name in ("ApplicationCommandUpdateRequest", "ApplicationCommandCreateRequest"):
        schemas[name]["properties"]["nsfw"] = {"type": "boolean"}
    return document


def _nodes(schema: Any) -> Iterable[Json]:
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from _nodes(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _nodes(value)
