"""One credit, many and a part of one, in every language that has a form for each."""

from dataclasses import replace
from typing import Any

import pytest

from bot import i18n
from bot.models import DeliveryKind, QuickSong, State
from bot.music_api.profiles import Limits
from bot.ui import costs
from bot.ui.forms import Frame, quick_form
from bot.ui.notices import message_of
from bot.ui.status import status_message
from tests.ui_examples import QUOTA, TASK, parcel, view

LIMITS = Limits(400, 5000, 1000, 80)
RESET = f"<t:{QUOTA.resets_at // 1000}:f>"


@pytest.mark.parametrize(
    ("locale", "price", "taken", "back"),
    [
        ("en-US", 1_000, "1 credit taken; it comes back if it fails.", "1 credit is back."),
        ("en-US", 12_000, "12 credits taken; they come back if it fails.", "12 credits are back."),
        ("en-US", 400, "0.4 credits taken; they come back if it fails.", "0.4 credits are back."),
        ("en-US", 1_500, "1.5 credits taken; they come back if it fails.", "1.5 credits are back."),
        ("de", 1_000, "1 Credit abgebucht; er kommt zurück, wenn es nicht klappt.", "1 Credit ist zurück."),
        ("de", 400, "0,4 Credits abgebucht; sie kommen zurück, wenn es nicht klappt.", "0,4 Credits sind zurück."),
        ("es-ES", 1_000, "1 crédito cobrado; vuelve si falla.", "1 crédito está de vuelta."),
        ("pt-BR", 1_000, "1 crédito cobrado; ele volta se falhar.", "1 crédito voltou."),
        ("pt-BR", 12_000, "12 créditos cobrados; eles voltam se falhar.", "12 créditos voltaram."),
        ("ja", 1_000, "1 クレジットを使いました。失敗すれば戻ります。", "1 クレジットが戻りました。"),
        ("zh-CN", 1_000, "已扣 1 积分；失败会退回。", "1 积分已退回。"),
    ],
)
def test_one_credit_is_told_as_one(locale: str, price: int, taken: str, back: str) -> None:
    with i18n.using(locale):
        task = replace(TASK, price=price)
        assert (costs.taken(task), costs.back(task)) == (taken, back)


@pytest.mark.parametrize(
    ("locale", "receipt", "late"),
    [
        (
            "en-US",
            f"2 songs below. 1 credit used, 204 left this month. New credits: {RESET}.",
            "2 songs below. Late, so they are free: your 1 credit stays back.",
        ),
        (
            "de",
            f"2 Songs unten. 1 Credit verbraucht, diesen Monat noch 204 übrig. Neue Credits: {RESET}.",
            "2 Songs unten. Verspätet, deshalb kostenlos: Dein 1 Credit bleibt zurückgebucht.",
        ),
    ],
)
def test_the_receipt_for_one_credit_tells_it_as_one(locale: str, receipt: str, late: str) -> None:
    done: dict[str, Any] = {"state": State.DELIVERED, "price": 1_000, "posted": 2, "locale": locale}
    assert (status_message(view(**done)).content or "").split("\n")[1] == receipt
    assert (status_message(view(**done, given_back=True)).content or "").split("\n")[1] == late


def test_notices_and_forms_tell_one_credit_as_one() -> None:
    notice = message_of(parcel(DeliveryKind.NOTICE, state=State.FAILED, price=1_000, given_back=True))
    assert notice.content == "<@100> this one was not made; 1 credit is back."
    song = QuickSong(prompt="rain", model="V4_5")
    titles = [quick_form(Frame("V4_5", LIMITS, 1_000, left), song, "x").title for left in (None, 1_000, 240_000)]
    assert titles == [
        "Quick song · V4_5 · 1 credit",
        "Quick song · V4_5 · 1 of 1 credit",
        "Quick song · V4_5 · 1 of 240 credits",
    ]
