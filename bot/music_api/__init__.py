"""Alone speaks the music service's HTTP: client, wire models, profiles."""
