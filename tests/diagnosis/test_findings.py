"""A measured value is told as people say it."""

from __future__ import annotations

import pytest

from cnaps.diagnosis.findings import Degradation, Finding, Grade


@pytest.mark.parametrize(
    ("degradation", "value", "unit", "told"),
    [
        (Degradation.JPEG, 59.6, "IJG quality", "quality 59.6"),
        (Degradation.BLUR, 1.0, "pixels", "1 pixel"),
        (Degradation.BLUR, 23.456, "pixels", "23.5 pixels"),
        (Degradation.NOISE, 1.0, "grey levels of 255", "1 grey level of 255"),
        (Degradation.NOISE, 7.128, "grey levels of 255", "7.13 grey levels of 255"),
        (Degradation.EXPOSURE, -0.5, "EV", "-0.5 EV"),
    ],
)
def test_a_value_is_told_with_its_unit(degradation: Degradation, value: float, unit: str, told: str) -> None:
    finding = Finding(
        degradation=degradation,
        value=value,
        unit=unit,
        interval=(value, value),
        grade=Grade.MILD,
        method="",
        summary="",
    )
    assert finding.measured == told
