"""Metrics, as a Prometheus server would read them."""

import asyncio
import contextlib

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot import app
from bot.errors import StoreError
from bot.metrics import Metrics
from bot.models import DeliveryKind, DeliveryState, Reason, State


def read(metrics: Metrics) -> dict[tuple[str, ...], float]:
    """Values by name and labels, the labels in the order of their names."""
    families = text_string_to_metric_families(metrics.text().decode())
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
        if not sample.name.endswith("_created")
    }


def test_what_happened_is_counted() -> None:
    metrics = Metrics()
    metrics.task_ended(State.DELIVERED)
    metrics.task_ended(State.FAILED, Reason.WORDS)
    metrics.service_call("create", "Unclear")
    metrics.service_call("create", "Unclear")
    metrics.delivery(DeliveryKind.SONG, DeliveryState.POSTED)
    values = read(metrics)
    assert values["minstrel_tasks_ended_total", "none", "delivered"] == 1
    assert values["minstrel_tasks_ended_total", "words", "failed"] == 1
    assert values["minstrel_service_calls_total", "create", "Unclear"] == 2
    assert values["minstrel_deliveries_total", "song", "posted"] == 1


def test_money_given_back_is_shown_in_credits() -> None:
    metrics = Metrics()
    metrics.given_back(12_000)
    metrics.given_back(400)
    assert read(metrics)["minstrel_credits_given_back_total",] == pytest.approx(12.4)
    assert read(metrics)["minstrel_give_backs_total",] == 2


def test_a_state_that_is_not_named_has_no_tasks() -> None:
    metrics = Metrics()
    metrics.open_tasks({"queued": 3, "running": 2})
    metrics.open_tasks({"running": 1})
    values = read(metrics)
    assert (values["minstrel_tasks_open", "queued"], values["minstrel_tasks_open", "running"]) == (0, 1)


def test_first_answers_fall_into_buckets() -> None:
    metrics = Metrics()
    metrics.first_answer(0.2)
    assert read(metrics)["minstrel_first_answer_seconds_bucket", "0.25"] == 1
    assert read(metrics)["minstrel_first_answer_seconds_bucket", "0.1"] == 0


def test_two_objects_share_nothing() -> None:
    one, other = Metrics(), Metrics()
    one.given_back(1)
    assert read(other)["minstrel_give_backs_total",] == 0


async def test_gauges_come_again_after_a_database_that_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "GAUGES_EVERY", 0.01)
    metrics, answers = Metrics(), iter([StoreError("away"), {"queued": 3}])

    class Restarted:
        async def open_counts(self) -> object:
            if isinstance(answer := next(answers), StoreError):
                raise answer
            return answer

    with contextlib.suppress(TimeoutError, StopIteration, RuntimeError):
        await asyncio.wait_for(app._gauges(Restarted(), metrics), 60)  # type: ignore[arg-type]
    assert read(metrics)["minstrel_tasks_open", "queued"] == 3
