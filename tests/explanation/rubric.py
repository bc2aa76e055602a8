"""How good is the answer to a pasted prompt? Sixteen text checks of a prompt and an answer, 100 points.

    python -m tests.explanation.rubric                  every seed and every prompt of our own
    python -m tests.explanation.rubric PROMPT...        these prompts, answered by CNAPS
    python -m tests.explanation.rubric PROMPT --answer FILE     somebody else's answer

The checks read text alone. What text cannot tell, such as which evidence answers a question, is in a key
beside the prompt (``NAME.toml``). A criterion is met or not; points are the weighted share of what applies.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


from tests.explanation.rubric_text import (
    MOJIBAKE,
    QUESTION_MARK,
    URL,
    AnswerText,
    Entry,
    PromptText,
    Sentence,
    read_prompt,
    repaired,
    stems,
    words,
)

HERE = Path(__file__).parent
POOR_ANSWER = HERE / "seeds" / "003_28391d4b5a4d882d.txt"
GATES = frozenset({"R3", "R8", "R16"})
ABSENCES = frozenset({"R3", "R4", "R8", "R14", "R15", "R16"})
"""These only say that something bad is absent, which an answer without evidence gets for nothing."""
CAP = 50.0


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What an answer to one sub-question must hold."""

    about: str
    evidence: tuple[tuple[str, ...], ...] = ()
    """Groups of words; of each group one must stand in a cited sentence."""
    unstated: tuple[str, ...] = ()
    """One of these must stand in a sentence that says that something is not stated."""
    either: bool = False
    """Whether the evidence or the declaration suffices."""


