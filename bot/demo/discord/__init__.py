"""A strict stand-in of Discord on loopback: gateway, REST, attachments and members who act.

It knows nothing of discord.py and nothing of the bot; it enforces what Discord enforces, with Discord's codes.
"""
