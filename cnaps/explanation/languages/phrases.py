"""The phrases that an answer is made of; a language is complete when it has every one of them.

A template names its parts in braces; what may stand behind a colon there is for the language to define, such
as a particle.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cnaps.explanation.records import Aspect


@dataclass(frozen=True, kw_only=True)
class PagePhrases:
    """Headings, the list of sources, and remarks."""

    headings: tuple[str, str, str]
    recommended: str
    direct: str
    partial: str
    unsupportive: str
    records: str
    paper: str
    github: str
    not_provided: str
    also_given: str
    asked: str
    not_asked: str
    addressed: str
    refused_one: str
    refused_many: str
    evidence_note: str
    """In which language evidence is given; empty where it is that of the answer."""
    sources: str
    """What the entries of a prompt are called."""
    catalogue: str
    uploaded: str


@dataclass(frozen=True, kw_only=True)
class RatingPhrases:
    """Why a source bears on the question or not: clauses without their subject, or with a pronoun."""

    name_elsewhere: str
    by_name: str
    by_name_open: str
    by_paper: str
    """What the entry of the same paper tells of a model whose name is silent."""
    and_other_degradation: str
    name_of_restoration: str
    name_of_nothing: str
    treats: str
    treats_within: str
    treats_compared: str
    """What a source treats that the question only compares with."""
    named: str
    """That the question names the work, whatever that treats."""
    restores_within: str
    restores_as_asked: str
    restores_as_asked_unnamed: str
    restores_unnamed: str
    shares_terms: str
    untreated: str
    concerns: str
    concerns_entry: str
    another_subject: str
    the_question: str
    entry_unnamed: str
    entry_unnamed_within: str
    made_for: str
    other_weights: str
    """What a model treats with other weights than those that the question is put to."""
    another_purpose: str
    about: str
    but_unnamed: str
    but_not_its_task: str
    but_within: str
    one_kind_of_blur: str
    within: str
    varied: str
    setting: str
    one_kind: str
    compared: str


@dataclass(frozen=True, kw_only=True)
class TaskPhrases:
    """Section 1."""

    task: str
    task_untyped: str
    """The same, where no question was typed."""
    real_world: str
    task_unknown: str
    no_task: str
    """Where the question is about something other than pictures."""
    task_read: str
    """Where the question describes its trouble without a term of the field."""
    task_read_as: str
    """The same, where the name of a source says the task."""
    task_read_as_several: str
    described_as: str
    wanted_done: str
    """What is asked about, with what the user wants done."""
    about_model: str
    about_model_untyped: str
    name_mismatch: str
    level: str
    fits: str
    fits_partly: str
    fits_not: str
    none_made: str
    none_made_for_all: str
    nearer: str
    name_silent: str
    name_wider: str
    """Where the task of the name may hold the one asked for, or not."""
    fits_by_twin: str
    """Where another entry of the same paper tells what the model is for."""
    name_unasked: str
    this_task: str
    name_general: str
    name_fits: str
    name_and_link_fit: str
    partial: str
    chosen: str
    """Which of several recommended models is nearest to the task."""
    chosen_none: str
    chosen_clause: str


@dataclass(frozen=True, kw_only=True)
class GapPhrases:
    """What is not stated."""

    data: str
    data_and_pairs: str
    pairs: str
    structure_hint: str
    hinted_layers: str
    hinted_layers_of_several: str
    layers: str
    structure: str
    device: str
    time: str
    time_wished: str
    or_any_paper: str
    any_work: str
    supporting_work: str
    standing: str
    standing_of_pairs: str
    measured_against: str
    comparison: str
    other_case: str
    case_in_question: str
    accuracy: str
    answer: str
    cause: str
    whether: str
    """The same for a question for yes or no, with its clause."""
    aspects: Mapping[Aspect, str]
    aspect_of: str
    aspect_for: str
    nearest: str
    nearest_elsewhere: str
    answer_nearest: str
    nearest_to_unstated: str
    this_case: str


@dataclass(frozen=True, kw_only=True)
class WorkflowPhrases:
    """Section 2 without a run."""

    chain_label: str
    input_label: str
    model_label: str
    output_label: str
    chain: str
    photo_after: str
    outcome_of: str
    input: str
    input_unknown: str
    as_described: str
    """The user's picture where only the user's words tell what is wrong with it."""
    described_photo: str
    """The same in a few words."""
    whether_also: str
    not_expected: str
    weights_needed: str
    passed: str
    passed_by_name: str
    inside: str
    inside_beyond: str
    as_above: str
    shared_link: str
    documented: str
    outcome: str
    at_most: str
    at_most_of_task: str
    output: str
    processing: str
    closeness: str


@dataclass(frozen=True, kw_only=True)
class RecordPhrases:
    """The records of a run and of a diagnosis."""

    photo_size: str
    graded_none: str
    choice_ran: str
    choice_differs: str
    uncovered: str
    network_cnn: str
    network_swin: str
    network_physics: str
    network_diffusion: str
    windows_of_pixels: str
    windows_of_tokens: str
    compact: str
    kin_diffusion: str
    kin_physics: str
    kin_same: str
    trained_on: str
    training: str
    official: str
    own_file: str
    remark: str
    time: str
    one_piece: str
    tiles: str
    steps_diffusion: str
    steps_physics: str
    steps_once: str
    passes: str
    the_photo: str
    every_tile: str
    parameters: str
    seed: str
    same_size: str
    other_size: str
    change: str
    no_change: str
    methods: str
    by_method: str
    run: str
    weights: Mapping[str, str]
    """What the kinds of weights are called."""
    closing: str


@dataclass(frozen=True, kw_only=True)
class WayPhrases:
    """The stages of a photo's way and their figures, a few words each."""

    photo: str
    restored: str
    size: str
    tiles: str
    side: str
    overlapping: str
    no_fault: str
    scales: str
    residual_blocks: str
    swin_blocks: str
    windows: str
    kernel: str
    inversion: str
    denoiser: str
    refiner: str
    reference: str
    steps: str
    transformer_blocks: str
    effort: str


@dataclass(frozen=True, kw_only=True)
class Phrases:
    """All phrases of one language."""

    page: PagePhrases
    ratings: RatingPhrases
    task: TaskPhrases
    gaps: GapPhrases
    workflow: WorkflowPhrases
    record: RecordPhrases
    way: WayPhrases
