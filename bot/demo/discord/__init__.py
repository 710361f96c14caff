"""A strict stand-in of Discord on loopback: gateway, REST, attachments and members who act.

It knows nothing of discord.py and nothing of the bot; it enforces what Discord enforces, with Discord's codes.

    async with await DiscordStandIn.start() as discord:
        # a bot is pointed at discord.api_url and discord.gateway_url, and given discord.token
        await discord.gateway.wait_connected()
        guild = discord.world.guilds[2001]
        asked = await discord.slash(guild.member("Cleo"), guild.channel("songs"), "generate quick", {"prompt": "rain"})
        await asked.settled()
        print(discord.show(asked.message))
"""
