"""Crops of clean photos and their degraded versions, each a function of the seed and its number alone."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import Dataset

from cnaps.degradations.distributions import Distribution
from cnaps.degradations.light import Image
from cnaps.errors import RecipeError
from cnaps.photo import photos_in


def read_photos(folder: Path) -> dict[str, NDArray[np.uint8]]:
    """The photos of a folder by file name, (H, W, 3) RGB; what OpenCV cannot read is left out.

    Raises:
        RecipeError: the folder holds no photo that OpenCV can read.
    """
    photos = {p.name: cv2.imread(str(p), cv2.IMREAD_COLOR) for p in photos_in(folder)}
    readable = {
        n: np.ascontiguousarray(i[..., ::-1], dtype=np.uint8) for n, i in photos.items() if i is not None
    }
    if not readable:
        raise RecipeError(f"Folder {folder} holds no photo: give a folder of clean JPEG or PNG files.")
    return readable


class DegradedCrops(Dataset[tuple[Tensor, Tensor]]):
    """Pairs (degraded, clean), each (3, side, side) float32 sRGB; number i is always the same pair."""

    def __init__(
        self, photos: list[NDArray[np.uint8]], distribution: Distribution, *, side: int, count: int, seed: int
    ) -> None:
        self.photos, self.distribution = photos, distribution
        self.side, self.count, self.seed = side, count, seed

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, number: int) -> tuple[Tensor, Tensor]:
        rng = np.random.default_rng((self.seed, self.side, number))
        model = self.distribution.draw(rng)
        clean = _turn(self._crop(rng, self.side + 2 * model.margin), rng)
        degraded = model(clean, rng)
        return self._tensor(degraded), self._tensor(clean)

    def _crop(self, rng: Generator, side: int) -> Image:
        """A square crop, three in ten of them reduced by up to 0.6, which makes it sharper."""
        photo = self.photos[int(rng.integers(len(self.photos)))]
        scale = rng.uniform(0.6, 1.0) if rng.random() < 0.3 else 1.0
        wanted = round(side / scale)
        if min(photo.shape[:2]) < wanted:
            reach = [(max(0, wanted - n + 1) // 2 + 1,) * 2 for n in photo.shape[:2]]
            photo = np.pad(photo, (*reach, (0, 0)), mode="symmetric")
        top = int(rng.integers(photo.shape[0] - wanted + 1))
        left = int(rng.integers(photo.shape[1] - wanted + 1))
        crop = photo[top : top + wanted, left : left + wanted]
        resized = cv2.resize(crop, (side, side), interpolation=cv2.INTER_AREA) if wanted != side else crop
        return resized.astype(np.float32) / np.float32(255.0)

    def _tensor(self, image: Image) -> Tensor:
        margin = (image.shape[0] - self.side) // 2
        return _tensor(image[margin : margin + self.side, margin : margin + self.side])


class PairedCrops(Dataset[tuple[Tensor, Tensor]]):
    """The same from whole pairs that were made beforehand, in as many bits as their types hold."""

    def __init__(
        self, pairs: list[tuple[NDArray[np.uint16], NDArray[np.uint8]]], *, side: int, count: int, seed: int
    ) -> None:
        self.pairs, self.side, self.count, self.seed = pairs, side, count, seed

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, number: int) -> tuple[Tensor, Tensor]:
        rng = np.random.default_rng((self.seed, self.side, number))
        pair = self.pairs[int(rng.integers(len(self.pairs)))]
        top, left = (int(rng.integers(n - self.side + 1)) for n in pair[0].shape[:2])
        turn = int(rng.integers(8))
        prepared, clean = (
            _turned(_unit(part[top : top + self.side, left : left + self.side]), turn) for part in pair
        )
        return _tensor(prepared), _tensor(clean)


def _unit(levels: NDArray[np.uint8] | NDArray[np.uint16]) -> Image:
    return levels.astype(np.float32) / np.float32(np.iinfo(levels.dtype).max)


def _tensor(image: Image) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(image.transpose(2, 0, 1)))


def _turned(image: Image, turn: int) -> Image:
    """One of the eight turns and reflections, 0 to 7."""
    turned = np.rot90(image, turn // 2)
    return turned[:, ::-1] if turn % 2 else turned


def _turn(image: Image, rng: Generator) -> Image:
    """One of the eight turns and reflections."""
    turned = np.rot90(image, int(rng.integers(4)))
    return np.ascontiguousarray(turned[:, ::-1] if rng.random() < 0.5 else turned)
