"""The tasks of the field and the words they are known by; neighbouring tasks that are mistaken for them."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Task:
    """A task of image restoration, or a neighbouring one that is mistaken for it."""

    key: str
    noun: str
    """What is wrong or wanted, as in "photos with …"."""
    title: str
    """The name of the task."""
    pattern: re.Pattern[str]
    restores: bool = True
    ad_hoc: bool = False
    """Not of this list, but named by the title of a source."""


def _task(key: str, noun: str, title: str, pattern: str, *, restores: bool = True) -> Task:
    compiled = re.compile(pattern, re.IGNORECASE)
    return Task(key=key, noun=noun, title=title, pattern=compiled, restores=restores)


SPECIFIC = (
    _task("blur", "blur", "deblurring", r"blur|deconvol|camera[- ]shake|out[- ]of[- ]focus|defocus|shaky"),
    _task("noise", "noise", "denoising", r"(?<!an)nois(e|y|es|ing)\b|denois|\bgrainy?\b"),
    _task(
        "jpeg",
        "JPEG artefacts",
        "JPEG artefact removal",
        r"\bjpe?g|compression (artefact|artifact|mark)|deblock|(over|heavily)[- ]compressed|\bblocky\b",
    ),
    _task(
        "rain",
        "rain",
        "deraining",
        r"\brain(y|drops?|[- ]?streaks?)?\b|derain|\b(water|rain) ?drops?\b|"
        r"drops? (of \w+ )?on (the|a|my) (\w+ )?lens|\bdrops that (adhere|stick)",
    ),
    _task("haze", "haze", "dehazing", r"\bhaz[ey]|dehaz|\bfogg?y?\b|defog"),
    _task("snow", "snow", "desnowing", r"\bsnow|desnow"),
    _task(
        "low-light",
        "low light",
        "low-light enhancement",
        r"low[- ]?light|\bdark(ness)?\b(?! (\w+ )?(streak|spot|stripe|band|line|ring|patch|blotch|mark|"
        r"fringe|"
        r"halo)|[- ](?:blue|green|red|brown|gr[ae]y|hair))|night|under-?exposed|nocturnal",
    ),
    _task(
        "overexposure",
        "overexposure",
        "recovery of overexposed areas",
        r"over-?expos|\bhdr\b|high dynamic range|blown[- ]out|burnt[- ]out|autoexposure|several exposures|"
        r"camera clip|clipped (highlights|areas|pixels)|highlights? (are|is) (white|gone|lost)",
    ),
    _task(
        "resolution",
        "low resolution",
        "super-resolution",
        r"super-?\s?resol|upscal|\bzoom|thumbnail|(exceed|raise|increase|more) (the )?"
        r"resolution|upsampl|low[- ]resolution|pixelat|\b(?:V|I|SI|VI)?SR\b|enlarg",
    ),
    _task(
        "inpainting",
        "missing areas",
        "inpainting",
        r"inpaint|torn|missing (parts?|areas?|regions?)|object removal",
    ),
    _task(
        "age",
        "damage of age",
        "old-photo restoration",
        r"scratch|\bold[- ]?(?:photo|foto|picture|print|album|film)|faded|vintage",
    ),
    _task("colour", "missing colour", "colourisation", r"colou?ri[sz]|black[- ]and[- ]white"),
    _task("shadow", "shadows", "shadow removal", r"shadow"),
    _task("reflection", "reflections", "reflection removal", r"reflection|glare"),
    _task("moire", "moiré patterns", "demoiréing", r"moir[eé]"),
    _task("underwater", "underwater colour casts", "underwater enhancement", r"underwater"),
    _task(
        "white-balance",
        "a colour cast",
        "white-balance correction",
        r"white[- ]?balanc|\bAWB\b|colou?r constancy|(?<!underwater )colou?r cast|illuminant|"
        r"mixed (lighting|light sources|illumination)",
    ),
    _task(
        "face",
        "degraded faces",
        "face restoration",
        r"\bface[- ]?(image[- ]?)?(restor|hallucinat|enhanc|super)|blind face|portrait restor",
    ),
    _task(
        "document",
        "damaged documents",
        "document restoration",
        r"document (image )?(restor|enhanc|clean|binari[sz]|dewarp|deblur|de-?shadow|unwarp)|binari[sz]ation|"
        r"bleed-?through|\bDIBCO\b|degraded documents?|handwrit\w+ (restor|enhanc)|ink bleed",
    ),
    _task(
        "text",
        "unreadable text",
        "text super-resolution",
        r"(scene )?text (image )?(super-?resol|\bSR\b|restor|deblur)|TextZoom|scene text SR",
    ),
    _task("flare", "lens flare", "flare removal", r"\bflares?\b|de-?flar|veiling glare"),
    _task(
        "rolling-shutter",
        "rolling-shutter distortion",
        "rolling-shutter correction",
        r"rolling[- ]?shutter|global[- ]shutter",
    ),
    _task(
        "obstruction",
        "obstructions",
        "obstruction removal",
        r"obstruct|de-?fenc|\bfences?\b|occlusion removal|remov\w* occlu",
    ),
    _task(
        "geometry",
        "geometric distortion",
        "distortion correction",
        r"distortion[- ]free|wide-angle portrait|(geometric|perspective|lens|barrel|fish-?eye|"
        r"wide-?angle|radial) (\w+ )?distort|"
        r"distortion (correct|rectif)|de-?warp|unwarp|image rectif|rectangling|horizon level",
    ),
    _task("turbulence", "atmospheric turbulence", "turbulence mitigation", r"turbulen"),
    _task(
        "banding",
        "banding",
        "bit-depth recovery",
        r"de-?band|banding|bit[- ]?depth|de-?quanti[sz]|posteri[sz]|false contour",
    ),
    _task(
        "film",
        "damage of film or tape",
        "film and video restoration",
        r"\b(?:old|analog(?:ue)?|archival|vintage|historical) (?:films?|video ?tapes?|videos?|footage|"
        r"movies?)\b"
        r"|video ?tapes?|magnetic tapes?|\bVHS\b|film restoration",
    ),
    _task("stripes", "stripe noise", "destriping", r"de-?strip|stripe noise|striping"),
    _task(
        "clouds", "clouds", "cloud removal", r"cloud (removal|cover|contaminat)|thin clouds?\b|cloudy imag"
    ),
    _task("demosaicing", "an unfinished colour mosaic", "demosaicing", r"demosai|\bbayer\b"),
    _task("interlacing", "interlacing", "deinterlacing", r"interlac"),
    _task(
        "interpolation",
        "missing frames",
        "frame interpolation",
        r"frame interpol|video interpol|intermediate frames?|temporal super|in-?between frames?|"
        r"frame[- ]?rate (?:up|conver)|(?:up-?convert|raise|increase|double) (?:the )?frame[- ]?rate",
    ),
    _task(
        "stabilisation",
        "a shaking view",
        "video stabilisation",
        r"video stabili[sz]|stabili[sz]\w+ (of )?(the )?video",
    ),
    _task(
        "metal",
        "metal artefacts",
        "metal artefact reduction",
        r"metal(?:lic)? (?:arti|arte)facts?|(?:arti|arte)facts? (?:of|from|by|around) (?:\w+ )?"
        r"(?:metal|implant)|(?:metal(?:lic)?|implant)s? (?:\w+ ){0,3}streak|"
        r"streaks? (?:\w+ ){0,3}(?:metal|implant)",
    ),
    _task("speckle", "speckle", "despeckling", r"speckle(?!d (?:with|by))|de-?speckl"),
    _task(
        "merging",
        "ghosts in merged exposures",
        "ghost-free exposure merging",
        r"de-?ghost|ghost-?free|ghosting|exposure (?:fusion|merg|bracket)\w*|bracketed|"
        r"\bHDR (?:merg|fusion)\w*|merged HDR|multi-exposure|merg\w+ (?:\w+ )?exposures",
    ),
    _task("dust", "dust on the sensor", "dust removal", r"sensor dust|dust (spot|particle|removal|detect)"),
    _task("red-eye", "red eyes", "red-eye correction", r"red[- ]?eyes?\b"),
    _task("flicker", "flicker", "flicker removal", r"de-?flicker|\bflicker"),
    _task("harmonisation", "mismatched parts", "image harmonisation", r"harmoni[sz]ation"),
    _task(
        "aberration",
        "lens aberrations",
        "aberration correction",
        r"aberration|colou?r(?:ed)? fring|(?:purple|violet|green|magenta) fring|\bfringing\b",
    ),
    _task(
        "watermark",
        "overlaid marks",
        "watermark removal",
        r"water-?marks?\b|(?:date|time)[- ]?stamp|(?:logo|subtitle|caption|overlay) (?:removal|remover)|"
        r"(?:overlaid|superimposed) (?:text|logos?|marks?|dates?)",
    ),
    _task(
        "focus-fusion",
        "a shallow focus",
        "multi-focus fusion",
        r"multi-?focus|focus[- ]stack|all-in-focus|focal stack",
    ),
    _task(
        "video-compression",
        "artefacts of video compression",
        "compressed-video enhancement",
        r"compress(?:ed|ion of|ing) videos?|video (?:compression|coding|codec)|\bHEVC\b|\bH\.26\d\b|"
        r"\bcodecs?\b|streamed video",
    ),
    _task(
        "water-surface",
        "distortion by moving water",
        "removal of refractive distortion",
        r"refractive|(?:moving|wavy|turbulent|rippl\w+) water|water (?:surface|waves?|ripples?)|"
        r"non-?rigid (?:image )?distort",
    ),
    _task(
        "scan-motion",
        "motion artefacts in scans",
        "motion correction of scans",
        r"motion[- ](?:corrupted |affected |related )?(?:arti|arte)facts?|"
        r"motion[^.?!]{0,40}\b(?:MRI|MR|magnetic resonance|tomograph\w+|PET)\b|"
        r"\b(?:MRI|MR|magnetic resonance)\b[^.?!]{0,40}\b(?:motion|movement)",
    ),
    _task("pansharpening", "coarse spectral bands", "pansharpening", r"pan-?sharpen|panchromatic"),
    _task(
        "sand-dust",
        "airborne dust",
        "sand-dust image enhancement",
        r"sand[- ]?(?:dust|storm)|dust[- ]?(?:storm|haze|laden)|(?:airborne|floating|desert) (?:dust|sand)",
    ),
    _task("vignetting", "dark corners", "vignetting correction", r"vignett"),
    _task("tone-mapping", "an uneven tonal range", "tone mapping", r"tone[- ]?map"),
    _task("halftone", "printing dots", "inverse halftoning", r"half-?ton|de-?screen(?:ing)?\b|dither"),
    _task(
        "undersampling",
        "undersampled scans",
        "reconstruction of undersampled scans",
        r"under-?sampl\w+ (?:MRI|k-space|scan|acqui|data)|accelerated (?:MRI|MR|scan)|sparse-view|"
        r"limited-angle",
    ),
    _task("fundus", "poor retinal images", "retinal image enhancement", r"fundus|retinal image"),
    _task("smoke", "smoke", "smoke removal", r"(?:surgical|laparoscop\w+) smoke|de-?smok|smoke removal"),
    _task(
        "outpainting",
        "a view that is too narrow",
        "outpainting",
        r"out-?paint|uncrop|image extrapolation|image extension",
    ),
    _task("pixels", "defective pixels", "defect-pixel correction", r"(?:hot|dead|bad|defective) pixels?"),
    _task("barcode", "unreadable codes", "barcode restoration", r"bar-?codes?\b|\bQR\b"),
)

GENERAL = _task(
    "restoration",
    "degradation",
    "image restoration",
    r"restor(?!ed?\s+(trust|order|session))|all[- ]in[- ]one|degrad|damaged|low[- ]quality|"
    r"(image|photo) enhancement",
)

NEIGHBOURING = tuple(
    _task(key, title, title, pattern, restores=False)
    for key, title, pattern in (
        ("annotation", "image annotation", r"annotat|crowdsourc|labell?ing"),
        ("segmentation", "segmentation", r"segment(ation|ed|ing)\b"),
        ("detection", "object detection", r"object detect|\bdetectors?\b|detecting|anomaly detection"),
        ("tracking", "object tracking", r"\btrack(ing|er|ers|ed|s)?\b"),
        (
            "video-generation",
            "video generation",
            r"(text|image)-to-video|video (generation|synthesis)|animat",
        ),
        (
            "image-generation",
            "image generation",
            r"text-to-image (generation|synthesis)|image (generation|synthesis)|generate images",
        ),
        (
            "quality",
            "image quality assessment",
            r"quality (assessment|metrics?|measures?|scores?|transformer|ratings?)|"
            r"\bIQA\b|perceptual (metric|similarity)|"
            r"(measure|judge|rate|assess)(s|d|ing)? (the )?(image |photo )?quality|\bLPIPS\b|\bNIQE\b",
        ),
        ("style", "style transfer", r"style transfer|styli[sz]"),
        ("pose", "pose estimation", r"\bpose[- ](estimation|to|guided|control)|human pose|skeleton|gesture"),
        ("view-synthesis", "novel view synthesis", r"novel[- ]view|view synthesis"),
        ("depth", "depth estimation", r"depth (estimation|map|prediction)|monocular depth"),
        (
            "classification",
            "image classification",
            r"image classif|recognition|classif(y|ying) images|classification accuracy|network robustness",
        ),
        ("captioning", "image captioning", r"caption(ing|s)?\b|visual question"),
        ("moderation", "content moderation", r"moderation|deepfake|unsafe content|nsfw"),
        ("medical", "medical imaging", r"\bMRI\b|\bCT scans?\b|radiolog|tumou?r|medical imag"),
        ("speech", "speech processing", r"speech|\bspeaker|\bvoice\b|audio"),
        (
            "language",
            "language modelling",
            r"machine translation|text summari[sz]|chatbot|question answering",
        ),
        ("forecasting", "forecasting", r"forecast|time[- ]series"),
        ("robotics", "robot control", r"\brobot|autonomous driving|navigation"),
        ("recommendation", "recommendation", r"recommender|recommendation system"),
    )
)

OF_A_KIND_OF_PICTURE = frozenset({"face", "document", "text", "film", "age"})
"""Tasks that are the restoration of one kind of picture, and no remedy against one kind of degradation."""
PICTURES = {
    "face": re.compile(r"\bfaces?\b|\bfacial\b|\bportraits?\b", re.IGNORECASE),
    "document": re.compile(r"\bdocuments?\b|\bpages?\b|\bmanuscripts?\b", re.IGNORECASE),
    "text": re.compile(r"\btext\b|\bcharacters?\b|\bletters?\b", re.IGNORECASE),
}
"""How a work speaks of such a kind of picture."""
_SERVED_BY = {
    "obstruction": {"inpainting"},
    "age": {"inpainting", "colour"},
    "face": {"resolution", "blur"},
    "document": {"blur", "shadow", "geometry"},
    "text": {"resolution", "blur"},
    "flare": {"reflection"},
    "film": {"noise", "age"},
    "merging": {"overexposure"},
    "speckle": {"noise"},
    "video-compression": {"jpeg"},
    "watermark": {"inpainting"},
    "sand-dust": {"haze"},
    "smoke": {"haze"},
    "focus-fusion": {"blur"},
    "barcode": {"resolution", "blur"},
    "halftone": {"noise"},
    "pixels": {"noise"},
    "outpainting": {"inpainting"},
}


def served_by(task: Task) -> frozenset[str]:
    """Keys of wider tasks under which `task` may fall, so that their models are no plain mismatch."""
    return frozenset(_SERVED_BY.get(task.key, ()))
