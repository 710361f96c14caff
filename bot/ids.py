"""Ids that the program makes: they sort by time, whichever process made them."""

import itertools
import secrets

SEQUENCE_BITS = 20
_sequence = itertools.count(secrets.randbits(SEQUENCE_BITS))


def new_id(now: int) -> int:
    """A 63-bit id that sorts by time: 43 bits of milliseconds and 20 of a sequence that starts anywhere.

    Two of one process never meet; two processes might, which a primary key then tells.
    """
    return id_at(now) | next(_sequence) & ((1 << SEQUENCE_BITS) - 1)


def id_at(moment: int) -> int:
    """Below every id that `new_id` makes from then on."""
    return (moment & (2**43 - 1)) << SEQUENCE_BITS
