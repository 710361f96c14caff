"""The root of all errors, and those whose text is for the host."""


class BotError(Exception):
    """The root."""


class ConfigError(BotError):
    pass


class StoreError(BotError):
    pass


class LeaseLost(StoreError):
    pass
