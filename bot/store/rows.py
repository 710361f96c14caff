"""Rows to models."""

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from bot.models import Delivery, DeliveryKind, DeliveryState, Kind, Reason, Request, Stage, State, Task, Track
from bot.store.sql import Row

_REQUEST: TypeAdapter[Request] = TypeAdapter(Request)


@cache
def _fields(model: type) -> tuple[str, ...]:
    return tuple(model.__dataclass_fields__)  # type: ignore[attr-defined]


def _pick(row: Row, model: type) -> dict[str, Any]:
    return {name: row[name] for name in _fields(model)}


def _reason(row: Row) -> Reason | None:
    return Reason(row["reason"]) if row["reason"] else None


def task_from(row: Row) -> Task:
    values = _pick(row, Task)
    values["kind"] = Kind(row["kind"])
    values["state"] = State(row["state"])
    values["stage"] = Stage(row["stage"])
    values["reason"] = _reason(row)
    values["request"] = _REQUEST.validate_json(row["request"])
    for flag in ("deferred", "given_back", "status_replaced"):
        values[flag] = bool(row[flag])
    return Task(**values)


def track_from(row: Row) -> Track:
    return Track(**_pick(row, Track))


def delivery_from(row: Row) -> Delivery:
    values = _pick(row, Delivery)
    values["kind"] = DeliveryKind(row["kind"])
    values["state"] = DeliveryState(row["state"])
    values["reason"] = _reason(row)
    values["ping"], values["silent"] = bool(row["ping"]), bool(row["silent"])
    return Delivery(**values)
