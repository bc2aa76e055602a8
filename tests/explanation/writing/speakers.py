"""Language models of different character, for the prompt of `prompts`."""

from __future__ import annotations

from tests.explanation.writing.model_server import Answer, Body, Speaker, data_in, points_of, said

PROSE = (
    (
        ("contains “Deblur”",),
        "The name Deblur-MIMO-UNet-RealBlur contains “Deblur” and its paper link reads “Single Image "
        "Deblurring”, so the model fits this task by its name.",
    ),
    (
        ("12,400 pairs", "three million"),
        "Two aligned cameras captured the 12,400 pairs of blurred and sharp images on which ShakeFree is "
        "trained, whereas OmniFix learns from three million synthetic pairs of images.",
    ),
    (
        ("This evidence is partial",),
        "The evidence of OmniFix is partial, because it addresses image restoration in general and motion "
        "blur is not named in its summary.",
    ),
    (
        ("The training data of",),
        "For Deblur-MIMO-UNet-RealBlur, the training data are not stated in the provided sources.",
    ),
    (
        ("gyroscope", "blur field"),
        "Without any gyroscope data, the transformer network ShakeFree restores motion-blurred photos by "
        "estimating a blur field for each photo, from which it predicts a sharp image.",
    ),
    (
        ("OmniFix is a diffusion model", "restoration expert"),
        "According to its authors, OmniFix is a diffusion model for real-world image restoration that picks "
        "a restoration expert for each region of the input.",
    ),
    (
        ("The working principle",),
        "The working principle of Deblur-MIMO-UNet-RealBlur is not stated in the provided sources.",
    ),
    (
        ("would be passed to",),
        "The photos would be passed to Deblur-MIMO-UNet-RealBlur, which by its name is a model for image "
        "deblurring.",
    ),
    (
        ("What happens inside",),
        "What happens inside Deblur-MIMO-UNet-RealBlur, from its layers to training and processing time, is "
        "not stated in the provided sources.",
    ),
    (
        ("The output is the same",),
        "After image deblurring by Deblur-MIMO-UNet-RealBlur, the output is the same photo.",
    ),
    (
        ("How closely",),
        "How closely the output approaches a clean photo is not stated in the provided sources.",
    ),
)
"""What a good model says, each sentence with words by which to find its points."""


def prose(body: Body) -> list[Body]:
    """The sentences of a good model for the points that it was sent."""
    points = points_of(body)
    sentences = []
    for cues, sentence in PROSE:
        found = [point for cue in cues for point in points if cue in point["sentence"]]
        assert len(found) == len(cues), f"the plan no longer holds {cues}"
        ids = [point["id"] for point in found]
        sentences.append({"section": found[0]["section"], "sentence": sentence, "fact_ids": ids})
    return sentences


def well(body: Body) -> Answer:
    """A good model."""
    return Answer(content=said(prose(body)))


def echoing(body: Body) -> Answer:
    """A model that says every point as it stands."""
    return Answer(
        content=said(
            [
                {"section": point["section"], "sentence": point["sentence"], "fact_ids": [point["id"]]}
                for point in points_of(body)
            ]
        )
    )


def changing(cue: str, **change: object) -> Speaker:
    """A good model but for the sentence with `cue`, which it changes; asked to mend it, it insists."""

    def speak(body: Body) -> Answer:
        sentences = [
            {**sentence, **change} if cue in str(sentence["sentence"]) else sentence
            for sentence in prose(body)
        ]
        if len(body["messages"]) > 2:
            refused = data_in(body["messages"][-1])["refused"]
            return Answer(content=said(refused))
        return Answer(content=said(sentences))

    return speak


def mending(body: Body) -> Answer:
    """Asked to mend, a good model says what it was asked for."""
    refused = data_in(body["messages"][-1])["refused"]
    good = prose(body)
    ids = [set(sentence["fact_ids"]) for sentence in refused]
    return Answer(content=said([sentence for sentence in good if set(sentence["fact_ids"]) in ids]))


def leaving_out(*cues: str) -> Speaker:
    """A good model that passes over the sentences with `cues`, also when it is asked for them."""

    def speak(body: Body) -> Answer:
        sentences = [
            sentence for sentence in prose(body) if not any(cue in sentence["sentence"] for cue in cues)
        ]
        return Answer(content=said(sentences if len(body["messages"]) == 2 else []))

    return speak
