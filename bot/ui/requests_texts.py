"""Sentences of the page of `/tasks`: a part of `texts`, where they are read."""

REQUESTS = "## Waiting and running"
SERVICE_ANSWERS = "The music service answers."
CAPS = "-# {service} At once: {member} for you, {guild} for this server."
REQUEST_LINE = "**{what}** · {name}"
LINE_PLACE = "place {place}"
LINE_USUALLY = "usually done {moment}"
LINE_STATES = {
    "writing": "writing",
    "recording": "recording",
    "listen": "listen now",
    "wav": "making the WAV",
    "finishing": "finishing",
}
LINE_LINK = "[go to message]({link})"
AND_MORE = "-# and {count} more"
NOTHING_RUNS = "Nothing is waiting or running here."
CANCEL_ONE = "Cancel one that is still waiting"
PICK_LABEL = "Place {place} · {what}"
