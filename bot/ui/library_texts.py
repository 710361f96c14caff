"""Sentences about longer versions, WAVs and the library: a part of `texts`, where they are read."""

# Songs by name, longer versions, WAVs
NO_SONG_FITS = "No song fits; make one with /generate quick"
EXTENDS = "Extends {title}"
EXTENDS_FROM = "Extends {title} from {moment}"
NOT_A_MOMENT = "**Not a time:** write where to go on as 1:23, 1:02:03 or in seconds, such as 83. Nothing was charged."
BAD_TIME = (
    "**Not inside the song:** it is {length} long, so go on from a moment between start and end. Nothing was charged."
)
BAD_TIME_UNKNOWN = "**Not inside the song:** go on from a moment after its start. Nothing was charged."
EXPIRED = "**Gone at the music service** since {date}. Nothing was charged; the file in the channel stays."
MADE_ELSEWHERE = (
    "**Made at another music service:** the bot uses a new one now and cannot ask for it there. "
    "Nothing was charged; the file in the channel stays."
)
NOTHING_TO_SING = (
    "**Something is missing:** this song has no lyrics of its own, so say what comes next, or leave all fields empty. "
    "Nothing was charged."
)
ALREADY_ASKED = "**Asked for already:** it comes with request {number}. Nothing was charged."
WAV_MADE = "**Made already:** [go to the WAV of {title}]({link}). Nothing was charged."
WAV_MADE_KEPT = (
    "**Made already:** [go to the WAV of {title}]({link}), or [download it]({url}) until {date}. Nothing was charged."
)
WAV_KEPT = "**Made already:** [download the WAV of {title}]({url}) until {date}. Nothing was charged."
WAV_GONE = "**Made already:** its message is gone, and the music service has deleted it. Nothing was charged."
WAV_COMING = "**Under way:** the WAV of {title} comes to <#{channel}>. Nothing was charged."
WAV_UNSEEN = (
    "**Made already:** the WAV of {title} is in a channel that you cannot see, and the music service has deleted its "
    "copy. Nothing was charged."
)
WAV_COMING_UNSEEN = (
    "**Under way:** the WAV of {title} comes to a channel that you cannot see. Ask again in a minute to download it. "
    "Nothing was charged."
)
WAV_COMING_AT = "**Under way:** [go to the request]({link}) for the WAV of {title}. Nothing was charged."

# The library
LIBRARY = "## Library"
LIBRARY_COUNT = (
    "-# {count} song, newest first, page {page} of {pages}",
    "-# {count} songs, newest first, page {page} of {pages}",
)
LIBRARY_SEARCHED = "{line} · “{text}”"
LIBRARY_SONG = "**{number}. {title}** · {details}"
LIBRARY_EMPTY = "No songs here yet. Make the first: {quick}."
LIBRARY_NOTHING = "Nothing fits “{text}”."
LIBRARY_NOTHING_BY = "Nothing by this member is here."
NOT_YET_POSTED, NOT_POSTED, PERHAPS_NOT_POSTED = "not posted yet", "not posted", "perhaps not posted"
DELETED_HERE = "deleted from the channel"
GONE_ON = "gone on {date}"
LONGER_VERSION_OF = "longer version of “{title}”"
LONGER_VERSIONS = "longer versions: {count}"
LIBRARY_BUTTON = "Library"
POST_ONE_AGAIN = "Post one again in this channel"
POSTED_SOON = "**Coming:** {title} is posted in this channel in a moment. This is free."
POST_GONE = "**Gone:** the music service deleted this song on {date}, and no message here has it. Nothing was charged."
SONG_OPTIONS_FOR = "**{title}**: what next?"
NOT_A_SONG = "This is not a song from Minstrel."

# Forms
FORM_EXTEND, FORM_SEARCH = "Extend {title}", "Search the library"
FORM_EXTEND_TITLE = ("{form} · {price} of {left} credit", "{form} · {price} of {left} credits")
SEARCH_LABEL, SEARCH_HELP = "Words", "Words of the title, the style or the idea. Empty: all songs."
SEARCH_HINT = "rain piano"
CONTINUE_LABEL, CONTINUE_HINT = "Continue from", "2:45"
CONTINUE_HELP = "As 2:45 or in seconds, before {length}. Empty: from the end."
CONTINUE_HELP_UNKNOWN = "As 2:45 or in seconds. Empty: from the end."
NEXT_LABEL, NEXT_HINT = "What comes next", "[Verse 3] …"
NEXT_HELP = "New lyrics, sung word for word. Empty: the service goes on by itself."
AS_BEFORE = "Empty: as before."
