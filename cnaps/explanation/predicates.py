"""Whether a name is the subject of its sentence: "SwinIR weighs …" and not "SwinIR weights cover …"."""

from __future__ import annotations

import re

_AUXILIARIES = """
is was has had does did can cannot could may might will would must should
"""
_VERBS = """
accumulates achieves adapts addresses adds adheres adjusts admits advances aggregates aims aligns
alleviates allows alternates amplifies answers appears applies argues arises asks assembles assigns
assumes attends attenuates augments averages avoids begins behaves belongs blends boosts breaks bridges
brightens brings builds calculates calibrates carries casts chooses circulates classifies cleans clips
closes collects colorizes colourises combines comes compares completes comprises computes concatenates
concentrates concerns concludes consists constrains contains contributes converts copes corrects corrupts
covers darkens decides decomposes decouples defines delivers demonstrates denoises depends derives
describes detaches detects determines deviates differs diffuses dilates dims dispenses distils disturbs
divides draws duplicates eases eliminates embeds employs emulates enables encourages ends enhances
enlarges enriches ensures enters establishes evaluates examines exceeds exhibits expands explains
explores exposes extends extracts facilitates factorises fails favours feeds fills finds fits fixes
flattens folds follows forbids forgets formulates freezes fuses gathers generalises gets gives goes grows
guarantees hallucinates handles hands happens harmonises harnesses hides highlights holds identifies
ignores imitates implies imposes improves includes incorporates infers inflates initialises injects
inpaints inserts inspects integrates intensifies interpolates introduces invents inverts joins judges
keeps lacks leads learns leaves lends lessens lets leverages lies locates looks loses lowers maintains
makes manages matches merges mitigates mixes modifies modulates multiplies narrows normalises normalizes
observes obtains occurs offers omits operates optimises optimizes outlines outperforms overfits overlaps
passes penalises performs postpones predicts prefers presents preserves pretrains prevents proceeds
produces proposes proves provides punishes pursues quantifies quantises raises reaches reads rebuilds
receives recognises recognizes reconstructs recovers recurs reduces refers refines regards regenerates
regularises relates relaxes relies relieves relocates remains remembers removes renders reorders repeats
replaces represents requires resamples rescales resembles resizes resolves restores rests retains reuses
reveals reverses rewards rotates rounds satisfies says searches sees selects sends separates serves
sharpens shows shrinks simplifies simulates smooths softens solves sorts spans specifies stands stays
steers suffers suffices suggests supplies suppresses surpasses survives swaps synthesises synthesizes
tackles takes tells tends throws tolerates trades trains transforms translates transmits travels treats
tries trusts tunes undoes unfolds unifies unrolls upsamples uses utilises utilizes varies verifies warps
weighs widens works writes yields zooms
aids amounts attains attributes bends benefits binds caps causes combats complicates compensates compresses
confines confirms connects consumes contradicts cooperates costs deduces delays demands destroys deteriorates
disentangles distinguishes distorts doubles eases emphasises emphasizes encounters equals erases exploits
fabricates gains halves hampers hides hinders impairs inherits interferes justifies leaks misleads misplaces
misses motivates neglects obscures outweighs penalizes perceives permits persists possesses pushes recommends
reconciles recycles reflects rejects saves scatters shortens slows stems strengthens struggles synchronises
synchronizes trails transports triples underestimates vanishes violates warns wastes weakens withstands
creates becomes disappears spoils falls rises composes owes picks acts assesses helps opens prevails
"""
_AMBIGUOUS = """
approaches blocks captures changes channels controls counts cuts decodes decreases degrades drops encodes
estimates exchanges exploits features filters focuses forms generates guides increases inputs layers limits
lists maps marks masks measures models needs outputs paints patches pools processes projects queries ranks
records reports results returns runs samples scales scans scores sets shares shifts speeds splits stacks
starts states steps stops stores studies sums supplies supports surveys switches targets terms tests
thresholds tracks transfers transforms turns updates views weights windows
"""
"""Verbs that are read as plural nouns as well, so that only what follows tells them apart."""
CAUSING = re.compile(
    r"\b(?:guid|train|forc|enabl|allow|help|driv|encourag|requir|teach|prompt|caus|mak|us|appl|design|want|lead|order|ask|"
    r"instruct|invit|expect|need)\w*\b[^,;:]{0,40}$"
)
"""Before a thing that is made or used to do something, which is no property of it."""
CHANGES_SENSE = re.compile(r"\b(?:not|no|only|even|cannot|never|nor|hardly|rarely)\b", re.I)
"""Words whose sentence may not be turned about."""
_OBJECT = re.compile(
    r"(?:the|an?|its|their|this|these|that|each|every|all|both|one|two|three|several|many|some|any|which|"
    r"what|how|whether|it|them|up|no|further|fewer|only|about|at (?:least|most)|\d[\d.,]*)\b"
)

