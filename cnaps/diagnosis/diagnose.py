"""All estimators on one photo."""

from __future__ import annotations

from cnaps.diagnosis.blur import measure_blur
from cnaps.diagnosis.detail import detail_floors
from cnaps.diagnosis.exposure import measure_exposure
from cnaps.diagnosis.findings import Diagnosis
from cnaps.diagnosis.jpeg import measure_jpeg
from cnaps.diagnosis.noise import measure_noise
from cnaps.diagnosis.sampling import samples
from cnaps.photo import Photo


def diagnose(photo: Photo) -> Diagnosis:
    """Measure what is wrong with a photo, without knowing the clean one."""
    crops = samples(photo)
    jpeg = measure_jpeg(crops, photo.quantisation)
    floors = detail_floors(crops, jpeg.value)
    return Diagnosis(
        noise=measure_noise(crops, floors),
        blur=measure_blur(crops, floors),
        jpeg=jpeg,
        exposure=measure_exposure(photo),
    )
