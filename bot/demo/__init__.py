"""Stand-ins of Discord and of the music service on loopback, and the page that shows them."""
