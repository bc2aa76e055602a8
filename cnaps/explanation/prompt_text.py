"""A question with its models and papers as a prompt in the format that `explain_prompt` reads."""

from __future__ import annotations

from collections.abc import Sequence

from cnaps.explanation.records import Role, Source

_DEMANDS = (
    "1. What task is the user trying to perform?",
    "2. How would the model(s) work in a CNAPS AI-like workflow (input → model → output)?",
    "3. Which papers and tools support the answer? Give their links.",
)


def write_prompt(question: str, sources: Sequence[Source]) -> str:
    """The prompt, with every model and paper of `sources`, its links and its summary."""
    models = [source for source in sources if source.role is Role.MODEL]
    papers = [source for source in sources if source.role is Role.PAPER]
    parts = [
        "You are an AI scientist.",
        f'A user has asked the following question:\n"{" ".join(question.split())}"',
        "Based on the following recommended models, explain:\n" + "\n".join(_DEMANDS),
        "Use **only the provided models and papers**. Do not refer to outside sources.",
        "\n\n".join(("### Recommended AI Models:", *(_entry("Model", source) for source in models))),
        "\n\n".join(("### Related Papers:", *(_entry("Model", source) for source in papers))),
        "Answer:",
    ]
    return "\n\n".join(parts) + "\n"


def _entry(label: str, source: Source) -> str:
    fields = {label: source.name, "Paper": source.paper, "GitHub": source.github, "Summary": source.summary}
    return "\n".join(f"{name}: {' '.join(value.split())}" for name, value in fields.items() if value)
