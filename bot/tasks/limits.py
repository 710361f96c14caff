"""What a request may hold, checked before anything is spent; Discord's own fields are a courtesy, this is the rule."""

from bot.errors import Missing, TooLong, UnknownModel
from bot.models import CustomSong, Extension, LyricsIdea, QuickSong, Request
from bot.music_api.profiles import Profile


def check(request: Request, profile: Profile) -> None:
    """Raises `UnknownModel`, `Missing` or `TooLong` for the first fault."""
    match request:
        case QuickSong():
            _known(request.model, profile)
            _text("prompt", request.prompt, profile.limits(request.model).idea, request.model)
        case CustomSong():
            _custom(request, profile)
        case Extension():
            _extension(request, profile)
        case LyricsIdea():
            _text("prompt", request.prompt, profile.lyrics_prompt_limit, "")


def _custom(request: CustomSong, profile: Profile) -> None:
    _known(request.model, profile)
    limits = profile.limits(request.model)
    _text("title", request.title, limits.title, request.model)
    _text("style", request.style, limits.style, request.model)
    if not request.instrumental:
        _text("lyrics", request.lyrics, limits.lyrics, request.model)


def _extension(request: Extension, profile: Profile) -> None:
    _known(request.model, profile)
    if request.inherit:
        return
    limits = profile.limits(request.model)
    _text("prompt", request.prompt, limits.lyrics, request.model)
    _text("style", request.style, limits.style, request.model)
    _text("title", request.title, limits.title, request.model)


def _known(model: str, profile: Profile) -> None:
    if model not in profile.models:
        raise UnknownModel(profile.models)


def _text(field: str, text: str, limit: int, model: str) -> None:
    if not text.strip():
        raise Missing(field)
    if len(text) > limit:
        raise TooLong(field, len(text), limit, model)
