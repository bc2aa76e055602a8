"""What is wrong with a picture, told in everyday words, to the tasks of the field."""

from __future__ import annotations

import re

from cnaps.explanation.sentences import split_sentences
from cnaps.explanation.task_list import SPECIFIC, Task

_TONES = (
    r"(?:orange|yellow|yellowish|blue|bluish|green|greenish|red|reddish|purple|pink|magenta|violet|lilac|"
    r"cyan|turquoise)"
)
_BUILT = r"(?:poles?|posts?|masts?|houses?|towers?|buildings?|walls?|propellers?|rotors?|blades?|trees?)"
_SLANTED = r"(?:lean\w*|slant\w*|skew\w*|bent|bend\w*|tilt\w*|crooked|wobbl\w*|jell[oy]\w*|rubber\w*)"
_LIGHTS = r"(?:lamps?|lights?|sun|headlights?|lanterns?|bulbs?|candles?)"
_RAYS = r"(?:stars?|rays?|spikes?|halos?|haloes|streaks?|rings?|glows?|beams?|blobs?|dots?)"
_WRITTEN = (
    r"(?:letters?|words?|text|signs?|names? (?:on|over|of)|labels?|plates?|prints?|writing|"
    r"inscriptions?|captions?)"
)
_READ = r"(?:reads?|readable|reading|unreadable|illegible|legible|make out|decipher\w*|mush|scrawl)"
_WAXEN = (
    r"(?:squares|mosaic\w*|pixel\w*|"
    r"wax\w*|plastic|dolls?|mush\w*|blobs?|potato\w*|melt\w*|smooth\w*|unrecogni\w*|blurr\w*|"
    r"smear\w*|tiny|"
    r"featureless|mannequins?|degraded|damaged|disfigured)"
)
_PAPER = (
    r"(?:letters?|documents?|papers?|pages?|manuscripts?|diar(?:y|ies)|receipts?|certificates?|"
    r"contracts?|books?)"
)
_FADED = (
    r"(?:read\w*|legib\w*|illegib\w*|yellow\w*|shin\w+ through|bleed\w*|ink|writing|stain\w*|faded|"
    r"fading|brown)"
)


def _near(one: str, other: str, reach: int = 90) -> str:
    """Both words in one sentence, in either order, not further apart than `reach` characters."""
    between = rf"[^.?!]{{0,{reach}}}"
    return rf"\b{one}\b{between}\b{other}\b|\b{other}\b{between}\b{one}\b"


