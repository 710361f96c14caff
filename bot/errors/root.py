"""The root of all errors, and those whose text is for the host."""


class BotError(Exception):
    """The root."""


class ConfigError(BotError):
    pass


class Unreachable(BotError):
    """Another start, a little later, may find it there."""


class StoreError(BotError):
    pass


class LeaseLost(StoreError):
    pass
