"""Every sentence that members read. One sentence is one string with holes; what fills them is cut and escaped.

Read as `texts.QUEUED` at the moment of use, a sentence comes in the language that is spoken then. Pairs are for one and
for many; `plural` picks the form, of credits `format.priced`. How to add or translate one: docs/translating.md.
"""

import sys

from bot import i18n
from bot.ui.help_texts import *  # noqa: F403 - one list of sentences, in several files
from bot.ui.library_texts import *  # noqa: F403
from bot.ui.quota_texts import *  # noqa: F403
from bot.ui.requests_texts import *  # noqa: F403
from bot.ui.settings_texts import *  # noqa: F403
from bot.ui.trouble_texts import *  # noqa: F403

# 1. Status messages: content
QUEUED = "**Queued** · {what}"
WAITING = "**Waiting** · {what}"
WRITING = "**Writing** · {what}"
RECORDING = "**Recording** · {what}"
LISTEN_NOW = "**Listen now** · {what}"
FINISHING = "**Finishing** · {what}"
MAKING_WAV = "**Making the WAV** · {what}"
DONE = "**Done** · {what}"
CANCELLED = "**Cancelled** · {what}"
NOT_MADE = "**Not made** · {what}"
UNCLEAR = "**Unclear** · {what}"
REFUSED_WORDS = "**Refused for its words** · request {number}"

# How many credits decides their form: `format.priced` picks it.
TAKEN = (
    "{price} credit taken; it comes back if it fails.",
    "{price} credits taken; they come back if it fails.",
)
FREE = "This is free."
BACK = ("{price} credit is back.", "{price} credits are back.")
LATE_RUNNING = (
    "{price} credit is back; songs that come now are free.",
    "{price} credits are back; songs that come now are free.",
)
USED = ("{price} credit used, {left} left {period}.", "{price} credits used, {left} left {period}.")
STAY_BACK = ("your {price} credit stays back.", "your {price} credits stay back.")
SONGS_BELOW = ("{count} song below. {cost}", "{count} songs below. {cost}")
SONGS_BELOW_LATE = (
    "{count} song below. Late, so it is free: {cost}",
    "{count} songs below. Late, so they are free: {cost}",
)
DRAFTS_BELOW = ("{count} draft below. {cost}", "{count} drafts below. {cost}")
DRAFTS_BELOW_LATE = (
    "{count} draft below. Late, so it is free: {cost}",
    "{count} drafts below. Late, so they are free: {cost}",
)
WAV_BELOW = "The WAV is below. {cost}"
WAV_BELOW_LATE = "The WAV is below. Late, so it is free: {cost}"
RESULT_UNCONFIRMED = "It was made, but Discord did not confirm it. {cost}"
RESULT_UNCONFIRMED_LATE = "It was made, but Discord did not confirm it: {cost}"
SONGS_UNCONFIRMED = "The songs were made, but Discord did not confirm them. {cost}"
SONGS_UNCONFIRMED_LATE = "The songs were made, but Discord did not confirm them: {cost}"
PERIODS = {"day": "today", "week": "this week", "month": "this month"}
EVERY = {"day": "a day", "week": "a week", "month": "a month"}

# Status messages: what stands in the embed
NEXT_IN_LINE = "Next in line."
PLACE = "Place {place} of {waiting}."
USUALLY = "Usually done {moment}."
STEP_WORDS = "Step 1 of 3: lyrics and titles."
STEP_TITLES = "Step 1 of 3: titles."
STEP_DRAFTS = "Step 1 of 1: writing drafts."
STEP_WAV = "Step 1 of 1: making the WAV."
STEP_POSTING = "Ready; it is being posted."
STEP_RECORDING = "Step 2 of 3: recording."
STEP_RECORDING_TITLES = "Step 2 of 3: recording {titles}."
STEP_LISTEN = "Step 3 of 3: listen while the files are finished."
STEP_FINISHING = "Step 3 of 3: the files are being finished."
AND = " and "
SLOW = "Slower than usual. If nothing comes, it is given up {moment} and the credits come back."
DOWN_SINCE = "The music service has not answered since {since}."
DOWN = "The music service is not answering."
BUSY = "The music service has as much to do as it takes at once."
MAINTENANCE_SINCE = "The music service has been closed for maintenance since {since}."
MAINTENANCE = "The music service is closed for maintenance."
HELD_EMPTY = "The music service account has run out of credits; the owner has been told."
HELD_KEY = "The music service does not let this bot in; the owner has been told."
GOES_ON = "The request keeps its place and goes on by itself."
GOES_ON_UNTIL = "The request keeps its place and goes on by itself; given up {moment} at the latest."