_IRREGULARS = """
bends-bent binds-bound breaks-broken brings-brought builds-built casts-cast chooses-chosen cuts-cut
draws-drawn feeds-fed finds-found gets-got gives-given goes-gone grows-grown hides-hidden holds-held
keeps-kept leads-led leaves-left lends-lent lets-let lies-lain loses-lost makes-made misleads-misled
reads-read rebuilds-rebuilt says-said sees-seen sends-sent sets-set shows-shown splits-split stands-stood
takes-taken teaches-taught tells-told throws-thrown undoes-undone withstands-withstood writes-written
"""
_IRREGULAR = dict(pair.split("-") for pair in _IRREGULARS.split())
_DOUBLED_WORDS = """
caps compels cuts distils drops expels hops maps plans stems stops swaps transfers traps
"""
_DOUBLED = frozenset(_DOUBLED_WORDS.split())
"""Verbs whose last letter is doubled before "-ed"."""

_AUXILIARY = frozenset(_AUXILIARIES.split())
_FINITE = frozenset(_VERBS.split())
_EITHER = frozenset(_AMBIGUOUS.split())
_SURE = _FINITE | _AUXILIARY
_KNOWN = _SURE | _EITHER
_ADVERBS = {"first", "then", "also", "therefore", "thus", "only", "never", "not", "always", "again"}


def finite_verb_follows(rest: str) -> bool:
    """Whether `rest`, the words behind a name, begin with the finite verb of which the name is the subject.

    Adverbs before the verb are passed over. A word that may be a plural noun counts only before its object;
    a word that is not known counts as no verb, so that the name is rather repeated than misread.
    """
    words = rest.split()
    while len(words) > 1 and _is_adverb(words[0]):
        words = words[1:]
    if not words:
        return False
    word = words[0].strip(",;:.")
    if word in _EITHER:
        return bool(_OBJECT.match(" ".join(words[1:])))
    return word in _AUXILIARY or word in _FINITE


def _is_adverb(word: str) -> bool:
    return word in _ADVERBS or (word.endswith("ly") and word not in {"supply", "apply", "family"})


def plural_verb_follows(subject: str, rest: str) -> bool:
    """Whether `rest` begins with the verb of a plural `subject`: "weights for a pixel" and "make …"."""
    word = rest.split(" ", 1)[0].strip(",;:.")
    if any(is_verb(noun) for noun in subject.split()):
        return False
    plural = any(noun.endswith("s") and not is_verb(noun) for noun in subject.split() if len(noun) > 3)
    return plural and (
        word in {"are", "were", "have", "do"} or f"{word}s" in _FINITE or f"{word}es" in _FINITE
    )


def could_be_verb(word: str) -> bool:
    """Whether `word` may be a verb in any of its plain forms: "reduces", "reduce", "reduced", "reducing"."""
    plain = word.strip(",;:.").lower()
    forms = (plain, f"{plain}s", f"{plain}es", f"{plain[:-1]}ies")
    return any(form in _KNOWN for form in forms) or plain.endswith(("ed", "ing")) or _is_adverb(plain)


def is_verb(word: str) -> bool:
    """Whether `word` is a finite verb and no noun as well."""
    return word.strip(",;:.").lower() in _SURE


def is_base(word: str) -> bool:
    """Whether `word` is a verb as it stands behind "to" or a plural: "restore", not "metal"."""
    plain = word.strip(",;:.").lower()
    forms = (f"{plain}s", f"{plain}es", f"{plain[:-1]}ies")
    return any(form in _SURE for form in forms)


def finite_form(participle: str) -> str:
    """``forming`` to ``forms``, ``providing`` to ``provides``; empty where the verb is not known."""
    base = participle[:-3]
    doubled = base[:-1] if base[-1:] == base[-2:-1] else base
    forms = (f"{base}s", f"{base}es", f"{doubled}s", f"{base[:-1]}ies")
    return next((form for form in forms if form in _FINITE or form in _EITHER), "")


def base_form(verb: str) -> str:
    """``predicts`` to ``predict``, ``applies`` to ``apply``."""
    if verb.endswith("ies") and len(verb) > 4:
        return f"{verb[:-3]}y"
    return verb[:-2] if verb.endswith(("ches", "shes", "sses", "xes", "oes")) else verb[:-1]


def participle(verb: str) -> str:
    """``predicts`` to ``predicted``, ``takes`` to ``taken``."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    base = base_form(verb)
    if base.endswith("e"):
        return f"{base}d"
    if base.endswith("y") and base[-2:-1] not in "aeou":
        return f"{base[:-1]}ied"
    return f"{base}{base[-1] * (verb in _DOUBLED)}ed"


_OF_PARTICIPLE = {participle(verb): verb for verb in sorted(_FINITE | _EITHER)}


def verb_of(done: str) -> str:
    """``predicted`` to ``predicts``; empty where the verb is not known."""
    return _OF_PARTICIPLE.get(done, "")
