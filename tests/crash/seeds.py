"""A song that is there before the bot: made at the music stand-in, written down through the store's own methods."""

from bot.clock import DAY
from bot.models import Asked, DeliveryState, QuickSong
from bot.music_api.client import MusicApi
from bot.music_api.profiles import profile_named
from bot.store.intake import Terms
from bot.store.leases import Lease
from bot.store.outcomes import NewSongs
from bot.store.sending import Gate
from bot.store.store import Store
from bot.tasks.verdicts import Done, verdict_on
from tests.crash.ordeal import Ordeal
from tests.stores import RULES

IDEA = QuickSong(prompt="slow piano, rain on a tin roof", model="V4_5")
GATE = Gate(creates=20, window=1, per_guild=9, per_member=9)
LENGTH = 30_000


async def song(show: Ordeal) -> str:
    """The track's id, as completion would offer it. It cost nothing, and is nobody's matter in the books."""
    music = show.music
    async with MusicApi.open(profile_named("apibox"), music.key, music.url) as api:
        service_task_id = await api.generate(IDEA, None)
        music.finish()
        music.clock.advance(60)  # its words are aligned as well
        verdict = verdict_on(await api.record_info(service_task_id))
    assert isinstance(verdict, Done)
    async with Store.open(f"sqlite:///{show.folder}/minstrel.db", RULES, music.media_host) as store:
        task_id = await _running(show, store, service_task_id)
        now = show.discord.clock.now()
        lease = Lease.new("poll", task_id, "seed", LENGTH)
        assert await store.leases.take(lease, now)
        assert isinstance(verdict.brought, tuple)
        assert await store.following.ready(lease, NewSongs(verdict.brought, now + 14 * DAY), now)
        await _posted(show, store)
        gathered = await store.showing.gather(task_id, now)
        assert gathered is not None
        await store.showing.shown(gathered.task, "seed", now)
    music.calls.clear()
    show.rows.forget_what_is_there()
    return str(gathered.tracks[0].id)


async def _running(show: Ordeal, store: Store, service_task_id: str) -> int:
    now = show.discord.clock.now()
    terms = Terms("apibox", show.music.media_host, price=0)
    asked = Asked(1, "token", show.guild.id, show.channel.id, show.member.id, "Ana", "en-US", IDEA)
    task_id = (await store.intake.accept(asked, terms, now)).task.id
    await store.intake.confirm(task_id, 1, 1, "seed", now, now)
    assert await store.sending.claim(GATE, "seed", LENGTH, now)
    assert await store.sending.started(task_id, service_task_id, now)
    return task_id


async def _posted(show: Ordeal, store: Store) -> None:
    now = show.discord.clock.now()
    while due := await store.deliveries.due(now, 1):
        lease = Lease.new("post", due[0].channel_id, "seed", LENGTH)
        assert await store.leases.take(lease, now)
        await store.deliveries.settle(lease, due[0], DeliveryState.POSTED, due[0].id, now)
        await store.leases.release(lease)