# Status messages: why it ended (content) and what next (embed)
WHY_WORDS = "The music service does not take some words; artist names are a common cause. {back}"
WHY_REFUSED = "The music service does not take the request as it is. {back}"
WHY_EMPTY = "The music service account has run out of credits. {back}"
WHY_KEY = "The music service does not let this bot in. {back}"
WHY_FAILED = "The music service could not finish it. {back}"
WHY_WAITED = "The music service took no requests for too long. {back}"
WHY_MOVED = "The bot uses another music service now; this had not been sent yet. {back}"
WHY_DEADLINE = "The music service took too long. {back}"
WHY_UNCLEAR = "The music service did not say whether it took the request. {back}"
NEXT_WORDS = "The text is no longer shown here. Correct opens it for {name} alone."
NEXT_REFUSED = "Correct opens the form again."
NEXT_OWNER = "The owner has been told."
NEXT_FAILED = "Trying again often works."
NEXT_WAITED = "Try again when the music service answers."
NEXT_MOVED = "Trying again sends it to the new one."
NEXT_WORDS_ONLY = "The text is no longer shown here."
NEXT_LATE_RESULT = "If it turns up after all, it is posted here, free."
NEXT_UNCLEAR_RESULT = "If it turns up after all, it is posted here, free. The owner has been told."
NEXT_LATE = "If songs turn up after all, they are posted here, free."
NEXT_UNCLEAR = "If songs turn up after all, they are posted here, free. The owner has been told."

FOOTER_BARE = "For {name} · request {number}"
FOOTER = "For {name} · {model} · request {number}"
IDEA = "“{idea}”"
REQUEST = "request {number}"

# 2. Songs
SONG = "**{title}**"
SONG_OF = "song {position} of {count}"
SONG_LATE = "Late, so it is free: {cost}"
UNTITLED = "Untitled"
STYLE = "Style: {style}"
PLAY_UNTIL = "[Play in the browser]({url}) until {moment}"
TOO_LARGE = "Too large for this server ({size} of {limit} MB). The link works until {date} ({moment})."
GONE_SOON = "The music service keeps it until {moment}."
GONE_SINCE = "Gone at the music service since {date}; the file above stays."
ALT_COVER = "Cover of {title}"

