"""The bot's rows, read beside it while it runs, for those who want to see what it keeps; nothing is written."""

import asyncio
from collections.abc import AsyncIterator

from bot.clock import SystemClock
from bot.demo.bot_process import BotProcess
from bot.errors import StoreError
from bot.models import Task
from bot.store.quotas import QuotaRules
from bot.store.store import Store

FIRST_REQUEST = 1001
LATEST = 20
LOOK_EVERY = 0.1
"""Seconds."""

ANY_RULES = QuotaRules(default=0, period="month", maximum=0, total=None)
"""Quotas are of no interest here."""


async def changed_rows(bot: BotProcess) -> AsyncIterator[Task]:
    """Every row as soon as it is there, and again whenever its version has grown; endless."""
    told: dict[int, int] = {}
    while True:
        if bot.stage == "ready":
            try:
                async with Store.look(bot.database_url, ANY_RULES, "") as store:
                    async for task in _follow(store, told):
                        yield task
            except StoreError:
                pass  # not migrated yet, or in use by a restore; looked at again soon
        await asyncio.sleep(LOOK_EVERY)


async def _follow(store: Store, told: dict[int, int]) -> AsyncIterator[Task]:
    """`told`: the versions that were told already. Looks at the last ones and at the one to come."""
    clock = SystemClock()
    while True:
        for number in [*list(told)[-LATEST:], FIRST_REQUEST + len(told)]:
            gathered = await store.showing.gather(number, clock.now())
            if gathered is not None and told.get(number) != gathered.task.version:
                told[number] = gathered.task.version
                yield gathered.task
        await asyncio.sleep(LOOK_EVERY)
