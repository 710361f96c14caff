"""The small parts of the matrix: names, points, and the table at the end."""

import pytest

from tests.crash.events import POST, Event, Point, Record, names_of
from tests.crash.summary import CAUGHT, TALLY, lines

HOSTS = {"127.0.0.1:1": "Discord", "127.0.0.1:2": "service"}


ANSWERED = "Discord POST /interactions/{}/{}/callback"
ENDED = "Discord PATCH /channels/{}/messages/{} (ended)"


@pytest.mark.parametrize(
    ("method", "address", "name"),
    [
        ("POST", "127.0.0.1:1/api/v10/channels/3001/messages", POST),
        ("POST", "127.0.0.1:1/api/v10/interactions/123456/s3cr3t/callback", ANSWERED),
        ("PATCH", "127.0.0.1:1/api/v10/channels/3001/messages/5555", ENDED),
        ("GET", "127.0.0.1:2/api/v1/generate/record-info", "service GET /generate/record-info"),
        ("GET", "127.0.0.1:2/media/0a-1b.mp3", "media GET mp3"),
    ],
)
def test_calls_have_names_without_ids_and_secrets(method: str, address: str, name: str) -> None:
    host, _, path = address.partition("/")
    told = {"what": "call", "method": method, "host": host, "path": f"/{path}", "head": "Done"}
    assert names_of(told, HOSTS)[0] == [name]


def test_of_what_repeats_itself_the_first_and_the_last_are_points() -> None:
    record = Record()
    for _ in range(4):
        record.of(["commit attempted"], "before")
        record.of(["commit attempted"], "after")
    assert [(point.moment, point.number) for point in record.points()] == [
        ("before", 1),
        ("after", 1),
        ("before", 4),
        ("after", 4),
    ]


def test_what_was_shown_after_the_last_edit_has_a_name_of_its_own() -> None:
    record = Record()
    for call in ("Discord PATCH x", "Discord PATCH x (ended)"):
        record.of([call], "after")
        record.of(["commit shown"], "after")
    assert [event.name for event in record.events[1::2]] == ["commit shown", "commit shown (ended)"]


def test_a_held_call_strikes_when_it_arrives_and_a_commit_at_once() -> None:
    held, commit = Point(POST, 2, "applied late"), Point("commit started", 1, "after")
    assert (held.trigger, held.last) == (Event(POST, "before", 2), Event(POST, "arrived", 2))
    assert commit.trigger == commit.last == Event("commit started", "after", 1)


def test_the_table_sums_up_what_all_workers_counted() -> None:
    def told(*properties: tuple[str, object]) -> pytest.TestReport:
        return pytest.TestReport("x", ("x", 1, "x"), {}, "passed", None, "call", user_properties=list(properties))

    counted = {"cases": 3, "survived": 2, "lost": 1, "doubled": 0}
    reports = [told((TALLY, {"name": name, **counted})) for name in ("wav", "lyrics")]
    caught = [
        (CAUGHT, {"name": name, "caught": name == "look off", "words": "w"}) for name in ("look off", "nonce off")
    ]
    table = list(lines([*reports, told(*caught)]))
    assert table[3].split() == ["all", "6", "4", "2", "0"]
    assert table[4:] == ["sabotages caught: 1 of 2", "  look off: w", "  nonce off: w"]
    assert list(lines([told()])) == []
