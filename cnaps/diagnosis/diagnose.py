"""All estimators on one photo."""

from __future__ import annotations

from cnaps.diagnosis.blur import measure_blur
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
    return Diagnosis(
        noise=measure_noise(crops, jpeg.value),
        blur=measure_blur(crops),
        jpeg=jpeg,
        exposure=measure_exposure(photo),
    )
