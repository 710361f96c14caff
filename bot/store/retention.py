"""Guilds come and go: which the bot is in, which it has greeted, and how those that it left are erased in the end."""

from collections.abc import Collection

from bot.store import quotas
from bot.store.allowance import QuotaRules
from bot.store.database import Database
from bot.store.sql import Sql
from bot.store.unnaming import strip_guild

PORTION = 50
"""Requests, or words of the library, in one transaction."""

OF_A_TASK = ("drop_deliveries", "drop_timed_lyrics", "erase_drafts", "drop_tracks", "unname_task", "drop_task")
OF_A_GUILD = (
    "drop_guild_settings",
    "drop_member_settings",
    "drop_blocked_words",
    "drop_song_channels",
    "drop_forgetting",
    "drop_audit",
)


class Retention:
    def __init__(self, database: Database, rules: QuotaRules) -> None:
        self._database = database
        self._rules = rules

    async def present(self, guild_id: int) -> None:
        """The bot is in the guild; coming back stops the clock."""
        await self._database.write(lambda sql: sql.one("guild_present", guild_id=guild_id))

    async def left(self, guild_id: int, now: int) -> None:
        """The bot was taken out of the guild; the clock starts."""
        await self._database.write(lambda sql: sql.one("guild_left", guild_id=guild_id, now=now))

    async def compare(self, guild_ids: Collection[int], now: int) -> list[int]:
        """All guilds that the bot is in, as Discord says: what it was taken out of while it was away begins to count.

        Returns those.
        """

        async def work(sql: Sql) -> list[int]:
            known = {int(row["guild_id"]) for row in await sql.all("guilds_thought_present")}
            gone = sorted(known - set(guild_ids))
            for guild_id in gone:
                await sql.one("guild_left", guild_id=guild_id, now=now)
            for guild_id in set(guild_ids) - known:  # new, or back again
                await sql.one("guild_present", guild_id=guild_id)
            return gone

        return await self._database.write(work)

    async def greet(self, guild_id: int, now: int) -> bool:
        """Whether the guild is to be greeted; once only, whatever becomes of the greeting."""
        return await self._database.write(lambda sql: sql.one("guild_greeted", guild_id=guild_id, now=now)) is not None

    async def due(self, before: int, many: int) -> list[int]:
        """Guilds that the bot left before then, the first to go first."""
        rows = await self._database.read(lambda sql: sql.all("guilds_to_erase", before=before, many=many))
        return [int(row["guild_id"]) for row in rows]

    async def erase_some(self, guild_id: int, before: int, now: int) -> bool:
        """Erase a portion, in the end the guild's own rows; whether something may be left.

        Nothing happens to a guild that has come back meanwhile. Counters stay equal to their ledger.
        """

        async def work(sql: Sql) -> bool:
            if await sql.one("still_left", guild_id=guild_id, before=before) is None:
                return False
            if await sql.all("drop_words", guild_id=guild_id, many=PORTION):
                return True
            tasks = await sql.all("tasks_of_guild", guild_id=guild_id, many=PORTION)
            for task in tasks:
                await _drop_task(sql, self._rules, task["id"], now)
            if not tasks:
                await _drop_guild(sql, self._rules, guild_id, before, now)
            return bool(tasks)

        return await self._database.write(work)


async def _drop_task(sql: Sql, rules: QuotaRules, task_id: int, now: int) -> None:
    """What never came to its end is given back first: nobody will ever see its songs."""
    if await sql.one("give_up_waiting", task_id=task_id, now=now) is not None:
        await quotas.give_back(sql, rules, task_id, now)
    for query in OF_A_TASK:
        await sql.run(query, task_id=task_id)


async def _drop_guild(sql: Sql, rules: QuotaRules, guild_id: int, before: int, now: int) -> None:
    """What is counted in the period that still runs goes when it is over; it names no member now.

    The bookings of the host's counter stay.
    """
    await sql.one("lock_books")
    for query in OF_A_GUILD:
        await sql.run(query, guild_id=guild_id)
    end = await strip_guild(sql, rules, guild_id, now)
    if end:
        await sql.one("erase_again", guild_id=guild_id, left_at=end - (now - before))
    else:
        await sql.run("drop_guild", guild_id=guild_id)
