"""Minstrel: a Discord bot for communities that make music with an AI service."""
