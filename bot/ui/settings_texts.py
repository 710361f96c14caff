"""Sentences of settings, privacy, the owner's page and the greeting: a part of `texts`, where they are read."""

# Refusals by what managers have set
WRONG_CHANNEL = "**Not in this channel:** songs are made in {channels}. Nothing was charged."
WRONG_ROLE = "**Not with your roles:** songs are made by {roles}. Nothing was charged."
MODEL_NOT_ALLOWED = "**Not this model:** this server allows {known}. Nothing was charged."
BLOCKED_WORD = "**Blocked word:** this server does not allow “{word}”. Nothing was charged."
LYRICS_ERASED = "**No lyrics any more:** whoever made this song has had them erased. Nothing was charged."
NOT_THE_OWNER = "**For the owner only:** this is for whoever hosts the bot. Nothing was changed."
A_MEMBER = "a member"
AND_OTHERS = "{named} and {count} more"

# Settings: the panel
SETTINGS = "## Settings"
SETTINGS_AT_ONCE = "Each change is saved at once."
READY_IN = ("**Ready in {ready} of {count} channel.**", "**Ready in {ready} of {count} channels.**")
MISSING_THERE = ("In <#{channel}>, {missing} is missing.", "In <#{channel}>, {missing} are missing.")
MISSING_MORE = "{count} more lack something."
WHERE, WHO, MODELS, MODEL = "### Where", "### Who", "### Models", "### Model"
PINGS, LANGUAGE, MORE = "### Pings", "### Language of public messages", "### Limits, words, names"
WHERE_ALL, WHERE_ONLY = "Songs are made in every channel.", "Songs are made in {channels} only."
WHO_ALL, WHO_ONLY = "Everybody may make songs.", "Songs are made by {roles} only."
MODELS_ALL, MODELS_ONLY = "Members may choose any model.", "Members may choose {models}."
MODEL_IS = "{model} is taken where none is named."
PINGS_ARE = {
    "on": "The member who asked is pinged with the first song.",
    "quiet": "The member who asked is mentioned with the first song, without a sound.",
    "off": "Nobody is pinged.",
}
LANGUAGE_IS, LANGUAGE_IS_SERVERS = "They are in {language}.", "They are in the language of this server."
CAPS_ARE = "At once: {member} for a member, {guild} for this server."
WORDS_NONE = "No word is blocked."
WORDS_ARE = ("{count} word is blocked.", "{count} words are blocked.")
WORDS_REFUSED = "Refused for words so far: {many} ({most})."
ARTIST_IS, ARTIST_IS_MEMBER = "Files name {artist} as the artist.", "Files name the member who asked as the artist."
LOG_IS, LOG_IS_NOWHERE = "Credits are logged in <#{channel}>.", "Credits are logged in no channel."
POINTS_ON = "-# Who may use which command: Server Settings › Integrations. Buttons follow Where and Who above."
SAVED = "**Saved.** {sentence}"
NOTHING_GIVEN = "**Nothing to change:** name at least one setting, or open {show}."
BAD_COUNT = "**Not that number:** between {low} and {high}. Nothing was changed."
TOO_MANY_WORDS = (
    "**Too many words:** {count} words with {length} characters; {most} words with {room} characters is the most. "
    "Nothing was changed."
)
UNKNOWN_SETTING = "**Not taken:** {known} can be chosen. Nothing was changed."

# Settings: controls and forms
PICK_CHANNELS, PICK_ROLES = "Every channel", "Everybody"
PICK_MODELS, PICK_MODEL = "Any model", "As the bot has it"
PICK_LOG = "Log of credits: no channel"
PINGS_CHOICES = {"on": "On", "quiet": "Quiet", "off": "Off"}
SERVERS_LANGUAGE = "As the server has it"
LIMITS_BUTTON, WORDS_BUTTON, CHECK_AGAIN, SETTINGS_BUTTON = "Limits", "Blocked words", "Check again", "Settings"
FORM_LIMITS, FORM_WORDS = "Limits and names", "Blocked words"
GUILD_CAP_LABEL, MEMBER_CAP_LABEL, ARTIST_LABEL = "At once on this server", "At once for a member", "Artist in files"
CAP_HELP = "Requests at the music service, 1 to {most}. Empty: {most}."
ARTIST_NAME_HELP = "Empty: the name of the member who asked."
WORDS_LABEL, WORDS_HELP = "Words", "One a line, up to {most}. Whole words count, whatever their case and accents."
PING_ME = "Ping me: {state}"
PING_STATES = {"on": "on", "quiet": "quiet", "off": "off"}

