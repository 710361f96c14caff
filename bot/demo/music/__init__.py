"""A strict stand-in of the music service, on loopback, with real audio."""

from bot.demo.music.server import MusicStandIn

__all__ = ["MusicStandIn"]
