"""What the service's own messages blame, where its codes leave it open. They are read, never passed on."""

import re

_WORDS = re.compile(r"sensitive|artist|copyright|moderat|inappropriate|prohibit|policy|reword|profan", re.IGNORECASE)
_CREDITS = re.compile(r"credit.*insufficient|insufficient.*credit|not enough credit|top up", re.IGNORECASE)


def blames_words(message: str) -> bool:
    return bool(_WORDS.search(message))


def blames_credits(message: str) -> bool:
    return bool(_CREDITS.search(message))