# 3. Refusals and other private answers
NOTHING_CHARGED = "Nothing was charged."
TOO_LONG = (
    "**Too long:** the {field} has {length} characters, {model} takes {limit}; {over} must go. Nothing was charged."
)
TOO_LONG_FIELDS = {"prompt": "idea", "idea": "idea", "title": "title", "style": "style", "lyrics": "text of the lyrics"}
MISSING = "**Something is missing:** the {field} is empty. Nothing was charged."
MISSING_FIELDS = {"prompt": "idea", "idea": "idea", "title": "title", "style": "style", "lyrics": "lyrics field"}
LYRICS_TWICE = "**Two lyrics:** the field and the file both hold some; one of them must go. Nothing was charged."
NOT_A_TEXT = (
    "**Not a text file:** the lyrics file must be plain text of at most {limit} KB, saved as UTF-8. "
    "Nothing was charged."
)
FILE_NOT_READ = (
    "**File not read:** Discord did not hand over the lyrics file. Nothing was charged. Attach it once more."
)
UNKNOWN_MODEL = "**Unknown model:** this bot has {known}. Nothing was charged."
NOT_ENOUGH = (
    "**Not enough credits:** this takes {price}, this server has {left} left. Nothing was charged. "
    "New credits come {moment} ({date})."
)
HOST_LIMIT = (
    "**Not enough credits:** all servers of this bot together have used theirs up. Nothing was charged. "
    "New credits come {moment} ({date})."
)
NOT_ALLOWED = "**Not on this server:** the owner has not opened it for songs. Nothing was charged."
NOT_IN_SERVER = "**Not here:** songs are made in servers. Nothing was charged."
NOT_THIS_SONG = (
    "**Not this song:** it was made with {model}, and a longer version would be too; this server allows {known}. "
    "Nothing was charged."
)
MAY_NOT_POST = (
    "**The bot may not post here:** {missing} {is_are} missing in <#{channel}>. Nothing was charged. "
    "A manager can allow it, or ask again in another channel."
)
IS_MISSING = ("is", "are")
PERMISSIONS = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages In Threads",
    "embed_links": "Embed Links",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
}
NOT_A_MANAGER = "**For managers only:** this takes Manage Server. Nothing was changed."
NOT_YOURS = "**Not yours:** only the member who asked, or a manager, may do this. Nothing was changed."
NOT_YOUR_TEXT = "**Not yours:** only the member who asked may open this text. Nothing was charged."
ALREADY_SENT = "**Already sent:** the music service is working on it and cannot be stopped."
NOT_FOUND = "**Not found:** this is not known here, or no longer. Nothing was charged."
BAD_NUMBER = "**Not that number:** between {low} and {high}. Nothing was changed."
QUOTA_TOO_HIGH = "**Too high:** the owner allows {allowed}. Nothing was changed."
LANGUAGE_SET = "**Saved:** public messages here are in {language} from the next request on."
LANGUAGE_OF_SERVER = "**Saved:** public messages here are in the language of this server from the next request on."
SERVICE_SILENT = "**The music service is not answering.** Nothing was charged. Try again in a few minutes."
COMMAND_CHANGED = "**This command has changed.** Nothing was charged. Reload Discord, then try again."
TAKES_LONGER = "**This takes too long just now.** Nothing was charged. Try again in a minute."
BROKE = (
    "**Something broke on our side.** Nothing was charged. Try again; if it stays, give a manager this number: {id}."
)
NOT_SAVED = (
    "**The bot cannot save anything just now.** Nothing was charged. Try again in a few minutes; if it stays, give a "
    "manager this number: {id}."
)
TEXT_BELOW = "Your text is below."
TEXT_IN_FILE = "your-text.txt"
QUEUED_PRIVATELY = "**Queued.** {cost} It is shown in this channel as soon as it is posted."
QUEUED_AT = "**Queued:** {link}"

# Delete
DELETE_ASK = "**Delete {title} for everyone?** The message and its file go. Credits are not given back."
DELETED = "**Deleted.** The message and its file are gone."
DELETED_ALSO = "**Deleted.** The message and its file are gone, and the library no longer has the song."
KEPT = "**Kept.** Nothing was changed."
CANNOT_DELETE = "**Not deleted:** Discord does not let the bot do it just now. Try again in a minute."

# 4. Pages
WHERE_NOWHERE, WHO_NOBODY = "Songs are made in no channel.", "Nobody may make songs."
CHANNEL_GONE = "A channel that is set here is gone: choose another, or take it off."
ROLE_GONE = "A role that is set here is gone: choose another, or take it off."
LOG_GONE = "Credits are logged nowhere: the channel is gone."
GONE_THERE = ("{count} is gone.", "{count} are gone.")
TAKE_OFF = "Take off what is gone"

CREDITS = "## Credits"
LEFT = (
    "**{left} of {amount} left** {period}, enough for {count} request at {price}.",
    "**{left} of {amount} left** {period}, enough for {count} requests at {price}.",
)
LEFT_FREE = "**{left} of {amount} left** {period}."
NEW_CREDITS = "New credits come {moment} ({date})."
ACCOUNT = "-# Music service account: {credits} credits, asked {moment}."
ACCOUNT_SILENT = "-# Music service account: no answer just now."
QUOTA_SET = "Set: {amount} credits {every} (was {before}). It counts from now."
QUOTA_WAS_OTHER = "{amount} {every}"

