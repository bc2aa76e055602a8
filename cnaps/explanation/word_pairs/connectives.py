"""Words that join: conjunctions, prepositions and adverbs."""

from __future__ import annotations

ALWAYS: tuple[tuple[str, str], ...] = (
    # what only points back to a sentence that is not told
    (r"aforementioned", ""),
    (r"\s*\((?:see|as shown in) [^)]*\)", ""),
    # long-winded for short
    (r"(fewer|less|more) (\w+) in contrast to", r"\1 \2 than"),
    (r"presents? (?:\w+ )?challenges due to", "is difficult because of"),
    (r", i\.e\.,", ", that is,"),
    (r"in order to", "to"),
    (r"a variety of", "various"),
    (r"a wide range of(?= (?:[\w-]+ )?[\w-]+s\b)", "many"),
    (r"a wide variety of", "many kinds of"),
    (r"typically", "often"),
    (
        r"even with (?:the |an? )?(noisy|inaccurate|imprecise|wrong|poor|sparse|incomplete|unknown) "
        r"((?:[a-z-]+ ){0,3}[a-z-]+[^s\W])(?=[,.;]|$)",
        r"even when the \2 is \1",
    ),
    (r"&", "and"),
)

BREAKERS: tuple[tuple[str, str], ...] = (
    # cause
    (r"due to", "because of"),
    (r"owing to", "because of"),
    (r"(?<!not )because(?! of)", "since"),
    (r"since(?= (?:the|it|they|an?)\b)", "because"),
    (r"thus", "therefore"),
    (r"because of", "owing to"),
    (r"thanks to", "owing to"),
    # purpose and manner
    (r"so as to", "in order to"),
    (r"so that", "such that"),
    (r"in an? (\w+) (?:way|manner|fashion)", "ADVERB"),
    (r"manner", "way"),
    (r"in an end-to-end (?:way|manner|fashion)", "end to end"),
    (r"with the help of", "by means of"),
    (
        r"through(?= [^,;.]{0,40}\b(?:process|module|network|training|learning|loss|strategy|layers?)\b)",
        "via",
    ),
    (r"via", "through"),
    (
        r"through(?= (?:the|an?|its|their) (?:[\w-]+ ){0,4}?(?:use|exploration|application|introduction|"
        r"addition|analysis|"
        r"combination|modules?|networks?|loss|mechanism|blocks?|CNN|attention|training|layers?|strategy|"
        r"process)\b)",
        "by way of",
    ),
    (r"without using", "without the use of"),
    (
        r"by(?= an? (?:[\w-]+ ){0,2}(?:flow|operation|mechanism|strategy|process|scheme|procedure|filter|"
        r"codebook)\b)",
        "via",
    ),
    (r"by(?= a factor of\b)", "with"),
    (r"by hand", "manually"),
    (r"jointly(?= (?:and|with|by|on|in)\b|[,.;]|$)", "together"),
    (r"on which", "upon which"),
    # place and time
    (r"in both directions", "in either direction"),
    (r"at the same position", "in the same place"),
    (r"(?<!\d )in which(?= (?:the|an?|people|each|every|\w+s)\b)", "where"),
    (r"(?<!\d )in which(?= (?:[a-z-]+ ){1,2}(?:is|are|can|has|have)\b)", "where"),
    (r", where", ", in which"),
    (r"within(?= (?:the|an?|its|their|each|every|[A-Z]\w*)\b)", "inside"),
    (r"across", "over"),
    (r"during", "in the course of"),
    (r"beforehand", "in advance"),
    (r"at once", "at the same time"),
    (r"simultaneously", "at the same time"),
    (r"one after (?:the other|another)", "one by one"),
    (r"meanwhile", "at the same time"),
    # contrast and addition
    (r"although", "even though"),
    (r"(?<=, )in contrast to", "unlike"),
    (r", while(?! (?:(?:still|also|not|\w+ly) )?\w+(?:ing|ed)\b)", ", whereas"),
    (r"compared with", "in comparison with"),
    (r", but", ", yet"),
    (r", yet", ", but"),
    (r"as opposed to", "contrary to"),
    (
        r"(?<=[a-z] )given(?= (?:the|an?) (?:[\w-]+ )?(?:inputs?|image|photo|observation|frames?)\b)",
        "on the basis of",
    ),
    (
        r"unlike(?= (?:the|most|many|other|earlier|previous|existing|conventional|traditional)\b)",
        "in contrast to",
    ),
    (r"as well as", "and also"),
    (r"rather than", "instead of"),
    (r"instead of", "rather than"),
    (r"together with", "along with"),
    (r"along with", "together with"),
    (r"in addition to", "besides"),
    (r"besides(?= (?:the|an?)\b)", "in addition to"),
    (r"apart from", "except for"),
    (r"(?<=and )therefore", "hence"),
    (r"(?<=and )hence", "therefore"),
    (r" also", ""),
    # respect
    (r"in terms of", "with regard to"),
    (r"with respect to", "relative to"),
    (r"relative to", "with respect to"),
    # the relative pronoun of a clause that restricts
    (
        r"(?<=[a-z] )(?<!in )(?<!of )(?<!for )(?<!on )(?<!by )(?<!from )(?<!to )(?<!with )which"
        r"(?= (?:(?:is|are|can|has|have|[a-z]+s) (?:the|an?|at|to|for|in|on|with|by|from)|(?:is|"
        r"are) [a-z]+ed)\b)",
        "that",
    ),
    # examples
    (r", such as", ", for example"),
    (r"(?<=[a-z] )such as", "like"),
    (r"for example", "for instance"),
    (r"namely(?= (?:an?|the)\b)", "that is,"),
    (r"including(?= (?!the\b)[a-z-]+(?: [a-z-]+){0,2},)", "among them"),
    (r"especially", "particularly"),
    (r"particularly", "especially"),
    (r"above all", "especially"),
    (r"specifically", "in particular"),
    # how much and how often
    (r"more than(?= (?:\d|(?:two|three|four|five|ten)\b))", "over"),
    (r"about(?= \d)", "roughly"),
    (r"a number of", "several"),
    (r"far(?= (?:less|more|fewer)\b)", "much"),
    (r"often", "frequently"),
    (r"usually", "commonly"),
    (r"mostly", "largely"),
    (r"hardly", "barely"),
    (r"nearly", "almost"),
    (r"merely", "just"),
    (r"simply", "just"),
    (r"mainly", "chiefly"),
    (r"largely", "to a large extent"),
    (r"generally", "in general"),
    (r"fully", "completely"),
    (r"severely", "heavily"),
    (r"poorly", "badly"),
    (r"progressively", "gradually"),
    (r"independently", "separately"),
    (r"towards", "toward"),
    # each, not "are each labelled" nor "each other"
    (
        r"(?<!are )(?<!is )(?<!were )each(?= (?:\w+[- ])?\w*(?:[^s\W]|ss)\b)(?! (?:other|of|is|are|has|"
        r"with|made|\w+ed)\b)",
        "every",
    ),
)
