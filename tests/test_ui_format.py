"""Numbers and other people's text, as members read them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models import CustomSong, QuickSong
from bot.store.words import words_in
from bot.ui import format, typed
from bot.ui.library_page import Asking


@pytest.mark.parametrize(
    ("thousandths", "text"),
    [(12_000, "12"), (400, "0.4"), (1_025_600, "1,025.6"), (0, "0"), (1, "0.001"), (-12_500, "-12.5")],
)
def test_credits_are_written_without_needless_decimals(thousandths: int, text: str) -> None:
    assert format.credits(thousandths) == text


@pytest.mark.parametrize(
    ("milliseconds", "text"), [(192_000, "3:12"), (5_400, "0:05"), (3_723_000, "1:02:03"), (None, ""), (59_600, "1:00")]
)
def test_lengths_of_songs_are_minutes_and_seconds(milliseconds: int | None, text: str) -> None:
    assert format.length(milliseconds) == text


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Tin Roof Rain", "tin-roof-rain"),
        ("_Ünïcödé & Co._", "unicode-co"),
        ("日本語", "song-1042"),
        ("", "song-1042"),
        ("a" * 99, "a" * 60),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_file_names_keep_only_what_discord_keeps(title: str, slug: str) -> None:
    assert format.slug(title, 1042) == slug


def test_sizes_are_megabytes() -> None:
    assert format.megabytes(10 * 1024 * 1024) == "10"
    assert format.megabytes(19_293_798) == "18.4"


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("# loud", "\\# loud"),
        ("-# small", "\\-# small"),
        ("> quote", "\\> quote"),
        ("1. list", "1\\. list"),
        ("a - b # c", "a - b # c"),
        ("@everyone <@1>", "\\@everyone \\<\\@1\\>"),
        ("https://x.example", "https\\://x.example"),
        ("[a](b)", "\\[a\\](b)"),
        ("discord.gg/abc", "discord\\.gg/abc"),
        ("DiscordApp.com/invite/abc", "DiscordApp\\.com/invite/abc"),
    ],
)
def test_markup_mentions_and_links_lose_their_force(text: str, escaped: str) -> None:
    assert format.escape(text) == escaped


@given(st.text())
def test_escaping_is_undone_without_loss(text: str) -> None:
    assert format.unescape(format.escape(text)) == text


@given(st.text(alphabet="@<>&#!0123456789everyonehere :/.httpsdiscord"))
def test_nothing_escaped_is_a_mention_or_a_link(text: str) -> None:
    escaped = format.escape(text)
    assert "<@" not in escaped.replace("\\<", "")
    assert "@everyone" not in escaped.replace("\\@", "")
    assert "://" not in escaped.replace("\\:", "")


@given(st.text(max_size=300), st.integers(min_value=1, max_value=120))
def test_a_name_is_one_line_and_no_longer_than_twice_its_measure(text: str, most: int) -> None:
    name = format.name(text, most)
    assert len(name) <= 2 * most + 1
    assert name.splitlines() in ([], [name])
    assert "\u202e" not in name


def test_a_name_from_right_to_left_is_set_apart_from_what_stands_beside_it() -> None:
    assert format.name("שלום עולם 12", 60) == "\u2068שלום עולם 12\u2069"
    assert format.plain("مطر على السقف", 6) == "\u2068مطر…\u2069"
    assert format.name("# אחת", 60) == "\u2068\\# אחת\u2069"
    assert format.name("Rain 雨 12", 60) == "Rain 雨 12"


@given(st.text(alphabet="אב ع12*", max_size=40), st.integers(min_value=1, max_value=20))
def test_what_is_set_apart_keeps_to_its_measure_and_ends(text: str, most: int) -> None:
    shown = format.plain(text, most)
    assert len(shown) <= most
    assert shown.count("\u2068") == shown.count("\u2069")


def test_a_title_that_was_copied_from_a_message_is_the_title() -> None:
    title = "שלום עולם 12"
    copied = format.name(title, 60)
    assert format.one_line(copied) == format.one_line(title)
    assert words_in(copied) == words_in(title)
    assert Asking.of(copied).text == title
    assert format.slug(copied, 1042) == format.slug(title, 1042)


@pytest.mark.parametrize("text", ["é", "နှိုင်း", "လျှို့ဝှက်", "བསྒྲུབས", "שָׁלוֹם", "مُحَمَّد", "❤️‍🔥", "1️⃣", "ශ්‍රී"])
def test_letters_keep_the_marks_that_they_are_spelt_with(text: str) -> None:
    assert format.one_line(unicodedata.normalize("NFD", text)) == unicodedata.normalize("NFD", text)


@pytest.mark.parametrize("pile", ["\u0301" * 40, "\u0e47" * 40, "\u0301\u200d" * 40, "\u20dd" * 40])
def test_marks_are_not_piled_over_the_lines_beside_them(pile: str) -> None:
    shown = format.one_line(f"a{pile}b")
    assert (shown[0], shown[-1], len(shown)) == ("a", "b", 2 + format.MOST_MARKS)
    assert format.hides(f"a{pile}")


@given(st.text(max_size=50), st.text(max_size=50), st.text(max_size=300), st.booleans())
def test_a_custom_text_handed_back_is_read_again_as_it_was(title: str, style: str, lyrics: str, voice: bool) -> None:
    song = CustomSong(title=title, style=style, lyrics=lyrics.replace("\r", ""), instrumental=not voice, model="V5")
    again = typed.request_from(typed.text_of(song), "custom", "V5", not voice)
    if typed.text_of(song):
        assert isinstance(again, CustomSong)
        assert (again.title, again.style) == (" ".join(title.split()), " ".join(style.split()))
        assert again.lyrics.strip() == song.lyrics.strip()


LINE = st.text(max_size=20) | st.sampled_from(["Title: no", "Style: no", "Continue from: no"])


@given(st.fixed_dictionaries(dict.fromkeys(typed.EXTENSION_FIELDS, LINE)))
def test_what_was_typed_for_a_longer_version_is_read_again_as_it_was(values: dict[str, str]) -> None:
    values = {key: " ".join(text.split()) for key, text in values.items()}
    again = typed.extension_from(typed.text_of(typed.extension_typed(values)))
    assert {key: again.get(key, "") for key in values} == values


@given(st.text(min_size=1, max_size=200).filter(lambda text: text.strip() and "\r" not in text))
def test_a_short_idea_survives_the_quote_and_one_with_hidden_marks_the_file(prompt: str) -> None:
    message = typed.handed_back("**Too long:** words.", QuickSong(prompt=prompt, model="V5"), correctable=True)
    assert message.content is not None
    assert len(message.content) <= 2000
    if format.hides(prompt.strip()):
        assert message.text_file == ("your-text.txt", prompt.strip())
        assert typed.unquoted(message.content) == ""
    else:
        assert typed.unquoted(message.content) == prompt.strip()


@pytest.mark.parametrize("text", ["turned \u202e back", "un\u200bseen", "bell \a", "a\ttab"])
def test_a_text_hides_what_nobody_sees_of_it(text: str) -> None:
    assert format.hides(text)


@pytest.mark.parametrize("text", ["two\nlines", "family \U0001f468\u200d\U0001f469", "नमस्ते"])
def test_a_text_that_is_all_seen_hides_nothing(text: str) -> None:
    assert not format.hides(text)


def test_a_text_that_was_not_ours_becomes_the_lyrics() -> None:
    song = typed.request_from("anything\nat all", "custom", "V5", False)
    assert song == CustomSong(title="", style="", lyrics="anything\nat all", model="V5")


def test_what_has_no_text_is_refused_in_words_alone() -> None:
    refused = typed.handed_back("Words.", CustomSong(title="", style="", model="V5"), correctable=True)
    assert refused.sending().keys() == {"content", "allowed_mentions"}


async def test_without_a_message_there_is_no_text() -> None:
    assert await typed.text_in(None) == ""