# 5. Buttons and forms
CANCEL, CORRECT, TRY_AGAIN, AGAIN, DELETE = "Cancel", "Correct", "Try again", "Again", "Delete"
EXTEND, WAV, BACK_PAGE, NEXT_PAGE, SEARCH, SHOW_ALL = "Extend", "WAV", "Back", "Next", "Search", "Show all"
ALSO_LIBRARY = "Also from the library"
DOWNLOAD_WAV = "Download WAV"
DELETE_HERE, KEEP, REFRESH, DOWNLOAD, LISTEN = "Delete here", "Keep", "Refresh", "Download MP3", "Listen: {title}"
REQUESTS_HERE = "Requests"
FORM_CUSTOM, FORM_QUICK = "Custom song", "Quick song"
FORM_TITLE = ("{form} · {model} · {price} of {left} credit", "{form} · {model} · {price} of {left} credits")
FORM_TITLE_BARE = ("{form} · {model} · {price} credit", "{form} · {model} · {price} credits")
FORM_TITLE_SHORT = ("{form} · {price} credit", "{form} · {price} credits")
TITLE, STYLE_LABEL, LYRICS, FILE, IDEA_LABEL = "Title", "Style", "Lyrics", "Or lyrics as a text file", "Idea"
LYRICS_LABEL = "Lyrics (up to {limit} characters)"
INSTRUMENTAL = "Instrumental"
TITLE_HELP = "What the song is called, up to {limit} characters."
STYLE_HELP = "Genre, mood, instruments, tempo; no artist names. Up to {limit} characters."
LYRICS_HELP = "Sung word for word. [Verse] and [Chorus] mark the parts."
LYRICS_KEPT = "Empty: the same lyrics ({length} characters)."
FILE_HELP = "For {above} to {limit} characters: one .txt file."
IDEA_HELP = "What the song is about, and how it sounds. Up to {limit} characters."
INSTRUMENTAL_HELP = "Music without a voice."
OVER = "{over} characters too long: {length}, {model} takes {limit}."
TITLE_HINT, STYLE_HINT = "Tin Roof Rain", "lo-fi piano, rain, slow, warm, 70 bpm"
LYRICS_HINT, IDEA_HINT = "[Verse]\nRain on the tin roof …", "slow piano, rain on a tin roof"


# 6. Lyrics
LYRICS_BUTTON, BACK_BUTTON, NEXT_BUTTON, PAGE_OF = "Lyrics", "Back", "Next", "Page {number} of {pages}"
LYRICS_TIMED, LYRICS_PLAIN = "Lyrics with times", "Lyrics"
ASKED_BY = "asked for by {name}"
LINES_LEFT = ("{count} more line is in the files", "{count} more lines are in the files")
REST_IN_FILE = "The rest is in the file."
GET_AS_FILE, AS_A_FILE, POST_HERE = "Get it as a file", "As a file", "Post in this channel"
FORMAT_NAMES = {
    "lrc": "LRC, line by line",
    "words.lrc": "LRC, word by word",
    "srt": "SRT",
    "vtt": "VTT",
    "txt": "Text",
}
LYRICS_FILE = "**{title}** · {format}"
TIMES_NOT_READY = "Times are not ready yet."
TOLD_PRIVATELY = "The answer is for {name} alone."
NO_LYRICS = "**No lyrics:** this song is instrumental. Nothing was charged."
NO_TIMES_YET = "**Times are not ready yet.** Nothing was charged. Try again in a minute."
MAY_NOT_WRITE = "**Not in this channel:** you may not send messages here. Nothing was charged."
LYRICS_FOR = "Lyrics for {what}"
DRAFT_OF = "Draft {number} of {count}"
DRAFT_FOR = "for {name}"
DRAFT_FILE = "{what} · draft {number}"
MAKE_A_SONG = "Make a song"
DRAFT_CUT = "Cut: the draft has {length} characters, {model} takes {limit}."
DRAFT_CUT_KEPT = "Empty: the draft, cut to {limit} of its {length} characters, as {model} takes no more."
DRAFT_KEPT = "Empty: the whole draft ({length} characters)."
FORM_LYRICS = "Lyrics"
FORM_TITLE_PLAIN = ("{form} · {price} of {left} credit", "{form} · {price} of {left} credits")
LYRICS_IDEA_HELP = "What the lyrics are about, and their mood. Up to {limit} characters."
THE_SERVICE = "the music service"


def plural(forms: tuple[str, str], count: int) -> str:
    return i18n.said_of(forms, count)


sys.modules[__name__].__class__ = i18n.Sentences
