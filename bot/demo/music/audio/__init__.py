"""A small synthesizer: a text becomes a mood, a mood a score, a score sound, and the sound an MP3 or WAV file."""
