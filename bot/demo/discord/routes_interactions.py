"""Answers to interactions: the callback, @original and followups. Their right is the token in the path."""

from collections.abc import Callable

from bot.demo.discord.checks import Json, items
from bot.demo.discord.compose import Content, create, edit
from bot.demo.discord.feed import Change
from bot.demo.discord.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, Interaction
from bot.demo.discord.messages import Message
from bot.demo.discord.refusals import Form, Refused, already_answered, dead_token, invalid, unknown
from bot.demo.discord.rest import Call, Rest
from bot.demo.discord.rules_commands import check_choice_list
from bot.demo.discord.rules_messages import EPHEMERAL
from bot.demo.discord.rules_modals import check_modal
from bot.demo.discord.state import State

MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, FORM = 4, 5, 6, 7, 8, 9
ALLOWED = {
    COMMAND: (MESSAGE, DEFER, FORM),
    COMPONENT: (MESSAGE, DEFER, DEFER_UPDATE, UPDATE, FORM),
    AUTOCOMPLETE: (CHOICES,),
    MODAL: (MESSAGE, DEFER, DEFER_UPDATE, UPDATE),
}
YES = ("1", "true", "True")
WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"


def add_routes(rest: Rest) -> None:
    def add(method: str, template: str, handler: Callable[[State, Call], Json | None]) -> None:
        rest.add(method, template, handler, by_bot=False)

    add("POST", "/interactions/{interaction_id}/{interaction_token}/callback", post_callback)
    add("POST", WEBHOOK, post_followup)
    for which in ("@original", "{message_id}"):
        template = f"{WEBHOOK}/messages/{which}"
        add("GET", template, lambda state, call: state.show(_own_message(state, call)))
        add("PATCH", template, patch_answer)
        add("DELETE", template, delete_answer)


def post_callback(state: State, call: Call) -> Json | None:
    interaction = state.interactions.get(call.id("interaction_id"))
    if interaction is None or interaction.token != call.params["interaction_token"]:
        raise unknown("interaction")
    try:
        return _answer(state, call, interaction)
    except Refused as refusal:
        interaction.code = refusal.code
        raise


def _answer(state: State, call: Call, interaction: Interaction) -> Json | None:
    if interaction.first_answer is not None:
        raise already_answered()
    if interaction.too_late_to_answer(state.clock.now(), state.limits):
        raise unknown("interaction")
    body = call.json
    kind = body.get("type")
    allowed = _allowed(interaction)
    if kind not in allowed:
        raise invalid(("type",), "BASE_TYPE_CHOICES", f"Value must be one of {{{', '.join(map(str, allowed))}}}.")
    data = body.get("data") or {}
    if not isinstance(data, dict):
        raise invalid(("data",), "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
    try:
        message = _apply(state, interaction, kind, Content(data, call.body))
    except Refused as refusal:
        raise _below_data(refusal) from None
    interaction.accept(body)
    state.feed.publish(Change("interaction_answered", interaction.channel, message, interaction))
    # Without with_response the answer is empty.
    return _callback_answer(state, interaction, kind, message) if call.query.get("with_response") in YES else None


def _allowed(interaction: Interaction) -> tuple[int, ...]:
    allowed = ALLOWED[interaction.type]
    if interaction.type == MODAL and interaction.source is None:
        return tuple(kind for kind in allowed if kind not in (DEFER_UPDATE, UPDATE))
    return allowed


def _below_data(refusal: Refused) -> Refused:
    """The faults of a callback's message are reported below `data`."""
    if refusal.errors is not None and "data" not in refusal.errors:
        refusal.errors = {"data": refusal.errors}
    return refusal


def _apply(state: State, interaction: Interaction, kind: int, content: Content) -> Message | None:
    channel = interaction.channel
    if kind == MESSAGE:
        interaction.message = create(state, channel, content, interaction=interaction, follows=interaction.source)
        return interaction.message
    if kind == DEFER:
        if content.json.get("flags") not in (None, 0, EPHEMERAL):
            raise invalid(("flags",), "BASE_TYPE_CHOICES", f"Only {EPHEMERAL} may be set on a deferred answer")
        pending = Content({"flags": content.json.get("flags")}, content.files)
        interaction.message = create(
            state, channel, pending, interaction=interaction, follows=interaction.source, pending=True
        )
        return None
    if kind in (DEFER_UPDATE, UPDATE):
        interaction.message = interaction.source
        if kind == UPDATE and interaction.source is not None:
            return edit(state, _living(interaction.source), content, drop_unlisted=True)
        return None
    form = Form()
    if kind == FORM:
        check_modal(form, content.json)
        form.raise_if_faulty()
        interaction.modal = content.json
    else:
        choices = items(form, content.json, "choices", ("data",), 25)
        check_choice_list(form, choices, ("data", "choices"), _focused_type(interaction), unique=False)
        form.raise_if_faulty()
        interaction.choices = choices
    return None


def _focused_type(interaction: Interaction) -> int:
    options = interaction.data.get("options") or []
    while options:
        for option in options:
            if option.get("focused"):
                return int(option["type"])
        options = options[0].get("options") or []
    return 3


def _callback_answer(state: State, interaction: Interaction, kind: int, message: Message | None) -> Json:
    body: Json = {"id": str(interaction.id), "type": interaction.type}
    if interaction.message is not None and kind != DEFER_UPDATE:
        body |= {
            "response_message_id": str(interaction.message.id),
            "response_message_loading": interaction.message.loading,
            "response_message_ephemeral": interaction.message.ephemeral,
        }
    if message is None:
        return {"interaction": body}
    return {"interaction": body, "resource": {"type": kind, "message": state.show(message)}}


def _by_token(state: State, call: Call) -> Interaction:
    if call.id("webhook_id") != state.application_id:
        raise unknown("Webhook")
    interaction = state.by_token.get(call.params["webhook_token"])
    if interaction is None or interaction.dead(state.clock.now(), state.limits):
        raise dead_token()
    if interaction.first_answer is None:
        raise unknown("Webhook")
    return interaction


def _living(message: Message | None) -> Message:
    if message is None or message.deleted:
        raise unknown("Message")
    return message


def _own_message(state: State, call: Call) -> Message:
    interaction = _by_token(state, call)
    if "message_id" not in call.params:
        return _living(interaction.message)
    wanted = call.id("message_id")
    own = [*interaction.followups, *([interaction.message] if interaction.message else [])]
    return _living(next((message for message in own if message.id == wanted), None))


def post_followup(state: State, call: Call) -> Json:
    """The first followup after a deferred answer fills that answer, and keeps its visibility."""
    interaction = _by_token(state, call)
    content = Content(call.json, call.body)
    if interaction.message is not None and interaction.message.loading and not interaction.message.deleted:
        return state.show(edit(state, interaction.message, content))
    message = create(state, interaction.channel, content, interaction=interaction, follows=interaction.message)
    interaction.followups.append(message)
    return state.show(message)


def patch_answer(state: State, call: Call) -> Json:
    return state.show(edit(state, _own_message(state, call), Content(call.json, call.body)))


def delete_answer(state: State, call: Call) -> None:
    state.delete(_own_message(state, call))
