"""Nouns, adjectives and the words that count them."""

from __future__ import annotations

ALWAYS: tuple[tuple[str, str], ...] = ((r"limitations", "limits"),)

BREAKERS: tuple[tuple[str, str], ...] = (
    # pictures
    (r"images", "pictures"),
    (r"pictures", "images"),
    (r"(?<!that )(?<!which )(?<!who )photographs", "photos"),
    (r"(?<!that )(?<!which )(?<!who )(?<!to )photograph", "photo"),
    (r"series of(?= \w)", "sequence of"),
    (r"(?<=[a-z] )image(?= (?:and|or|is|has|with|without|that|which|by|in|on|to)\b|[,.;]|$)", "picture"),
    # methods, before which and behind which an "approach to" would want another preposition
    (r"(?<=[a-z] )approach(?! (?:to|the|that of)\b)", "method"),
    (r"(?<=[a-z] )approaches(?! (?:to|the)\b)", "methods"),
    (r"competitors", "rivals"),
    (r"types of", "kinds of"),
    # what is done, as a verb
    (r"for the restoration of", "to restore"),
    (r"for the removal of", "to remove"),
    (r"for the estimation of", "to estimate"),
    (r"for the reconstruction of", "to reconstruct"),
    (r"for the detection of", "to detect"),
    (r"for the correction of", "to correct"),
    (r"for the generation of", "to generate"),
    (r"for the enhancement of", "to enhance"),
    # quality
    (r"([a-z]+s) of high quality", r"high-quality \1"),
    (r"the second(?= with\b)", "the second one"),
    # number
    (r"various", "diverse"),
    (r"(?<=of )different(?= [a-z]+s\b)", "various"),
    (r"diverse", "varied"),
    (r"numerous", "many"),
    (r"multiple", "several"),
    (r"many(?= (?:[a-z]+s|people)\b)", "numerous"),
    (r"a single(?= \w)", "one"),
    (r"(?<=of )the two(?= [a-z]+s\b)", "both"),
    (r"an additional", "a further"),
    # age and order
    (r"a new(?= \w)", "a"),
    (r"existing", "current"),
    (r"previous", "earlier"),
    (r"earlier(?= (?:[\w-]+ ){0,2}[a-z]+s\b)", "previous"),
    # other properties
    (r"corresponding(?= \w)(?! to\b)", "matching"),
    (r"whole", "entire"),
    (r"crucial(?! importance)", "important"),
    (r"difficult", "hard"),
    (r"(?<!as )possible(?= to\b|[,.;]|$| is\b)", "feasible"),
    (r"costly", "expensive"),
    (r"unwanted", "undesired"),
    (r"needed", "required"),
    (r"lower(?= (?:[\w-]+ )?(?:cost|costs|dose|error|number)\b)", "smaller"),
)
