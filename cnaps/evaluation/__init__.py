"""Measuring on clean photos that are degraded on purpose, in a way that others can repeat.

Conventions of SwinIR's test script: a tool gets float values, noise unclipped; PSNR and SSIM are taken
on 8-bit RGB and on its BT.601 luma without cropping a border, SSIM with an 11 x 11 Gaussian window of
sigma 1.5. Networks and the classical tools stand in one table; beside the gain stands the harm.
"""

from cnaps.evaluation.classical import classical_tools
from cnaps.evaluation.measure import clean_photos, compare, evaluate
from cnaps.evaluation.records import NEAR_CLEAN, CleanScore, Evaluation, ImageScores
from cnaps.evaluation.report import evaluation_facts, markdown
from cnaps.evaluation.restorer import Attempt, NetworkRestorer, RecommendedRestorer, Restorer, Told
from cnaps.evaluation.scores import IDENTICAL, Score, luma, psnr, score

__all__ = [
    "IDENTICAL",
    "NEAR_CLEAN",
    "Attempt",
    "CleanScore",
    "Evaluation",
    "ImageScores",
    "NetworkRestorer",
    "RecommendedRestorer",
    "Restorer",
    "Score",
    "Told",
    "classical_tools",
    "clean_photos",
    "compare",
    "evaluate",
    "evaluation_facts",
    "luma",
    "markdown",
    "psnr",
    "score",
]
