"""Median and ninetieth per cent of times that were counted on a fixed scale; such counts add up like all others."""

from collections.abc import Mapping

from bot.domain.counting import bounds
from bot.metrics.figures import Quantiles


def quantiles(scale: Mapping[str, int]) -> Quantiles | None:
    """Of how many fell into each step; None of nothing."""
    count = sum(scale.values())
    if not count:
        return None
    return Quantiles(count, *quantile(scale, 0.5), *quantile(scale, 0.9))


def quantile(scale: Mapping[str, int], part: float) -> tuple[float, float, float]:
    """The value, and the ends of its step: between them lies the truth."""
    wanted = part * sum(scale.values())
    before = 0
    for step in sorted(step for step, number in scale.items() if number):
        low, high = bounds(step)
        if before + scale[step] >= wanted:
            return low + (high - low) * (wanted - before) / scale[step], low, high
        before += scale[step]
    raise ValueError("there is nothing to take a quantile of")
