"""What may be read from a name or a link, and no more: "by its name", "its link reads"."""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from cnaps.explanation.records import Source
from cnaps.explanation.task_list import SPECIFIC
from cnaps.explanation.tasks import Topic, topic_of

_PARTS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_VENUE = re.compile(
    r"^(?:\d+|iccvw?|cvprw?|eccvw?|wacv|neurips|nips|iclr|icml|aaai|mm|tip|tpami|aim|paper|papers|supplemental|pdf|html|v\d+)$",
    re.I,
)
_STRUCTURES = re.compile(
    r"U-?Net|Swin(?:IR)?|Transformer|\w*former\b|GAN|Mamba|ResNet|Diffusion|DiT|NeRF|CNN|VAE|ViT|\w+Net\b|Splatting|GS\b",
    re.I,
)
_OWN_SYSTEM = re.compile(r"[A-Z]\w*(?:Net|[Ff]ormer|GAN|IR|NeRF|GS|Clear|Shift)(?:[-+]*|v?\d)|HAIR")
_COMMON_SYSTEM = re.compile(r"U-?Net|ResNet|GAN|NeRF|[Tt]ransformer|CNN|GS|IR|ImageNet|Net|DenseNet")
_NAMED = re.compile(r"\b[A-Z][\w-]*(?:[A-Z\d]\w*|(?<=ormer)\b|(?<=Net)\b)", re.ASCII)
_LEVEL = re.compile(r"([A-Za-z]+)[-_ ]?(\d{1,3})\b")


def name_topic(source: Source) -> Topic:
    """What the name speaks of; where it names no task, what the paper's link reads."""
    topic = topic_of(" ".join(_PARTS.findall(source.name)) + " " + source.name)
    if topic.specific or topic.neighbouring:
        return topic
    by_link = topic_of(link_title(source.paper))
    return by_link if by_link.specific or (by_link.general and not topic.general) else topic


def telling_part(source: Source) -> str:
    """The part of the name that says the task, such as ``Deblur``; empty when none does."""
    for part in re.split(r"[\s_\-:,/]+", source.name):
        if any(
            task.pattern.search(part) or task.pattern.search(" ".join(_PARTS.findall(part)))
            for task in SPECIFIC
        ):
            return part
    for part in re.split(r"[\s_\-:,/]+", source.name):
        if topic_of(part).general or topic_of(" ".join(_PARTS.findall(part))).general:
            return part
    return ""


def system_names(source: Source) -> tuple[re.Pattern[str], ...]:
    """Patterns of the names in a title that stand for one system, such as ``SwinIR`` but not ``UNet``."""
    parts = re.split(r"[\s_\-:,/]+", source.name)
    joined = [
        f"{first}-{second}"
        for first, second in pairwise(parts)
        if _COMMON_SYSTEM.fullmatch(second) and first.isupper()
    ]
    own = [part for part in parts if _OWN_SYSTEM.fullmatch(part) and not _COMMON_SYSTEM.fullmatch(part)]
    return tuple(re.compile(rf"(?<![\w-]){re.escape(name)}\b") for name in dict.fromkeys((*joined, *own)))


def names_in(text: str) -> frozenset[str]:
    """The names of works, measures and data sets in `text`, such as ``SwinIR``, ``Restormer`` or ``PSNR``."""
    return frozenset(_NAMED.findall(text))


def structure_part(source: Source) -> str:
    """The part of the name that hints at a structure, such as ``UNet``; empty when none does."""
    match = _STRUCTURES.search(source.name)
    return match.group() if match else ""


def level_in_name(source: Source) -> str:
    """The number that a model's name ends its task with, such as the 15 of ``Noise15``; empty without one."""
    for match in _LEVEL.finditer(source.name):
        if topic_of(" ".join(_PARTS.findall(match.group(1)))).specific:
            return match.group(2)
    return ""


def link_title(link: str) -> str:
    """The title inside a link, such as ``Single Image Deblurring``; empty when it holds only a number."""
    try:
        path = unquote(urlsplit(link).path)
    except ValueError:
        return ""
    last = re.sub(r"\.\w{2,4}$", "", path.rstrip("/").rsplit("/", 1)[-1])
    words = [word for word in re.split(r"[_\s+]+", last) if word and not _VENUE.match(word)]
    words = words[1:] if len(words) > 4 else words
    return (
        " ".join(words) if len(words) >= 3 and all(re.match(r"[\w:'’.-]+$", word) for word in words) else ""
    )


def telling_link_words(source: Source) -> str:
    """At most six words of the link's title around the task it names."""
    words = link_title(source.paper).split()
    for i, word in enumerate(words):
        topic = topic_of(word)
        if topic.specific or topic.general:
            return (
                " ".join(words[max(0, i - 2) : i + 1])
                if topic.specific
                else " ".join(words[max(0, i - 1) : i + 4])
            )
    return ""
