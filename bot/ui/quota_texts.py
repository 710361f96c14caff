"""Sentences about shares, grants, use and log of credits: a part of `texts`, where they are read."""

# Refusals
SHARE_USED_UP = (
    "**Your share is used up:** {used} of your {amount} credits are used, this takes {price}. Nothing was charged. "
    "New credits come {moment} ({date})."
)
ROLE_SHARE_USED_UP = (
    "**Your share is used up:** with <@&{role}> it is {amount} credits; {used} are used, this takes {price}. "
    "Nothing was charged. New credits come {moment} ({date})."
)
EVERYONE_SHARE_USED_UP = (
    "**Your share is used up:** each member has {amount} credits; {used} are used, this takes {price}. "
    "Nothing was charged. New credits come {moment} ({date})."
)
QUOTA_PAUSED = "**Paused:** a manager has stopped spending on this server for now. Nothing was charged."
UNKNOWN_ZONE = "**No such time zone:** pick one from the list, such as Europe/Berlin. Nothing was changed."
GRANT_TOO_HIGH = "**Too high:** the owner allows {allowed} in all, so {room} more can be granted. Nothing was changed."
PERIOD_TOO_SHORT = (
    "**Not yet:** {used} credits are used {period}, more than {most} {every} would have allowed so far. "
    "You can change it when new credits come, {moment} ({date}). Nothing was changed."
)
NO_SHARE = "**Nothing to add to:** this member has no share, by name or by role. Nothing was changed."
NOTHING_TO_SET = "**Nothing to change:** name an amount, a period, a time zone or what happens to unused credits."

# Answers to managers
QUOTA_ENOUGH = ("Enough for {count} request at {price}.", "Enough for {count} requests at {price}.")
ZONE_SET = "Periods follow the clocks of {zone}; new credits come {moment} ({date})."
CARRY_ON = "What is left over moves to the next period, at most one period's amount."
CARRY_OFF = "What is left over does not move to the next period."
GRANTED = "Granted: {credits} credits, for this period alone. {left} of {amount} are left until {date}."
GRANTED_TO = (
    "Granted: {credits} credits for <@{member}>, for this period alone. They have {left} of {amount} left until {date}."
)
WAS_RESET = "Reset: the {credits} credits used so far no longer count. {left} of {amount} are left {period}."
RESET_BOUND = "The owner allows {allowed} {every}, and what was used before still counts towards that."
PAUSE_ON = "**Paused:** nothing can be spent on this server until the pause is over. Requests under way go on."
PAUSE_OFF = "**Going on:** credits can be spent again."
SHARE_OF_MEMBER = "Saved: <@{who}> may use {amount} credits {every}."
SHARE_OF_ROLE = "Saved: each member with <@&{who}> may use {amount} credits {every}."
SHARE_OF_EVERYONE = "Saved: each member may use {amount} credits {every}."
SHARE_TAKEN = "Saved: this share is gone."
NO_SUCH_SHARE = "**Nothing to take away:** there was no such share. Nothing was changed."
LOG_CHANNEL_SET = "Saved: what is booked from now on is told in <#{channel}>, without pings."
LOG_CHANNEL_OFF = "Saved: bookings are told in no channel."

# The page of credits
YOUR_SHARE = "You have used {used} of your {amount}."
YOUR_SHARE_LEAVES = (
    "You have used {used} of your {amount}; the rest is enough for {count} request at {price}.",
    "You have used {used} of your {amount}; the rest is enough for {count} requests at {price}.",
)
OF_IT_GRANTED = "-# {credits} of it were granted for this period."
OF_IT_CARRIED = "-# {credits} of it were left over from the period before."
IS_PAUSED = "**Paused:** a manager has stopped spending for now."
NOTHING_USED = "Nothing has been used {period}."
BY_KIND = "**By kind:** {kinds}"
BY_MEMBER = "**Most used by:** {members}"
BY_DAY = "**By day:** {days}"
USED_BY = "{who} {credits}"
KINDS = {"generate": "songs", "extend": "longer versions", "lyrics": "lyrics drafts", "wav": "WAVs"}
SHARES = "**Shares {every}:** {shares}"
EVERY_MEMBER = "every member"
SHARES_MORE = "and {count} more"
DAY_USED = "{credits} on day {day}"
DAY_BACK = "{credits} on day {day}, given back"
CHART_USED = "{used} of {amount} used"
ALT_CHART = "Credits used by day {period}: {days}. {used} of {amount} used."

# The log
LOG = "## Log of credits"
LOG_PAGE = "-# Page {page}, newest first"
LOG_EMPTY = "Nothing has been booked here yet."
LOG_TAKE = "**{credits} taken** · {kind} · {who} · request {number}"
LOG_SETTLE = "**Kept** · delivered to {who} · request {number}"
LOG_GIVE_BACK = "**{credits} given back** · {why} · {who} · request {number}"
LOG_GRANT = "**{credits} granted** · by {actor}"
LOG_GRANT_TO = "**{credits} granted** to <@{member}> · by {actor}"
LOG_RESET = "**{credits} reset** · by {actor}"
LOG_CARRY = "**{credits} carried over**"
LOG_REASONS = {
    "words": "refused for its words",
    "refused": "refused as it was",
    "service_empty": "the music service account was empty",
    "key_refused": "the music service did not let the bot in",
    "service_failed": "could not be finished",
    "waited": "waited too long",
    "moved": "the bot moved to another music service",
    "deadline": "took too long",
    "unclear": "unclear",
    "member": "cancelled",
    "not_promised": "could not be answered",
    "deleted": "the music service had deleted it",
    "address": "the bot may not fetch files from where they were",
    "closed": "the channel stayed closed to the bot",
}
LOG_AS_CSV, LOG_NEWER, LOG_OLDER = "All as CSV", "Newer", "Older"
LOG_FILE = ("**{count} booking**, newest first.", "**{count} bookings**, newest first.")
LOG_FILE_CUT = "The newest **{count} bookings**; older ones are not in the file."

# After a request
NEW_CREDITS_ON = "New credits: {date}."