_SYMPTOMS: tuple[tuple[str, str], ...] = (
    ("blur", _near(r"stars?", r"(?:lines?|dashes|trails?|streaks?|strokes|worms)")),
    (
        "blur",
        r"\bsmear|unsharp|\bfuzzy|not (?:really |quite |very )?sharp|\bsoft\b|(?:hands?|camera|arm) "
        r"(?:was |were )?(?:shook|shaking|trembl\w+|mov\w+)|double (?:edges|contours|outlines)|"
        r"(?:legs|wheels|hands|wings|dog|cat|child\w*|players?|car) [^.?!]{0,30}\b(?:ghost\w*|streaks?|"
        r"gone soft)",
    ),
    (
        "noise",
        r"speck(?:s|les?|led)\b|\bgrit(?:ty)?\b|sand(?:y|paper)?\b|pepper|colou?red dots|crackl|"
        r"snowy (?:tv|screen)",
    ),
    (
        "jpeg",
        r"(?:little|small|tiny|crumbly|ugly|visible|coarse) (?:squares|blocks|tiles)|"
        r"(?:squares|blocks) (?:around|all over|everywhere|in)|checker|\bcrumb|"
        r"(?:whatsapp|messenger|chat|forwarded|re-?saved|saved (?:again|many))",
    ),
    ("rain", r"raining|downpour|drizzl|droplets|splash(?:ed|es)? on|wet (?:lens|windscreen|window)"),
    (
        "haze",
        r"\bveil|milky|\bmist\b|misty|\bsmog|smok[ey]|fades? (?:away|out)?[^.?!]{0,20}distan|flat and grey",
    ),
    ("snow", r"flakes|blizzard"),
    (
        "low-light",
        r"almost black|nearly black|pitch[- ]black|too dim|only (?:see )?(?:black|silhouettes)|\bgloomy",
    ),
    (
        "overexposure",
        r"(?:pure|completely|totally|all|just|only) white|white (?:patch|blob|hole)|bleached|blind(?:ing|ed)|"
        r"washed out by|sky (?:is|was|came out) (?:all )?white",
    ),
    ("text", _near(_WRITTEN, _READ)),
    ("face", _near(r"(?:faces?|portraits?|features)", _WAXEN)),
    (
        "resolution",
        r"\btiny\b|(?:blown|blow\w*|blew) up|\bposter|\bbigger\b|mosaic|\bpixels\b|from (?:afar|"
        r"far away)|far away|"
        r"\bstamp[- ]size|crop(?:ped)? (?:in|out)|larger print|\bminuscule|too small",
    ),
    (
        "inpainting",
        r"\bholes?\b|\bripped|\btear\b|(?:cut|bitten) (?:off|out)|(?:remove|erase|get rid of|"
        r"without) (?:the |a |that )?"
        r"(?:stranger|person|man|woman|tourist|object|passer|bin|cable|wire)|photobomb",
    ),
    ("document", _near(_PAPER, _FADED)),
    (
        "age",
        r"creas|\bcrack|\bmould|\bmold\b|attic|\bstain|(?:photo|print|picture|slide|"
        r"negative)s? from (?:18|19)\d\d",
    ),
    (
        "colour",
        r"(?:grey|gray|colou?rless) (?:photo|picture|print)|(?:add|put|give)\w* (?:it |them )?(?:real |"
        r"back )?colou?r",
    ),
    (
        "underwater",
        r"\bdiv(?:e|es|ing|er|ers)\b|snorkel|\breef|aquarium|under the (?:sea|surface|water)|submarine|"
        r"fish tank",
    ),
    (
        "white-balance",
        rf"\b(?:is|are|was|were|look\w*|turned|came out|gone|all|too|so|went|everything) (?:\w+ )?{_TONES}\b|"
        rf"\b{_TONES} (?:tint|tinge|cast|hue|faces?|skin|light|tablecloth|snow|walls?)\b|tinted",
    ),
    (
        "reflection",
        r"behind glass|through (?:a|the|my|our) (?:\w+ )?(?:window|glass|pane)|(?:my|our) own (?:face|"
        r"shape)|see myself",
    ),
    (
        "moire",
        r"wavy (?:\w+ )?(?:lines|stripes|rings|bands|patterns?)|rainbow (?:patterns?|stripes|rings|waves)|"
        r"photograph\w* (?:of )?(?:my|a|the|our) (?:monitor|screen|display|television|tv)\b|\bripples",
    ),
    ("flare", _near(_LIGHTS, _RAYS)),
    ("rolling-shutter", _near(_BUILT, _SLANTED)),
    (
        "obstruction",
        r"\bmesh\b|\bcage|\brailing|\bbars\b|\bnetting|\bbranches? (?:in front|across|before)|\bgrille?\b",
    ),
    (
        "geometry",
        r"stretched|bulg(?:e|es|ing)|egg[- ]shaped|(?:straight )?lines? (?:look |are |is |"
        r"come out )?(?:curved|bent)|"
        r"curved (?:horizon|lines)|crumpled|curled|(?:edge|side|corner)s? of the (?:group|picture|"
        r"photo)[^.?!]{0,40}"
        r"(?:wide|fat|pulled|drawn)",
    ),
    ("turbulence", r"shimmer|heat (?:above|over|waves)|boiling (?:air|image)|waver(?:s|ing)"),
    (
        "banding",
        _near(
            r"(?:sky|sunset|gradients?|dusk|wall|background)",
            r"(?:steps?|stripes?|bands?|rings?|stairs?|terraces?)",
        ),
    ),
    ("film", r"camcorder|super ?8|\breels?\b|\bcassette|\btapes?\b|home movies?|film roll"),
    ("stripes", r"(?:parallel|vertical|horizontal|straight) (?:stripes|lines|bands)"),
    ("clouds", _near(r"(?:satellite|aerial)", r"clouds?")),
    ("interlacing", r"comb(?:s|ed|ing)?[- ](?:like|teeth|lines|edges)|like a comb"),
    (
        "stabilisation",
        _near(
            r"(?:video|clip|film(?:ed)?|footage|movie|recording)s?",
            r"(?:shak\w+|wobbl\w+|bounc\w+|jump\w+|hops?|hopping|bump\w*|sea-?sick\w*|dizzy|lurch\w*)",
        ),
    ),
    (
        "dust",
        r"(?:same|dark|grey|black) (?:\w+ )?(?:spot|blot|speck|mark|smudge|"
        r"blob)s?\b[^.?!]{0,40}\b(?:every|each|all)\b",
    ),
    ("red-eye", r"eyes? (?:\w+ ){0,3}(?:glow\w*|red|like a (?:devil|vampire|demon)\w*)"),
    ("flicker", r"flicker|pulsat|(?:gets|turns|goes) (?:bright\w*|dark\w*) and (?:dark|bright)"),
    ("interpolation", r"jerky|choppy|stutter|slow[- ]motion"),
    (
        "aberration",
        _near(_TONES, r"(?:rims?|fringes?|edges|borders?|outlines?|contours?|halos?|seams?)", 25)
        + r"|colou?r(?:ed)? (?:rims?|fringes?|outlines?|seams?)",
    ),
    (
        "demosaicing",
        _near(
            r"(?:rainbow\w*|false colou?rs?|colou?r(?:ed|ful)? (?:bands|patterns|dots)|zippers?|mazes?)",
            r"(?:fabric|cloth\w*|shirts?|suits?|jackets?|weave|edges?|fine \w+|roof\w*|feathers?)",
        ),
    ),
    (
        "watermark",
        _near(
            r"(?:dates?|time|logos?|watermarks?|writing|letters|numbers|digits|captions?|subtitles?|stamps?)",
            r"(?:(?:in|at) (?:the|a|one) (?:\w+ )?corners?|printed (?:over|across|on)|burnt? in(?:to)?|"
            r"across (?:the|my|our|every|each|it)|over (?:the|my|our|his|her|every|each) \w+)",
        ),
    ),
    (
        "focus-fusion",
        r"(?:shift|mov|chang|vary|step)\w* the focus|(?:different|several|many) focus|"
        r"only (?:the |an? |one |its )?[\w' -]{2,40}(?:is|are|comes? out) (?:really )?(?:sharp|in focus)",
    ),
    (
        "video-compression",
        _near(
            r"(?:videos?|clips?|calls?|streams?|broadcasts?|films?|recordings?|footage|movies?|episodes?)",
            r"(?:squares|blocks|blocky|compress\w*|bit-?rates?|mosquito\w*)",
        ),
    ),
    (
        "water-surface",
        _near(
            r"(?:ripples?|waves?|water|pond|pool|fountain|stream|river|lake)",
            r"(?:bends?|bent|wobbl\w*|out of shape|distort\w*|warp\w*|wavy|crooked|danc\w+)",
        ),
    ),
    (
        "scan-motion",
        _near(
            r"(?:MRI|MR|CT|PET|scans?|scanner|tomograph\w*)",
            r"(?:(?:lie|lay|keep|kept|hold|held) (?:\w+ )?still|fidget\w*|moved|moves|breath\w*|wriggl\w*|"
            r"twitch\w*|restless)",
        ),
    ),
    (
        "sand-dust",
        _near(
            r"(?:sand|dust|desert|sahara|storm|wind|dunes?|camels?)",
            r"(?:tea|coffee|yellow\w*|orange|brown\w*|reddish|veil\w*|hardly|murky|ochre)",
        ),
    ),
    ("vignetting", r"(?:dark|darker|black|shaded) (?:in |at |towards )?(?:the )?(?:four )?corners"),
    (
        "halftone",
        _near(
            r"(?:newspapers?|printed|magazines?|posters?|comics?|leaflets?|books?)",
            r"(?:dots?|dotted|raster|screen pattern)",
        ),
    ),
    (
        "outpainting",
        r"continue\w* (?:the|my|this) (?:picture|photo|image|painting)|(?:framed|cropped|cut) "
        r"(?:\w+ )?(?:\w+ )?"
        r"(?:so |too )?tight(?:ly)?|cropped too|"
        r"too (?:tightly|closely) cropped|cut off at the|beyond the (?:edge|frame)",
    ),
    ("pixels", r"(?:same|bright|white|red|green|blue) (?:pixels?|dots?) (?:at|in) the same (?:place|spot)"),
    (
        "fundus",
        _near(
            r"(?:retina\w*|back of (?:the|my|her|his) eye|eye doctor\w*)",
            r"(?:pictures?|photos?|images?|scans?)",
        ),
    ),
    ("barcode", _near(r"(?:bar-?codes?|QR)", r"(?:scan\w*|read\w*|blurr\w*|smear\w*|crumpl\w*)")),
    ("smoke", _near(r"(?:smoke|fumes)", r"(?:operation|surg\w+|keyhole|endoscop\w*|laparoscop\w*)")),
)
_COMPILED = tuple((key, re.compile(pattern, re.I)) for key, pattern in _SYMPTOMS)
_TASKS = {task.key: task for task in SPECIFIC}
_EXCLUDED = {
    "face": {"resolution", "blur"},
    "text": {"resolution"},
    "document": {"text", "age", "white-balance"},
    "water-surface": {"moire", "stabilisation"},
    "demosaicing": {"moire"},
    "aberration": {"white-balance"},
    "video-compression": {"jpeg"},
    "watermark": {"white-balance"},
    "sand-dust": {"white-balance", "haze"},
    "focus-fusion": {"blur"},
    "outpainting": {"inpainting"},
    "scan-motion": {"moire", "blur"},
}
"""The tasks that a more particular one takes the place of."""


def described_tasks(question: str) -> tuple[Task, ...]:
    """The tasks whose trouble `question` describes, the most often described first; at most two."""
    counts: dict[str, int] = {}
    for key, pattern in _COMPILED:
        hits = len(pattern.findall(question))
        if hits:
            counts[key] = counts.get(key, 0) + hits
    for key in [key for key in _EXCLUDED if key in counts]:
        for other in _EXCLUDED[key]:
            counts.pop(other, None)
    ordered = sorted(counts, key=lambda key: -counts[key])
    return tuple(_TASKS[key] for key in ordered[:2])


def complaint(question: str) -> str:
    """The sentence that describes the trouble, else the first one; what is asked comes last."""
    sentences = [sentence.text for sentence in split_sentences(question)]
    told = [text for text in sentences if "?" not in text] or sentences
    return max(told, key=telling, default="")


def telling(text: str) -> int:
    """How many kinds of trouble `text` describes."""
    return sum(bool(pattern.search(text)) for _, pattern in _COMPILED)
