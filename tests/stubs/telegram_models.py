"""A second opinion on every request to the Bot API: aiogram's models of its methods, which know nothing of ours."""

import json
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError


@cache
def models() -> dict[str, type[BaseModel]]:
    """Each method's model by the name that stands in the address; imported late, because that takes a while."""
    from aiogram import methods

    found = (getattr(methods, name) for name in methods.__all__)
    return {kind.__api_method__: kind for kind in found if isinstance(getattr(kind, "__api_method__", None), str)}


def wrong(method: str, parameters: dict[str, Any]) -> str:
    """What aiogram's model does not know or does not take; empty where it agrees."""
    model = models().get(method)
    if model is None:
        return f"{method}: aiogram knows no such method"
    try:
        read = model.model_validate_json(json.dumps(parameters), strict=True)
    except ValidationError as error:
        where = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        return f"{method}: {where}"
    unknown = list(_unknown(read))
    return f"{method}: aiogram knows no {', '.join(unknown)}" if unknown else ""


def _unknown(part: object) -> list[str]:
    """Names that stand in a request and in none of its models."""
    if isinstance(part, BaseModel):
        inner = [name for value in part.__dict__.values() for name in _unknown(value)]
        return [*(part.model_extra or ()), *inner]
    if isinstance(part, list | tuple):
        return [name for each in part for name in _unknown(each)]
    return []
