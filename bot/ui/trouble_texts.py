"""Sentences of notices, and about what was made and could not be posted: a part of `texts`, where they are read."""

# In a direct message: why, and what next
DIRECT_HEAD = "**Made, but not posted** · {what}"
DIRECT_RIGHTS = ("{missing} is missing in <#{channel}>.", "{missing} are missing in <#{channel}>.")
DIRECT_CHANNEL = "The channel is no longer there."
DIRECT_THREAD = "The thread <#{channel}> is locked."
DIRECT_GUILD = "The bot is no longer on the server."
DIRECT_UNKNOWN = "Discord does not let the bot post in <#{channel}>."
DIRECT_SONGS = "It is in `/library` there, and is posted by itself as soon as the bot may."
DIRECT_OTHERS = "It is posted by itself as soon as the bot may."
DIRECT_BACK = (
    "If that is not before {date}, {price} credit comes back.",
    "If that is not before {date}, {price} credits come back.",
)
DIRECT_FREE = "It is free."
COULD_NOT_POST = "The bot may not post in <#{channel}>, so it is told here."

# In the status message
SONGS_MISSING = ("{count} more song did not come.", "{count} more songs did not come.")
WHY_DELETED = "The music service deleted it before it could be posted. {back}"
WHY_ADDRESS = "The bot may not fetch it from where the music service keeps it. {back}"
WHY_CLOSED = "The bot could not post it here in time. {back}"
NEXT_CLOSED = "A manager can let the bot post here again."

# Notices
NOTICE_FAILED = "this one was not made; {back}"
NOTICE_UNCLEAR = "it is unclear whether this one was made; {back}"
NOTICE_UNSURE = "**Perhaps posted:** Discord did not confirm {title}. It is in `/library`; Post again is free."
NOTICE_UNSURE_WAV = "**Perhaps posted:** Discord did not confirm the WAV of {title}. Asking with `/wav` again is free."
NOTICE_UNSURE_DRAFTS = "**Perhaps posted:** Discord did not confirm {title}. Nothing more is charged."
NOTICE_GONE = "**Gone:** the music service deleted {title} on {date}, and no message here has its file. It was free."
NOTICE_GONE_EARLY = (
    "**Gone:** the bot cannot get {title} from the music service any more, "
    "and no message here has its file. It was free."
)
NOTICE_FREE = "nothing was charged."
NOTICE_NUMBER = "-# notice {number}"
OWNER_EMPTY = "**The music service account has run out of credits.** New requests are held until it has some again."
OWNER_KEY = "**The music service does not take the key.** New requests are held until it does."
OWNER_UNCLEAR = "**Unclear** · request {number}. The music service did not say whether it took it. {back}"
OWNER_UNSURE = "**Perhaps posted** · request {number}. Discord did not confirm a song, and the channel cannot be read."
OWNER_LOST = (
    "**Made, but lost** · request {number}: its files could not be had ({why}). {back} "
    "The log says more, also of others like it."
)
OWNER_OTHER = "**{reason}** · request {number}. {back}"
NOTICE_DELETED = "**Missing:** the music service deleted {title} before it could be posted. {cost}"
NOTICE_ADDRESS = "**Missing:** the bot may not fetch {title} from where the music service keeps it. {cost}"
NOTICE_CLOSED = "**Missing:** {title} could not be posted here in time. {cost}"
KEPT_FOR_OTHERS = (
    "{price} credit stays used for what did come.",
    "{price} credits stay used for what did come.",
)
