"""How hard the photos of a folder are to denoise: CBM3D on them, which is printed with its PSNR on CBSD68.

    pip install bm3d    (for non-commercial use; nothing of CNAPS needs it)
    python -m tests.degradations.difficulty [FOLDER OF CLEAN PHOTOS] [NOISE LEVEL]

Takes about 20 s for a photo of 481 x 321 pixels on one core.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

import numpy as np
from bm3d import bm3d_rgb

from cnaps.degradations import parse_specification
from cnaps.evaluation import clean_photos, psnr
from cnaps.photo import open_photo

PRINTED = {15: 33.52, 25: 30.71, 50: 27.38}
"""PSNR in dB on CBSD68, as printed by Zhang et al., "FFDNet", arXiv 1710.04026."""


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/val")
    level = int(sys.argv[2]) if len(sys.argv) > 2 else 25
    specification, found = parse_specification(f"noise:{level}"), []
    for path in clean_photos(folder):
        clean = open_photo(path).pixels
        restored = bm3d_rgb(specification.degrade(clean, path.name), level / 255)
        found.append(psnr(restored.astype(np.float32), clean))
        sys.stdout.write(f"{path.name:<20} {found[-1]:.2f} dB\n")
        sys.stdout.flush()
    sys.stdout.write(f"mean {statistics.mean(found):.2f} dB; printed for CBSD68: {PRINTED[level]} dB\n")


if __name__ == "__main__":
    main()
