"""What the outside may ask over HTTP: callbacks of the music service, health, metrics."""
