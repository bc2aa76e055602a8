"""The phrases of an English answer."""

from __future__ import annotations

from cnaps.explanation.languages.phrases import (
    GapPhrases,
    PagePhrases,
    Phrases,
    RatingPhrases,
    RecordPhrases,
    TaskPhrases,
    WayPhrases,
    WorkflowPhrases,
)
from cnaps.explanation.records import Aspect

PAGE = PagePhrases(
    headings=(
        "1. What task is the user trying to perform?",
        "2. How would the model(s) work in a CNAPS AI-like workflow (input → model → output)?",
        "3. Relevant papers and tools",
    ),
    recommended="Recommended",
    direct="Direct support",
    partial="Partial support",
    unsupportive="Does not support the answer",
    records="Records of this run",
    paper="Paper",
    github="GitHub",
    not_provided="not provided",
    also_given="Also given as",
    asked="the user's question.",
    not_asked="no question was typed; answered was: {asked}",
    addressed="Part of the summary of {work} was addressed to the assistant and left out.",
    refused_one="{number} planned sentence was refused by the check against the sources and left out.",
    refused_many="{number} planned sentences were refused by the check against the sources and left out.",
    evidence_note="",
    sources="the provided sources",
    catalogue="the catalogue",
    uploaded="the uploaded photo",
)

RATINGS = RatingPhrases(
    name_elsewhere="its name points to {own}, not to {asked}",
    by_name="by its name, a model for {own}",
    by_paper="its paper link is that of another entry: {told}",
    by_name_open="by its name, a model for {own}; how it deals with {asked} is not stated",
    and_other_degradation="{asked} and other degradation",
    name_of_restoration="its name speaks of restoration in general",
    name_of_nothing="its name does not say for which task it is meant",
    treats="it treats {nouns}",
    treats_compared="it treats {nouns}, with which the question compares",
    named="it is named in the question",
    treats_within="it treats {nouns}, but works on {scope}",
    restores_within="it addresses restoration, but works on {scope}",
    restores_as_asked="it addresses image restoration under varied degradation, as the question does",
    restores_as_asked_unnamed=(
        "it addresses image restoration under varied degradation, as the question does; "
        "{noun} by itself {noun:be} not named in its summary"
    ),
    restores_unnamed=(
        "it addresses image restoration in general, and {noun} {noun:be} not named in its summary"
    ),
    shares_terms="it speaks of {words}, as the question does",
    untreated="its summary does not treat what the question asks",
    concerns="it concerns {about}, and {noun} {noun:be} not treated in its summary",
    concerns_entry="it concerns {about}, and {noun} is not treated in its entry",
    another_subject="another subject",
    the_question="the question",
    entry_unnamed="it addresses image restoration in general, and {noun} {noun:be} not named in its entry",
    entry_unnamed_within=(
        "it addresses image restoration in general, works on {scope}, and "
        "{noun} {noun:be} not named in its entry"
    ),
    made_for="it is made for {own}, not for {noun}",
    other_weights="it treats {own} with the weights in question, and {noun} with other weights",
    another_purpose="another purpose",
    about="it is about {nouns}",
    but_unnamed=", whereas {noun} {noun:be} not named in its entry",
    but_not_its_task=", whereas {noun} {noun:be} not part of its task",
    but_within=", but works on {scope}",
    one_kind_of_blur=", which is one kind of blur only",
    within="it works on {scope}",
    varied="it addresses image restoration under varied degradation",
    setting="it works on {setting}, which the question speaks of",
    one_kind="it treats {noun}, one kind of what the question may mean",
    compared="{reason}, and is named for comparison",
)

