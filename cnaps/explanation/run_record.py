"""A finished run and its diagnosis as texts that sentences can be cited from and checked against."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnaps.backend import Family
from cnaps.diagnosis.findings import Degradation, Diagnosis, Finding, Grade
from cnaps.explanation.catalogue import CatalogueEntry
from cnaps.explanation.languages import ENGLISH, Language
from cnaps.explanation.languages.phrases import RecordPhrases

if TYPE_CHECKING:
    from cnaps.result import Report, Restoration


@dataclass(frozen=True, kw_only=True)
class Record:
    """The lines of the records R and D in one language; a line that does not apply is empty."""

    language: Language = ENGLISH

    def photo_sentence(self, restoration: Restoration) -> str:
        """The size of the photo that went in."""
        photo = restoration.before
        return self._say(self._phrases.photo_size, width=photo.width, height=photo.height)

    def finding_sentences(self, diagnosis: Diagnosis) -> list[str]:
        """What was found, one sentence each; what was not found comes in one sentence."""
        present = [finding for finding in diagnosis if finding.grade is not Grade.NONE]
        absent = [finding.degradation for finding in diagnosis if finding.grade is Grade.NONE]
        sentences = [self.finding_sentence(finding) for finding in present]
        if absent:
            sentences.append(self._say(self._phrases.graded_none, faults=self._faults(absent)))
        return sentences

    def finding_sentence(self, finding: Finding) -> str:
        """A finding in words."""
        return self.language.speech.finding(finding)

    def choice_sentence(self, report: Report) -> str:
        """Which backend was recommended and whether it ran."""
        ran, wanted = report.restoration.backend.name, report.choice.backend
        reason = self.language.speech.recorded(report.choice.reason)
        if ran == wanted:
            return self._say(self._phrases.choice_ran, wanted=wanted, reason=reason)
        return self._say(self._phrases.choice_differs, wanted=wanted, ran=ran, reason=reason)

    def uncovered_sentence(self, report: Report) -> str:
        """Found degradations that the backend is not meant for."""
        backend = report.restoration.backend
        left = [
            finding.degradation
            for finding in report.found
            if finding.grade is not Grade.NONE and finding.degradation not in backend.repairs
        ]
        return (
            self._say(self._phrases.uncovered, backend=backend.name, faults=self._faults(left))
            if left
            else ""
        )

    def network_sentence(self, restoration: Restoration) -> str:
        """The anatomy of the compact network; other weights belong to networks of other figures."""
        backend, anatomy = restoration.backend, restoration.backend.anatomy
        if restoration.weights.kind != "compact":
            return ""
        template = {
            Family.CNN: self._phrases.network_cnn,
            Family.SWIN: self._phrases.network_swin,
            Family.PHYSICS: self._phrases.network_physics,
        }.get(backend.family, self._phrases.network_diffusion)
        windows = self._say(
            self._phrases.windows_of_pixels if anatomy.patch == 1 else self._phrases.windows_of_tokens,
            window=anatomy.window,
            patch=anatomy.patch,
        )
        return self._say(
            template,
            scales=anatomy.scales,
            blocks=anatomy.blocks,
            width=anatomy.width,
            steps=restoration.passes,
            patch=anatomy.patch,
            windows=windows,
            parameters=f"{backend.parameters:,}",
        )

    def weights_sentences(self, restoration: Restoration) -> list[str]:
        """Which weights ran, said plainly."""
        weights, model = restoration.weights, restoration.backend.title
        if weights.kind == "official":
            return [self._say(self._phrases.official, model=model)]
        if weights.kind != "compact":
            return [self._say(self._phrases.own_file, model=model)]
        kin = {
            Family.DIFFUSION: self._phrases.kin_diffusion,
            Family.PHYSICS: self._phrases.kin_physics,
        }.get(restoration.backend.family, self._phrases.kin_same)
        compact = self._say(self._phrases.compact, kin=kin)
        lowered = weights.trained_on[:1].islower()
        trained = self._phrases.trained_on if lowered else self._phrases.training
        photos = self.language.speech.recorded(weights.trained_on)
        return [compact, self._say(trained, photos=photos)]

    def remark_sentence(self, restoration: Restoration) -> str:
        """What the backend found out about the whole photo."""
        if not restoration.remark:
            return ""
        return self._say(self._phrases.remark, remark=self.language.speech.recorded(restoration.remark))

    def time_sentence(self, restoration: Restoration) -> str:
        """Time, device and precision."""
        return self._say(
            self._phrases.time,
            seconds=f"{restoration.seconds:.2f}",
            device=restoration.device,
            precision=restoration.precision,
        )

    def tiles_sentence(self, restoration: Restoration) -> str:
        """Into how many pieces the photo was cut."""
        if restoration.tiles == 1:
            return self._phrases.one_piece
        return self._say(self._phrases.tiles, tiles=restoration.tiles, side=restoration.tile_side)

    def steps_sentence(self, restoration: Restoration) -> str:
        """How often the network was passed."""
        once = self._phrases.steps_once
        template = {
            Family.DIFFUSION: self._phrases.steps_diffusion,
            Family.PHYSICS: self._phrases.steps_physics,
        }.get(restoration.backend.family, once if restoration.passes == 1 else self._phrases.passes)
        whole = self._phrases.the_photo if restoration.tiles == 1 else self._phrases.every_tile
        return self._say(template, steps=restoration.passes, whole=whole)

    def parameters_sentence(self, restoration: Restoration) -> str:
        """The size of the compact network."""
        if restoration.weights.kind != "compact":
            return ""
        return self._say(self._phrases.parameters, parameters=f"{restoration.backend.parameters:,}")

    def seed_sentence(self, restoration: Restoration) -> str:
        """Whether chance had a part."""
        if restoration.backend.family is not Family.DIFFUSION:
            return ""
        return self._say(self._phrases.seed, seed=restoration.seed)

    def output_sentence(self, restoration: Restoration) -> str:
        """The size of what came out."""
        before, after = restoration.before, restoration.after
        same = (after.width, after.height) == (before.width, before.height)
        return self._say(
            self._phrases.same_size if same else self._phrases.other_size,
            width=after.width,
            height=after.height,
        )

    def change_sentences(self, report: Report) -> list[str]:
        """Every finding that was present before or is present after, in figures and without judgement."""
        speech = self.language.speech
        sentences = [
            self._say(
                self._phrases.change,
                fault=speech.fault(before.degradation),
                before=speech.measure(before),
                grade_before=speech.grade(before.grade),
                after=speech.measure(after),
                grade_after=speech.grade(after.grade),
            )
            for before, after in zip(report.found, report.left, strict=True)
            if before.grade is not Grade.NONE or after.grade is not Grade.NONE
        ]
        return sentences or [self._phrases.no_change]

    def methods_line(self, diagnosis: Diagnosis) -> str:
        """How the diagnosis measures, for the list of sources."""
        by_method: dict[str, list[Degradation]] = {}
        for finding in diagnosis:
            method = self.language.speech.recorded(finding.method)
            by_method.setdefault(method, []).append(finding.degradation)
        methods = [
            self._say(self._phrases.by_method, faults=self._faults(found), method=method)
            for method, found in by_method.items()
        ]
        return self._say(self._phrases.methods, methods="; ".join(methods))

    def run_line(self, restoration: Restoration) -> str:
        """What the run's record is, for the list of sources."""
        weights = self._phrases.weights[restoration.weights.kind]
        return self._say(self._phrases.run, backend=restoration.backend.name, weights=weights)

    def compact_sentences(self, entry: CatalogueEntry, restoration: Restoration) -> Iterable[str]:
        """How the compact network differs from the published one, where it is the compact one that ran."""
        if restoration.weights.kind != "compact":
            return ()
        recorded = self.language.speech.recorded
        return entry.compact_translations.get(self.language.code) or [
            self._say(self._phrases.remark, remark=recorded(sentence)) for sentence in entry.compact
        ]

    def closing_sentence(self) -> str:
        """What no record of a run can tell."""
        return self._phrases.closing

    @property
    def _phrases(self) -> RecordPhrases:
        return self.language.phrases.record

    def _say(self, template: str, **parts: object) -> str:
        return self.language.say(template, **parts)

    def _faults(self, degradations: Iterable[Degradation]) -> str:
        speech = self.language.speech
        return speech.listed([speech.fault(degradation) for degradation in degradations])
