"""The soak: thousands of requests, a bot that is killed again and again, a service and a Discord that often fail."""