TASK = TaskPhrases(
    task="The user's task is {real}{task} of {setting}; the question asks about {wanted}.",
    task_untyped="The user's task is {real}{task} of {setting}; this answer covers {wanted}.",
    real_world="real-world ",
    task_unknown="The user's task is {task}; the question asks about {wanted}.",
    no_task="The question names no task of image restoration; it asks about {wanted}.",
    task_read=(
        "The user describes the trouble as “{words}”, which is read here as a case for {own}; the question "
        "asks about {wanted}."
    ),
    task_read_as=(
        "The user describes the trouble as “{words}”, which is read here as a case for {own}, because the "
        "name of {works} speaks of that; the question asks about {wanted}."
    ),
    task_read_as_several=(
        "The user describes the trouble as “{words}”, which is read here as a case for {own}, because the "
        "names of {works} speak of that; the question asks about {wanted}."
    ),
    described_as="described as “{words}”",
    wanted_done="{wanted} (“{done}”)",
    about_model=(
        "The user wants to know about {model}, a work on {purpose}; the question asks about {wanted}."
    ),
    about_model_untyped=(
        "The user wants to know about {model}, a work on {purpose}; this answer covers {wanted}."
    ),
    name_mismatch=(
        "The recommended model does not match this task: the name {model} points to {own}, "
        "whereas the question is about {asked}."
    ),
    level=(
        "Its name ends in {level}, while the question speaks of “{asked}”; whether the model covers "
        "such a level is not stated in {stock}."
    ),
    fits="{model} fits this task: {reason}.",
    fits_partly="{model} fits this task in part: {reason}.",
    fits_not="{model} does not match this task: {reason}.",
    none_made="No model of this program is made for {wanted}.",
    none_made_for_all="No model of this program is made for all of it; {wanted} would need another one.",
    nearer="Of the models of this program, {model} is nearer to the question: {reason}.",
    name_wider=(
        "{model} is by its name a model for {own}; whether that includes {asked} is not stated in {stock}."
    ),
    fits_by_twin="{model} fits this task as far as its paper does, whose link it shares: {reason}.",
    name_silent="{model} is recommended, but its name does not say whether it is meant for {wanted}.",
    name_unasked=(
        "Whether {model}, by its name a model for {own}, suits this question is not stated in {stock}."
    ),
    this_task="this task",
    name_general="{model} speaks of restoration in general by its name; it is not tied there to {task}.",
    name_fits="{model} fits this task by its name, which contains “{part}”.",
    name_and_link_fit=(
        "{model} fits this task by its name, which contains “{part}”, and its paper link reads “{words}”."
    ),
    partial="This evidence is partial: {reasons}.",
    chosen="Of the recommended models, {model} is the nearest to this task ({reason}), as against {others}.",
    chosen_none="What the entries say sets {model} ({reason}) neither above nor below {others}.",
    chosen_clause="{model} ({reason})",
)

