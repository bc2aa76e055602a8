"""How fast the backends are beside plain PyTorch and the processor's own limit, and whether tiles show."""

from cnaps.benchmark.report import benchmark_facts, benchmark_table, seam_facts, seam_table
from cnaps.benchmark.run import Benchmark, time_all, watch_seams
from cnaps.benchmark.subjects import parse_size, subjects

__all__ = [
    "Benchmark",
    "benchmark_facts",
    "benchmark_table",
    "parse_size",
    "seam_facts",
    "seam_table",
    "subjects",
    "time_all",
    "watch_seams",
]