@dataclass(frozen=True, kw_only=True)
class Key:
    """What a reader expects of an answer, written from the prompt alone."""

    terms: tuple[tuple[str, ...], ...]
    asked: tuple[Asked, ...]
    mismatch: bool = False
    mismatch_topic: tuple[str, ...] = ()
    unsupporting: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    canaries: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Case:
    """A prompt, the answer to be judged and the key."""

    prompt: PromptText
    answer: AnswerText
    key: Key


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Whether a criterion is met; None where it does not apply."""

    met: bool | None
    found: str = ""


@dataclass(frozen=True, kw_only=True)
class Score:
    """Points of an answer and the verdict on each criterion."""

    points: float
    verdicts: dict[str, Verdict]

    @property
    def failed(self) -> tuple[str, ...]:
        """The criteria that are not met."""
        return tuple(name for name, verdict in self.verdicts.items() if verdict.met is False)

    @property
    def failed_gates(self) -> tuple[str, ...]:
        """The failed criteria that cap the points."""
        return tuple(name for name in self.failed if name in GATES)


def judge(prompt: str, answer: str, key: Key) -> Score:
    """The score of `answer` to `prompt`."""
    case = Case(prompt=read_prompt(prompt), answer=AnswerText(text=answer), key=key)
    verdicts = {name: check(case) for name, (_, check) in CRITERIA.items()}
    applicable = [name for name, verdict in verdicts.items() if verdict.met is not None]
    creditable = _bound_share(case) >= 0.5
    earned = sum(
        CRITERIA[name][0]
        for name in applicable
        if verdicts[name].met and (creditable or name not in ABSENCES)
    )
    points = 100.0 * earned / sum(CRITERIA[name][0] for name in applicable)
    gate = any(verdicts[name].met is False for name in GATES)
    return Score(points=min(points, CAP) if gate else points, verdicts=verdicts)


def key_of(path: Path) -> Key:
    """The key beside a prompt."""
    table = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    asked = tuple(Asked(**_frozen(one)) for one in table.pop("asked"))
    return Key(asked=asked, **_frozen(table))


def _frozen(table: dict[str, Any]) -> dict[str, Any]:
    def frozen(value: Any) -> Any:  # noqa: ANN401
        return tuple(map(frozen, value)) if isinstance(value, list) else value

    return {name: frozen(value) for name, value in table.items()}


def _verdict(problems: Iterable[object], found: str = "") -> Verdict:
    listed = list(problems)
    return Verdict(met=not listed, found="; ".join(str(problem) for problem in listed[:4]) or found)


# R1 to R4: form, entries, links, outside knowledge


def _three_sections(case: Case) -> Verdict:
    return Verdict(met=list(case.answer.sections) == [1, 2, 3], found=str(list(case.answer.sections)))


def _entries_with_links(case: Case) -> Verdict:
    items = _items(case)
    return _verdict(
        entry.name
        for entry in case.prompt.entries
        if not any(_pairs(case, entry, item) for item in items[entry.mark])
    )


def _pairs(case: Case, entry: Entry, item: str) -> bool:
    links = _links(item)
    foreign = {link for other in case.prompt.entries for link in other.links} - set(entry.links)
    return set(entry.links) <= links and not links & foreign


def _items(case: Case) -> dict[str, list[str]]:
    """The list items of section 3 by entry: from the line that opens with its name to the next such line."""
    items: dict[str, list[str]] = {entry.mark: [] for entry in case.prompt.entries}
    current = ""
    for line in case.answer.sections.get(3, "").splitlines():
        plain = line.replace("\\", "")
        named = [entry for entry in case.prompt.entries if entry.name in plain]
        if named:
            current = min(named, key=lambda entry: (plain.index(entry.name), -len(entry.name))).mark
            items[current].append(line)
        elif current and not re.match(r"\s*(?:\*\*[^*]+\*\*:?|#.*)\s*$", line):
            items[current][-1] += f"\n{line}"
        else:
            current = ""
    return items


def _links(text: str) -> set[str]:
    return {link.rstrip(".,;:!?*_") for link in URL.findall(text)}


def _only_given_links(case: Case) -> Verdict:
    given = {link for entry in case.prompt.entries for link in (*entry.links, *_links(entry.summary))}
    rest = URL.sub(" ", case.answer.text)
    domains = re.findall(r"\b[\w-]+\.(?:com|org|net|io|ai|dev|edu|gov|example)\b", rest)
    foreign = [domain for domain in domains if domain.lower() not in case.prompt.text.lower()]
    return _verdict([*sorted(_links(case.answer.text) - given), *foreign])


@cache
def outside_names() -> tuple[str, ...]:
    """Names of the field that an answer may hold only where its prompt does."""
    return tuple((HERE / "rubric_names.txt").read_text(encoding="utf-8").split("\n")[:-1])


def _no_outside_names(case: Case) -> Verdict:
    given = case.prompt.text.lower()
    return _verdict(
        name
        for name in outside_names()
        if name.lower() not in given and re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", case.answer.text)
    )


# R5 to R8: citations and support


def _bound(case: Case, sentence: Sentence) -> bool:
    return bool(_cited(case, sentence)) or sentence.unstated or _restates(case, sentence)


def _restates(case: Case, sentence: Sentence) -> bool:
    own = stems(sentence.bare) - _FRAME
    return len(own) >= 3 and len(own & stems(case.prompt.question)) >= 0.8 * len(own)


def _bound_share(case: Case) -> float:
    sentences = case.answer.sentences
    return sum(_bound(case, sentence) for sentence in sentences) / len(sentences) if sentences else 0.0


def _cited(case: Case, sentence: Sentence) -> list[str]:
    """The texts of the cited sources: by mark, by name in brackets, by one of the given links."""
    listed = _marked(case)
    texts = [listed[mark].holding for mark in sentence.marks if mark in listed]
    texts += [case.prompt.question] * (QUESTION_MARK in sentence.marks)
    for entry in case.prompt.entries:
        if f"({entry.short})" in sentence.text or set(entry.links) & _links(sentence.text):
            texts.append(entry.holding)
    return texts


def _marked(case: Case) -> dict[str, Entry]:
    """Entries by the mark that section 3 gives them; by their place where it gives none."""
    found: dict[str, Entry] = {}
    for entry in case.prompt.entries:
        for item in _items(case)[entry.mark]:
            before = item[: item.replace("\\", "").index(entry.name)]
            for mark in re.findall(r"[\[(]([A-Z]?\d+)[\])]|(?:^|\s)([MP]\d+)\b|^\s*(\d+)\.", before):
                found["".join(mark)] = entry
    return found


def _all_bound(case: Case) -> Verdict:
    loose = [sentence.text for sentence in case.answer.sentences if not _bound(case, sentence)]
    count = len(case.answer.sentences)
    met = bool(count) and len(loose) <= 0.05 * count
    return Verdict(met=met, found=f"{len(loose)} of {count} loose: {loose[:2]}" if loose else "")


def _marks_resolve(case: Case) -> Verdict:
    known = {*_marked(case), QUESTION_MARK}
    marks = [mark for sentence in case.answer.sentences for mark in sentence.marks]
    return _verdict(sorted(set(marks) - known)) if marks else Verdict(met=False, found="no marks")


def _supported(case: Case) -> Verdict:
    shares = {
        sentence.bare: share for sentence in case.answer.sentences if (share := _overlap(case, sentence)) >= 0
    }
    if not shares:
        return Verdict(met=False, found="nothing cited")
    mean = sum(shares.values()) / len(shares)
    low = [sentence for sentence, share in shares.items() if share < 0.5]
    met = mean >= 0.60 and len(low) <= 0.25 * len(shares)
    return Verdict(met=met, found=f"mean {mean:.2f}, {len(low)} of {len(shares)} low: {low[:3]}")


def _overlap(case: Case, sentence: Sentence) -> float:
    """Share of the sentence's own words that its cited sources hold; -1 where it rests on no entry's words.

    That something is not stated or does not match is nothing the sources say; R10 and R11 judge it.
    """
    texts = _cited(case, sentence)
    restated = set(sentence.marks) == {QUESTION_MARK}
    if not texts or restated or sentence.unstated or _MISMATCH.search(sentence.text):
        return -1.0
    asked = set() if QUESTION_MARK in sentence.marks else stems(case.prompt.question)
    own = stems(sentence.bare) - _FRAME - asked
    return len(own & stems(" ".join(texts))) / len(own) if own else -1.0


_SMALL_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_LARGE_NUMBERS = {"hundred": "100", "thousand": "1,000", "million": "1,000,000", "billion": "1,000,000,000"}
_NUMBER_WORDS = {word: str(value) for value, word in enumerate(_SMALL_NUMBERS, start=2)} | _LARGE_NUMBERS


def _given_numbers(case: Case) -> Verdict:
    text = "\n".join(case.answer.sections.values()) or case.answer.text
    for entry in case.prompt.entries:
        text = text.replace(entry.name, " ")
    text = URL.sub(" ", re.sub(r"[\[(](?:[A-Z]\d*|\d+)(?:, (?:[A-Z]\d*|\d+))*[\])]", " ", text))
    text = re.sub(r"(?m)^\s*\d+[.)]\s", " ", text)
    given = set(_numbers(case.prompt.text))
    loose = [number for number in _numbers(text) if number not in given]
    said = set(words(case.prompt.text))
    return _verdict([*loose, *_loose_number_words(text, said, given)])


def _loose_number_words(text: str, said: set[str], given: set[str]) -> list[str]:
    return [
        word
        for word in words(text)
        if word in _NUMBER_WORDS
        and word not in said
        and f"{word}s" not in said
        and _NUMBER_WORDS[word] not in given
    ]


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d+(?:[.,]\d+)*", text)


# R9 to R13: the content


def _holds(text: str, term: str) -> bool:
    return bool(re.search(rf"(?<![a-z0-9]){re.escape(term.lower())}", text.lower()))


def _task_named(case: Case) -> Verdict:
    text = case.answer.sections.get(1, "")
    missing = [group for group in case.key.terms if not any(_holds(text, term) for term in group)]
    if _longest_run(words(text), words(case.prompt.question)) >= 15:
        return Verdict(met=False, found="the question is pasted")
    return Verdict(
        met=len(missing) <= 0.25 * len(case.key.terms), found=f"missing {missing}" if missing else ""
    )


def _longest_run(one: Sequence[str], other: Sequence[str]) -> int:
    """Length of the longest run of words that both share."""
    best = 0
    before = [0] * (len(other) + 1)
    for word in one:
        row = [0] + [before[i] + 1 if word == theirs else 0 for i, theirs in enumerate(other)]
        best, before = max(best, *row), row
    return best


def _each_answered(case: Case) -> Verdict:
    open_ones = [asked.about for asked in case.key.asked if not _answered(case, asked)]
    return _verdict(open_ones)


def _answered(case: Case, asked: Asked) -> bool:
    told = [s.bare for s in case.answer.sentences if not s.unstated and _cited(case, s)]
    declared = [s.bare for s in case.answer.sentences if s.unstated]
    evidence = [any(_holds(text, term) for text in told for term in group) for group in asked.evidence]
    unstated = any(_holds(text, term) for text in declared for term in asked.unstated)
    if asked.either:
        return all(evidence) or unstated
    return all(evidence) and (unstated or not asked.unstated)


_MISMATCH = re.compile(
    r"does not (?:match|fit|suit)|mismatch|not (?:designed|meant|made|intended|trained|suited|aimed)|"
    r"부합하지 않|points to [^.]* not to|is not a match|cannot be expected|different task|another task",
    re.I,
)


def _mismatch_said(case: Case) -> Verdict:
    said = [
        sentence.bare
        for sentence in case.answer.sentences
        if _MISMATCH.search(sentence.text)
        and any(model.short in sentence.text for model in case.prompt.models)
    ]
    if not case.key.mismatch:
        return Verdict(met=False, found=f"no mismatch expected: {said[:1]}") if said else Verdict(met=None)
    near = [text for text in said if any(_holds(text, term) for term in case.key.mismatch_topic)]
    return Verdict(met=bool(near), found="" if near else f"not said: {said[:1]}")


_FLAG = re.compile(
    r"do(?:es)? not support|not support|off[- ]topic|unrelated|not relevant|irrelevant|no evidence|"
    r"not directly related|does not bear on|근거가 되지 않",
    re.I,
)


def _flags(case: Case) -> Verdict:
    if not case.prompt.papers:
        return Verdict(met=None)
    flagged = {entry.name for entry in case.prompt.entries if _flagged(case, entry)}
    missed = [name for name in case.key.unsupporting if not any(name in other for other in flagged)]
    wronged = [name for name in case.key.supporting if any(name in other for other in flagged)]
    return _verdict([*(f"unflagged: {name}" for name in missed), *(f"flagged: {name}" for name in wronged)])


def _flagged(case: Case, entry: Entry) -> bool:
    section = case.answer.sections.get(3, "").replace("\\", "")
    place = section.find(entry.name)
    titles = [
        line
        for line in section[: max(place, 0)].splitlines()
        if re.match(r"\s*(?:\*\*[^*]+\*\*:?|#.*)\s*$", line)
    ]
    texts = [*_items(case)[entry.mark], *titles[-1:]]
    texts += [s.text for s in case.answer.sentences if entry.short in s.text]
    return any(_FLAG.search(text) for text in texts)


def _workflow(case: Case) -> Verdict:
    text = case.answer.sections.get(2, "")
    parts = (("input", "입력"), ("model", "모델"), ("output", "출력"))
    missing = [names[0] for names in parts if not any(_holds(text, name) for name in names)]
    return _verdict([*missing, *(model.name for model in case.prompt.models if model.short not in text)])


# R14 to R16: the manner

_FLUFF = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        *(
            r"object tracking",
            r"image-to-video",
            r"pose-to-motion",
            r"content moderation",
            r"stylized version",
        ),
        *(r"text description", r"prediction label", r"re-id embeddings", r"learned distributions"),
        *(r"tailored to (?:its|their) specific", r"contributes specific", r"efficiently within the"),
        *(r"particular behavior", r"one of the following categories", r"is typically a", r"control signals"),
        *(r"guided by the pretrained", r"temporal consistency modules", r"real-world scenario\b"),
        *(r"delv(?:e|es|ing) into", r"it is (?:important|worth) (?:to note|noting)", r"in conclusion"),
        *(
            r"plays? an? (?:crucial|vital|pivotal|key) role",
            r"seamless(?:ly)?",
            r"revolutioni[sz]",
            r"game[- ]chang",
        ),
        *(r"harness(?:es|ing)? the power", r"unlock(?:s|ing)? the (?:full )?potential", r"ever[- ]evolving"),
        *(r"in today's world", r"a testament to", r"rich tapestry", r"cutting[- ]edge", r"as an ai\b"),
    )
)


@cache
def _poor_runs() -> frozenset[tuple[str, ...]]:
    return frozenset(_runs(words(URL.sub(" ", repaired(POOR_ANSWER.read_text(encoding="utf-8")))), 5))


def _runs(text: Sequence[str], length: int) -> list[tuple[str, ...]]:
    return [tuple(text[i : i + length]) for i in range(len(text) - length + 1)]


def _no_boilerplate(case: Case) -> Verdict:
    body = "\n".join(case.answer.sections.get(number, "") for number in (1, 2, 3))
    said = [found.group() for pattern in _FLUFF if (found := pattern.search(body))]
    fluff = [phrase for phrase in said if phrase.lower() not in case.prompt.text.lower()]
    given = set(_runs(words(case.prompt.text), 5))
    lines = [run for line in body.splitlines() for run in _runs(words(URL.sub(" ", line)), 5)]
    copied = [" ".join(run) for run in lines if run in _poor_runs() and run not in given]
    return _verdict([*fluff, *copied])


def _readable(case: Case) -> Verdict:
    plain = URL.sub(" ", case.answer.text)
    count = len(words(plain)) + len(re.findall(r"[가-힣]+", plain))
    problems = [] if 180 <= count <= 900 else [f"{count} words"]
    prose = words(case.answer.prose)
    share = _copied_share(prose, case.prompt)
    problems += [f"{share:.0%} copied"] if share > 0.40 else []
    bare = [s.bare for s in case.answer.sentences if len(s.bare.split()) >= 6]
    problems += [f"twice: {text}" for text in sorted({text for text in bare if bare.count(text) > 1})]
    return _verdict(problems, f"{count} words, {share:.0%} copied")


def _copied_share(prose: Sequence[str], prompt: PromptText) -> float:
    """Share of the words that stand in a run of ten words of the prompt."""
    given = {
        run
        for text in (prompt.question, *(e.summary for e in prompt.entries))
        for run in _runs(words(text), 10)
    }
    copied: set[int] = set()
    for start, run in enumerate(_runs(prose, 10)):
        if run in given:
            copied.update(range(start, start + 10))
    return len(copied) / max(len(prose), 1)


def _nothing_leaked(case: Case) -> Verdict:
    orders = re.findall(r"(?i)ignore (?:all )?previous|dear assistant|system note", case.answer.text)
    leaked = [word for word in case.key.canaries if word.lower() in case.answer.text.lower()]
    return _verdict([*leaked, *orders, *sorted(set(MOJIBAKE.findall(case.answer.text)))])


_FRAME = stems(
    """