GAPS = GapPhrases(
    data="The training data of {names} are not stated in {stock}.",
    data_and_pairs=(
        "The training data of {names} are not stated in {stock}, nor are training pairs made for {noun}."
    ),
    pairs="Training pairs made for {noun} are not stated in {stock}.",
    structure_hint="for {model} only the part “{part}” of its name hints at a structure",
    hinted_layers="{hints:^}, and its layers are not stated in {stock}.",
    hinted_layers_of_several="{hints:^}, and their layers are not stated in {stock}.",
    layers="The layers of {names} are not stated in {stock}.",
    structure="A model structure for this task is not stated in {stock}.",
    device="Whether it runs on a {device} is not stated in {stock}.",
    time="The processing time of {whose} is not stated in {stock}.",
    time_wished=(
        "The processing time of {whose} is not stated in {stock}, so {wish} operation remains unconfirmed."
    ),
    or_any_paper="{names} or of any listed paper",
    any_work="any listed work",
    supporting_work="any listed work that supports the answer",
    standing=(
        "Which structure is {word} today is not stated in {stock}, because no entry compares the listed "
        "works with one another."
    ),
    standing_of_pairs=(
        "Which structure is {word} today is not stated in {stock}; that one entry names another is no "
        "ranking of the field."
    ),
    measured_against=(
        "A measurement of {first} against {second} on the same photos is not stated in {stock}."
    ),
    comparison="A comparison of {first} with {second} is not stated in {stock}.",
    other_case="the other case",
    case_in_question="the case in question",
    accuracy="A measured accuracy of {names} is not stated in {stock}.",
    cause="What brings about {noun} is not stated in {stock}.",
    whether="{clause:^} is not stated in {stock}.",
    answer="An answer to “{words}” is not stated in {stock}.",
    aspects={
        **{aspect: f"the {aspect.value}" for aspect in Aspect},
        Aspect.MECHANISM: "the working principle",
        Aspect.LIMIT: "the limits",
        Aspect.SCOPE: "the range of suitable photos",
        Aspect.SIZE: "the number of parameters",
        Aspect.MEMORY: "the memory use",
    },
    aspect_of="{what:^} of {names} {what:be} not stated in {stock}.",
    aspect_for="{what:^} for {noun} {what:be} not stated in {stock}.",
    nearest="On {asked}, {stock} come no nearer than the summary of {work}: “{words}”.",
    nearest_to_unstated="{unstated}; nearest to it comes the summary of {work}: “{words}”.",
    answer_nearest=(
        "An answer to “{words}” is not stated in {stock} in these words; nearest to it comes the summary of "
        "{work}: “{quote}”."
    ),
    nearest_elsewhere=(
        "Only the summary of {work}, which does not support the answer, touches on {asked}: “{words}”."
    ),
    this_case="this case",
)

WORKFLOW = WorkflowPhrases(
    chain_label="Input → model → output.",
    input_label="Input.",
    model_label="Model.",
    output_label="Output.",
    chain="{entry:^} → {model} → {result}.",
    photo_after="{photo} after {task}",
    outcome_of="outcome of {task}",
    input="The input consists of {setting}.",
    input_unknown="The input is a photo, of which the question says no more.",
    as_described="the {photo} of which the user says: “{words}”",
    described_photo="{photo} as described",
    whether_also="Whether it also treats {noun} is not stated in {stock}.",
    not_expected="An improvement with regard to {noun} cannot be expected from {model}.",
    weights_needed="An improvement with regard to {noun} would need other weights of {model}.",
    passed="The {photo} would be passed to {model}.",
    passed_by_name="The {photo} would be passed to {model}, by its name a model for {task}.",
    inside=(
        "What happens inside {model}, from layers to training and processing time, is not stated in {stock}."
    ),
    inside_beyond=(
        "Beyond what the summary of {work} says of it, what happens inside {model}, from layers to training "
        "and processing time, is not stated in {stock}."
    ),
    as_above="The {photo} would pass through {model} as told above.",
    shared_link=(
        "The {photo} would be passed to {model}, which shares its paper link with {other}; what is told of "
        "the one describes the other."
    ),
    documented="Documented alternative: {work}.",
    outcome="The output is the outcome of {task}, and no restored {photo}.",
    at_most=(
        "The output is at most {photo:a} after {own}; {model} does not match {task}, so a removal of {noun} "
        "cannot be expected from it."
    ),
    at_most_of_task=(
        "The output is at most {photo:a} after {own}; {model} does not match {task}, so {task} cannot be "
        "expected from it."
    ),
    output="The output is the same {photo} after {task} by {model}.",
    processing="processing",
    closeness="How closely that output approaches a clean {photo} is not stated in {stock}.",
)

