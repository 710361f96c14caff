"""Every error that Minstrel raises on purpose. A class exists because someone handles it differently.

BotError
├── ConfigError                 the settings cannot be used; the text is for the host
├── Unreachable                 Discord or the database is not there at the start; the text is for the host
├── StoreError                  the database cannot be used; the text is for the host
│   └── LeaseLost               another worker has taken the row; drop what is in hand
├── UserError                   something that the member can put right; `ui` has the words
│   ├── TooLong, Missing, UnknownModel, BadNumber, BadCount, TooManyWords
│   ├── NotEnoughCredits, ShareUsedUp, HostLimitReached, QuotaPaused, GuildNotAllowed
│   ├── QuotaTooHigh, GrantTooHigh, PeriodTooShort, UnknownZone, NoShare
│   ├── BotLacksPermissions, NotAManager, NotTheOwner, NotYours
│   ├── WrongChannel, WrongRole, ModelNotAllowed, BlockedWord      what a guild's managers have ruled out
│   ├── NotFound, AlreadySent, AlreadyAsked
│   └── Expired, MadeElsewhere, BadTime, NoLyrics, NoTimesYet, LyricsErased
├── MusicApiError               the music service
│   ├── Refused                 it does not take the content (`words`: because of its words)
│   ├── OutOfCredits, KeyRefused
│   ├── RateLimited, Maintenance, NotConnected      nothing was started; try later
│   ├── AlreadyExists           the WAV was made before
│   ├── NotOurs                 it does not know this task under our key
│   └── Unclear                 no usable answer: a create may or may not have happened
└── CourierError                Discord, as the worker sees it
    ├── PostLater               not now (limit, 5xx, network); it may have been posted all the same
    │   ├── MediaLater          the song's file cannot be had now
    │   └── Blocked             not now, whatever is asked
    ├── MayNotPost              the channel is closed to the bot; `missing` names the permissions
    ├── MessageGone             the message, or the channel, is no longer there
    ├── MessageTooOld           Discord does not edit it any more
    ├── MediaLost               the song's file cannot be had and never will
    │   └── MediaBarred         it lies where we fetch nothing from
    └── Blind                   the history cannot be read, so nothing can be told from it
"""

from bot.errors.members import *  # noqa: F403 - one tree, in several files
from bot.errors.outside import *  # noqa: F403
from bot.errors.root import *  # noqa: F403