# Privacy
PRIVACY = """## Your data
**What is kept.** Of each request: what you typed, your name and number on Discord, channel, times and credits. \
Of each song: title, style, lyrics, links. And your ping switch, your share of the credits if you have one, and which \
songs you posted again.
**Why.** To make, post and find songs, and to keep the books of credits right.
**How long.** Until you have it erased, or {kept} days after the bot has left this server. The music service has \
copies of its own for {service} days.
**Who sees it.** Requests and songs are public in their channels. Nothing that you type is logged.
**Yours.** {export} gives you all of it as a file. {forget} erases what you typed, lyrics, drafts and your name; \
songs stay without it, and so do messages in channels. How much you have used stays counted until the period is over."""
EXPORTED = "**All that is kept about you on this server.** Only you see this file."
FORGET_ASK = (
    "**Erase what is kept about you here?** What you typed, lyrics, drafts and your name go for good. "
    "Waiting requests are cancelled, and their credits come back. Songs stay, without your name."
)
ERASE = "Erase"
FORGOTTEN = ("**Erased:** {count} request.", "**Erased:** {count} requests.")
FORGOTTEN_BACK = ("{count} was waiting; its credits are back.", "{count} were waiting; their credits are back.")
FORGOTTEN_RUNNING = "What the music service is working on is erased as soon as it has ended."

# The owner's page
OWNER = "## All servers"
OWNER_CREDITS = "**{credits} credits** at the music service, asked {moment}."
OWNER_SILENT = "**The music service does not answer just now.**"
OWNER_BURN = "{burned} credits were used in {days} days."
OWNER_LEFT = ("At this pace they last {count} day.", "At this pace they last {count} days.")
OWNER_GUILDS, OWNER_FAILURES, OWNER_UNKNOWN = "### Servers by use", "### Failures", "### Unclear requests"
OWNER_GUILD = ("{name} · {count} request · {spent} credits", "{name} · {count} requests · {spent} credits")
OWNER_FAILURE = "{why}: {count}"
OWNER_NOTHING = "Nothing in {days} days."
OWNER_NO_UNKNOWN = "None."
OWNER_TASK = "Request {number} · {guild} · {moment}"
OWNER_WHY = {
    "words": "refused for words",
    "refused": "refused for another cause",
    "service_empty": "the account was empty",
    "key_refused": "the key was refused",
    "service_failed": "the music service could not finish",
    "waited": "waited too long",
    "moved": "the bot moved to another music service",
    "deadline": "took too long",
    "unclear": "unclear",
    "given_up": "unclear, given up",
    "deleted": "the music service had deleted it",
    "address": "the bot may not fetch files from where they were",
    "closed": "the channel stayed closed to the bot",
}
RETRY, GIVE_UP, SEND_ANEW = "Retry", "Give up", "Send anew"
OWNER_LOOKS = "**Looking for request {number}.** What is found is posted, free for the server."
OWNER_GAVE_UP = "**Given up: request {number}.** Its credits stay back."
OWNER_SENT = "**Queued anew: request {number}.** It is free for the server."
OWNER_NO_NAME = (
    "**No trace of request {number}.** The music service never named it, so it can only be sent anew. "
    "That may cost {price} credits there a second time."
)
OWNER_ELSEWHERE = (
    "**At another music service:** the bot uses a new one now and cannot ask there for request {number}. "
    "Give up takes it off the list; its credits stay back."
)
OWNER_FEW = "**Few credits:** the account at the music service has {left} left."
OWNER_FEW_DAYS = "At the pace of the last days they last {days} days."

# The greeting
GREETING = """**Minstrel makes songs from a sentence.** Try {quick} with an idea such as \
“slow piano, rain on a tin roof”: songs arrive about two minutes later.
This server has {amount} credits {every}; a request takes {price}. There is nothing to set up.
Managers may say who makes songs where in {settings}, and how much each may use with {share}."""
HOW_IT_WORKS = "How it works"
HELP_MANAGERS = "**For managers:** {settings} says who makes songs where, {share} how much each may use."
