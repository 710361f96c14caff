"""How long a member waits for the first answer, beside a minimal bot: `python -m bench`, or `make bench`."""