a an the and or but of in on at to for from by with without as than that which who whose what how why when
where whether is are was were be been being has have had do does did can could may might will would shall
should must not no nor only also both each every any all some such same other another this these those it
its they them their there here he she his her you your i my we our us so thus then therefore whereas while
because since if into out over under about after before between through during per via more most less
least very too rather just own one case thing way use uses make makes made give gives take takes get gets
answer question user ask describe describes source sources paper papers model models method methods author
authors report reports state states claim claims evidence partial summary entry name named names concern
concerns treat treats address addresses work works image images photo photos picture pictures result
results task input output consist consists called call network networks
"""
)
"""Words with which any answer speaks, whatever it cites."""

Check = Callable[[Case], Verdict]
CRITERIA: dict[str, tuple[int, Check]] = {
    "R1": (3, _three_sections),
    "R2": (8, _entries_with_links),
    "R3": (8, _only_given_links),
    "R4": (6, _no_outside_names),
    "R5": (10, _all_bound),
    "R6": (4, _marks_resolve),
    "R7": (8, _supported),
    "R8": (6, _given_numbers),
    "R9": (6, _task_named),
    "R10": (16, _each_answered),
    "R11": (8, _mismatch_said),
    "R12": (6, _flags),
    "R13": (5, _workflow),
    "R14": (5, _no_boilerplate),
    "R15": (10, _readable),
    "R16": (6, _nothing_leaked),
}
"""Weight and check of each criterion, in the order and with the weights of the rubric."""


def prompt_paths() -> list[Path]:
    """Every prompt that has a key: the seeds and our own."""
    return sorted(
        key.with_suffix(".txt") for folder in ("seeds", "prompts") for key in (HERE / folder).glob("*.toml")
    )


def answer_of(prompt: str) -> str:
    """The answer that CNAPS gives."""
    from cnaps.explanation import explain_prompt

    return explain_prompt(prompt).markdown


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line for each prompt and the mean."""
    parser = argparse.ArgumentParser(prog="python -m tests.explanation.rubric", description="Judge answers.")
    parser.add_argument("prompts", nargs="*", type=Path, metavar="PROMPT")
    parser.add_argument("--answer", type=Path, help="an answer in Markdown to the one PROMPT")
    options = parser.parse_args(arguments)
    scores = {}
    for path in options.prompts or prompt_paths():
        # Bytes, so that carriage returns reach the reader.
        prompt = path.read_bytes().decode("utf-8")
        answer = options.answer.read_text(encoding="utf-8") if options.answer else answer_of(prompt)
        scores[path.stem] = judge(prompt, answer, key_of(path))
    sys.stdout.write(table(scores))


def table(scores: dict[str, Score]) -> str:
    """One line for each score, what failed below it, the mean last."""
    lines = []
    for name, score in scores.items():
        lines.append(f"{name:32} {score.points:6.1f}  {' '.join(score.failed)}")
        lines += [f"    {criterion}: {score.verdicts[criterion].found}" for criterion in score.failed]
    mean = sum(score.points for score in scores.values()) / max(len(scores), 1)
    return "\n".join((*lines, f"{'mean of ' + str(len(scores)):32} {mean:6.1f}", ""))


if __name__ == "__main__":
    main()
