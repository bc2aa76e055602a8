"""The tables of a benchmark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from cnaps.benchmark.measure import Measurement
from cnaps.benchmark.run import Benchmark
from cnaps.benchmark.seams import LARGEST_DIFFERENCE, LARGEST_MEAN, Seams

Row = Sequence[str]


def benchmark_table(found: Benchmark) -> str:
    """Markdown."""
    heads = (
        "network", "size", "precision", "seconds", "times plain fp32", "GFLOP/s", "of the ceiling",
        "peak memory", "PSNR to plain",
    )  # fmt: skip
    best = ", ".join(f"{one.gflops:.0f} GFLOP/s in {one.precision}" for one in found.ceilings.values())
    note = (
        f"Medians, on {found.threads} threads; the ceiling is the best product of large matrices on this "
        f"machine: {best}. Plain is the same network in eager fp32, in the same process and in turn, through "
        "the same tiles; its operations are what GFLOP/s counts."
    )
    return f"{_table(heads, [_row(one, found) for one in found.measurements])}\n\n{note}"


def _row(one: Measurement, found: Benchmark) -> Row:
    return (
        one.name,
        str(one.size),
        one.precision,
        f"{one.seconds:.2f}",
        f"{one.ratio:.2f}",
        f"{one.gflops:.0f}",
        f"{found.share_of_ceiling(one):.0%}",
        "–" if one.peak_bytes is None else f"{one.peak_bytes / 1e9:.2f} GB",
        f"{one.agreement:.1f} dB",
    )


def benchmark_facts(found: Benchmark) -> dict[str, object]:
    """The same for a program."""
    return {
        "threads": found.threads,
        "ceilings": {name: one.gflops for name, one in found.ceilings.items()},
        "measurements": [
            {
                **asdict(one),
                "size": str(one.size),
                "gflops": one.gflops,
                "share_of_ceiling": found.share_of_ceiling(one),
            }
            for one in found.measurements
        ],
    }


def seam_table(found: Sequence[Seams]) -> str:
    """Markdown."""
    heads = ("backend", "precision", "photos", "tiles", "overlap", "largest", "mean", "invisible")
    rows = [
        (
            one.backend,
            one.precision,
            str(one.photos),
            str(one.tiles),
            f"{one.overlap} px",
            f"{one.largest:.2f}",
            f"{one.mean:.4f}",
            "yes" if one.invisible else "no",
        )
        for one in found
    ]
    note = (
        "Difference between the photo in tiles and the whole photo, in grey levels of 255; nobody sees up to "
        f"{LARGEST_DIFFERENCE:g} anywhere and {LARGEST_MEAN:g} in the mean."
    )
    return f"{_table(heads, rows)}\n\n{note}"


def seam_facts(found: Sequence[Seams]) -> list[dict[str, object]]:
    """The same for a program."""
    return [{**asdict(one), "invisible": one.invisible} for one in found]


def _table(heads: Row, rows: Sequence[Row]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