RECORD = RecordPhrases(
    photo_size="The photo of this run has {width} x {height} pixels.",
    graded_none="The diagnosis grades {faults} as none.",
    choice_ran="The diagnosis recommended {wanted}, which ran: {reason}.",
    choice_differs=("The diagnosis recommended {wanted}, whereas {ran} was chosen for this run: {reason}."),
    uncovered="The backend {backend} is not meant for {faults}, so no change is promised there.",
    network_cnn=(
        "The network that ran worked on the photo at {scales} sizes, with {blocks} residual blocks, "
        "{width} channels at full size and {parameters} parameters in all."
    ),
    network_swin=(
        "The network that ran has {blocks} Swin blocks with {windows}, {width} channels for each token and "
        "{parameters} parameters in all."
    ),
    network_physics=(
        "The networks that ran or stood ready have {parameters} parameters in all: a denoiser of {blocks} "
        "Swin blocks with {windows}, a CNN for photos in which no single kernel is found, and a CNN against "
        "what the inversion leaves."
    ),
    network_diffusion=(
        "The network that ran took {steps} steps, each through {blocks} transformer blocks on tokens of "
        "{patch} x {patch} pixels with {width} channels, and has {parameters} parameters in all."
    ),
    windows_of_pixels="windows of {window} x {window} pixels",
    windows_of_tokens="windows of {window} x {window} tokens of {patch} x {patch} pixels",
    compact=(
        "Compact weights of {kin}, trained for this demonstration, ran; the official checkpoint did not."
    ),
    kin_diffusion="a much smaller network with the same main parts",
    kin_physics="a small network in the place of the published one",
    kin_same="the same architecture",
    trained_on="They were trained on {photos}.",
    training="Their training: {photos}.",
    official="The official checkpoint of {model} ran, as its authors published it.",
    own_file=(
        "Weights from a file of the user ran in {model}; they are neither the compact ones nor checked "
        "against the official ones."
    ),
    remark="{remark}.",
    time="The run took {seconds} s on {device} in {precision}.",
    one_piece="The photo was worked on in one piece, without tiles.",
    tiles="The photo was worked on in {tiles} tiles of at most {side} pixels a side.",
    steps_diffusion="The diffusion of this run took {steps} steps for {whole}.",
    steps_physics="The inversion of this run went over {whole} once; it has no diffusion steps.",
    steps_once="The network of this run passed over {whole} once; it has no diffusion steps.",
    passes="The network of this run passed over {whole} {steps} times; it has no diffusion steps.",
    the_photo="the photo",
    every_tile="every tile",
    parameters="The compact network that ran has {parameters} parameters.",
    seed="The noise of the diffusion was drawn with seed {seed}, so the run can be repeated.",
    same_size="The restored photo has {width} x {height} pixels, the same size as before.",
    other_size="The restored photo has {width} x {height} pixels, another size than before.",
    change=("Measured {fault}: {before} before ({grade_before}) and {after} after ({grade_after})."),
    no_change="No degradation was measured before the run or after it.",
    methods="the diagnosis of this photo: {methods}.",
    by_method="{faults} by {method}",
    run="the record of this run of {backend} with {weights} weights.",
    weights={"compact": "compact", "official": "official", "own": "own"},
    closing=(
        "Whether the result is closer to the scene is not stated in the records of this run, because no "
        "clean photo exists to compare with."
    ),
)

WAY = WayPhrases(
    photo="Photo",
    restored="Restored photo",
    size="{width} x {height} pixels",
    tiles="{tiles} tiles",
    side="at most {side} pixels a side",
    overlapping="overlapping",
    no_fault="no fault measured",
    scales="{scales} scales",
    residual_blocks="{blocks} residual blocks",
    swin_blocks="{blocks} Swin blocks",
    windows="windows of {side} x {side} pixels",
    kernel="kernel of the shake",
    inversion="inversion in linear light",
    denoiser="denoiser of {blocks} Swin blocks",
    refiner="CNN against ripples",
    reference="reference by a CNN",
    steps="{steps} steps",
    transformer_blocks="{blocks} transformer blocks",
    effort="{seconds} s on {device} in {precision}",
)

ENGLISH_PHRASES = Phrases(
    page=PAGE, ratings=RATINGS, task=TASK, gaps=GAPS, workflow=WORKFLOW, record=RECORD, way=WAY
)
