"""Serves the page and lets it act as the members of the stand-in of Discord; it knows nothing of the bot."""
