"""Sentences of `/help`: a part of `texts`, where they are read."""

HELP = """## How it works
**1. Ask.** {quick} takes an idea: “slow piano, rain on a tin roof”. {where}
**2. Or use your own words.** {custom} asks for title, style and lyrics; {write} drafts lyrics first.
**3. Go on from there.** The buttons under a song make it longer, fetch lyrics or WAV, or fill the form again. \
They never expire. {library} finds all songs.
{cost}
**Limits ({model}):** idea {idea} characters, lyrics {lyrics}, style {style}, title {title}. No artist names.
**Good to know:** songs are public here. The music service keeps them {days} days; files posted here stay.
-# Stuck? {tasks} · Credits and your share: {credits} · Your data: {show}"""
HELP_HERE = "Songs arrive in this channel about two minutes later."
HELP_THERE = "Songs are made in {channels}, and arrive there about two minutes later."
HELP_COST = (
    "**Cost:** {price} credits a request, WAV {wav}. This server has {left} of {amount} left {period}. "
    "What fails is given back."
)
HELP_COST_UNKNOWN = "**Cost:** {price} credits a request, WAV {wav}. What fails is given back."
