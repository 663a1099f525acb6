"""How far apart two points are."""

from math import asin, cos, radians, sin, sqrt

from bot.domain.messages import Pin

_EARTH_KM = 6371.0


def kilometres(one: Pin, other: Pin) -> float:
    """As the crow flies."""
    up = radians(other.latitude - one.latitude)
    across = radians(other.longitude - one.longitude)
    part = sin(up / 2) ** 2 + cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(across / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(part)))
