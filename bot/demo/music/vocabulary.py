"""Sentences with holes: `{a}` and `{b}` are things from the prompt. They keep lyrics and titles plausible, not deep."""

TITLES = (
    "{A}",
    "{A} and {B}",
    "{B} {A}",
    "Under the {A}",
    "{A} Waltz",
    "Letters to the {A}",
    "Where the {A} Goes",
    "{A} Before Morning",
    "One More {A}",
    "Back to the {A}",
    "The {A} Knows",
    "{A}, Stay",
)

VERSES = {
    "sad": (
        "I left the light on for the {a}",
        "The street is quiet where you stood",
        "And every {b} still says your name",
        "I would come back now if I could",
        "The coffee cools beside the {a}",
        "There is no one here to ask me why",
        "I fold the evening like a letter",
        "And watch the {b} cross the sky",
        "The winter knows the way I walk",
        "It keeps my footprints in the snow",
        "I tell the {a} all I never told you",
        "And then I let the {b} go",
    ),
    "glad": (
        "Open the window, let the {a} in",
        "There is a rhythm on the street today",
        "We have a {b} and a song to begin",
        "And nobody is going to send us away",
        "I saw the {a} dancing on the hill",
        "It waved at me and I waved too",
        "The whole wide morning standing still",
        "The {b} was gold and the sky was blue",
        "Bring every friend and bring the {a}",
        "We have the time and we have the tune",
        "The table is long and the night is young",
        "And the {b} shines like a second moon",
    ),
}

CHORUSES = {
    "sad": (
        "Oh, {a}, stay a little longer",
        "Oh, {a}, I am not that strong",
        "The night is wide, the {b} is far",
        "And I have missed you all along",
    ),
    "glad": (
        "Hey, {a}, take me all the way",
        "Hey, {a}, sing it one more time",
        "We are alive, the {b} is ours",
        "And everything will be just fine",
    ),
}

THINGS = ("river", "window", "harbour", "lantern", "garden", "mountain", "morning", "sparrow", "railway", "ocean")

# Words that say how a song sounds, or nothing at all; titles are made of the others.
_PLAIN = """
    a an and are as at be by for from have his her i in into is it its like me my no not of on or our so some
    song songs music tune track about that the their them there this to up us very was we with without you your please
    make write sing slow slowly fast happy sad joyful cheerful dark bright calm gentle upbeat energetic quick soft loud
    piano guitar guitars drums drum bass violin flute strings synth synths organ bells vocals voice male female
    instrumental acoustic lofi lo fi hip hop pop rock jazz folk metal punk techno house ambient ballad lullaby blues
    soul country bpm tempo minor major key style
    fail crash sensitive refuse vague never single silent callback maintenance busy broke unclear
"""
PLAIN = frozenset(_PLAIN.split())
