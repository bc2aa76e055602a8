"""What the page takes from a stranger, and how long it keeps it."""

from __future__ import annotations

from cnaps.explanation.writing import CONVERSATIONS_AT_ONCE

MEGAPIXELS = 50.0
"""Largest photo: its float32 copies (600 MB each) must fit into 16 GB together."""
FILE_BYTES = 100 * 2**20
"""Largest uploaded file."""
REQUEST_BYTES = 2**20
"""Largest request that is not an upload; a pasted prompt is by far the longest part of one."""
PROMPT_CHARACTERS = 200_000
"""Longest pasted prompt."""
QUESTION_CHARACTERS = 2_000
"""Longest question."""
ANSWERS_AT_ONCE = CONVERSATIONS_AT_ONCE + 1
"""With every conversation with a language model under way, there is still room for a quick answer."""
QUEUED = 12
"""Visitors who may wait; the next one is told to come back."""
SWEEP_SECONDS = 300
"""How often old files are looked for."""
KEEP_SECONDS = 3300
"""Age at which a file goes: with the sweep interval added, within an hour."""
