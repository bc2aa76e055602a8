"""The systems that cannot be run: each named with its reason, on the page and in the catalogue."""

from __future__ import annotations

from cnaps.explanation.catalogue import built_in_catalogue
from cnaps.interface.wording import absent_list
from cnaps.official.absent import absent_systems
from cnaps.registry import BACKENDS


def test_each_is_described_in_the_catalogue_and_runs_nowhere() -> None:
    described = {entry.paper: entry.id for entry in built_in_catalogue().entries.values()}
    models = {row.model for row in BACKENDS.values()}
    assert len(absent_systems()) == 6
    for system in absent_systems():
        assert system.paper in described
        # GenIR is a part of the paper whose restoring part runs.
        assert system.name == "GenIR" or described[system.paper] not in models


def test_the_page_gives_every_name_with_its_reason_and_paper() -> None:
    text = absent_list()
    for system in absent_systems():
        assert f"href='{system.paper}'" in text
        assert system.reason in text and not system.reason.endswith(".")
