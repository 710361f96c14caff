"""Where the demo plays: two servers, a channel of each kind that a bot has to get along with, three people."""

from bot.demo.discord.world import User, World


def demo_world() -> World:
    """Ana owns the first server, Ben manages it and owns the second, Cleo has just joined the first."""
    ana, ben, cleo = User(1001, "Ana"), User(1002, "Ben"), User(1003, "Cleo")
    world = World(bot=User(4242, "Minstrel", bot=True), owner=ana)
    world.users |= {user.id: user for user in (ben, cleo)}
    attic = world.add_guild(2001, "The Attic", ana)
    attic.add_member(ben, attic.add_role(2101, "Managers", "manage_guild", "manage_messages", mentionable=True))
    attic.add_member(cleo, attic.add_role(2102, "Newcomers"))
    songs = attic.add_channel(3001, "songs", topic="Songs that we make together.")
    attic.add_channel(3004, "late night ideas", parent=songs)
    lounge = attic.add_channel(3002, "lounge", topic="Talk; the bot may not attach files here.")
    lounge.deny(attic.members[world.bot.id], "attach_files")
    attic.add_channel(3003, "after-dark", topic="For grown-ups.", nsfw=True)
    cellar = world.add_guild(2002, "The Cellar", ben, tier=2)
    cellar.locale = "de"
    cellar.add_member(ana)
    cellar.add_channel(3005, "songs", topic="A server whose public messages are in German.")
    return world
