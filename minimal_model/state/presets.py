"""The figures of the sources as states of the explorer: one list behind the page of figures and the menu of presets.

The notebook is the source document of this project; its cells are numbered as printed there. Saxe et al. 2018 is "On
the Information Bottleneck Theory of Deep Learning", ICLR 2018.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from minimal_model.state.parameters import Parameters

Kind = Literal["histogram", "overlaid", "shape", "curve", "biases", "strip", "binned-shape"]
Source = Literal["notebook", "saxe-2018"]

SOURCES: dict[Source, str] = {
    "notebook": "The notebook",
    "saxe-2018": "Saxe et al. 2018, “On the Information Bottleneck Theory of Deep Learning”",
}

# The notebook's functions in its order; the package may have others beside them.
NOTEBOOKS = (
    "sigmoid", "tanh", "relu", "softsign", "softplus", "hard_sigmoid", "selu", "relu6", "elu", "leaky_relu", "linear",
)  # fmt: skip
BIASES = (0, 1, 2, 3, 4, 5)
# What is marked in the curves of the notebook, which mark nothing: w = 1.1.
MARKED = 10

# What the presets show, in the order of their menu. "Compress" is said by the bins that a preset has.
TANH, RELU, BIASED_RELU = "tanh compresses", "relu does not", "relu does, once it has a bias"
SATURATING = "Others that saturate on both sides compress"
ONE_SIDED = "elu, selu, softplus: one ruler says yes, one says no"
UNBOUNDED = "linear and leaky_relu do not compress"
ON_NET_INPUT = "With bins on its net input, tanh does not"
GROUNDWORK = "What goes in, and the functions"
CLAIMS = (TANH, RELU, BIASED_RELU, SATURATING, ONE_SIDED, UNBOUNDED, ON_NET_INPUT, GROUNDWORK)
# What the notebook’s curves without a bias show of each function.
_SHOWN = {
    "tanh": TANH, "relu": RELU,
    "sigmoid": SATURATING, "softsign": SATURATING, "hard_sigmoid": SATURATING, "relu6": SATURATING,
    "elu": ONE_SIDED, "selu": ONE_SIDED, "softplus": ONE_SIDED,
    "leaky_relu": UNBOUNDED, "linear": UNBOUNDED,
}  # fmt: skip


@dataclass(frozen=True)
class Preset:
    """One state of the explorer that a source draws.

    Attributes
    ----------
    name : str
        Different for every preset; letters, digits and hyphens.
    label : str
        What the menu of presets calls it.
    parameters : Parameters
        The state.
    claim : str
        One of `CLAIMS`: what it shows, under which the menu lists it.
    """

    name: str
    label: str
    parameters: Parameters
    claim: str


@dataclass(frozen=True)
class Printed:
    """An entropy of the binned input that the source prints, to two decimals.

    Attributes
    ----------
    text : str
        The number as it is printed, in bits.
    bins : int
        The number of bins it was computed with; `presets` of its figure may have another.
    """

    text: str
    bins: int


@dataclass(frozen=True)
class SourceFigure:
    """A figure of a source: one or more plots of the same kind.

    Attributes
    ----------
    name : str
        Different for every figure; part of its address on the page.
    source : str
        A key of `SOURCES`.
    place : str
        Where it stands in the source.
    title, shows, look : str
        A heading, what the source shows, and what to look at.
    kind : str
        How it is drawn.
    presets : tuple of Preset
        The states that it draws, in its order.
    printed : tuple of Printed
        The numbers that the source prints beside it.
    slip : str
        What the source got slightly wrong there, empty if nothing.
    """

    name: str
    source: Source
    place: str
    title: str
    shows: str
    look: str
    kind: Kind
    presets: tuple[Preset, ...]
    printed: tuple[Printed, ...] = ()
    slip: str = ""


def _for_all(name: str, label: str, claim: str = "", **values: object) -> tuple[Preset, ...]:
    """Return one preset for each activation function, in the notebook’s order."""
    return tuple(
        Preset(
            f"{name}-{activation.replace('_', '-')}",
            f"{label}: {activation}",
            Parameters(activation, **values),  # type: ignore[arg-type]
            claim or _SHOWN[activation],
        )
        for activation in NOTEBOOKS
    )


def _biases() -> Iterable[Preset]:
    for activation in ("tanh", "relu"):
        for bias in BIASES:
            parameters = Parameters(activation, bias=float(bias), bins=5, weight=MARKED, draw=1)
            label = f"Cell 23, bias {bias}: {activation}"
            yield Preset(f"bias-{activation}-{bias}", label, parameters, _biased(activation, bias))


def _strips() -> Iterable[Preset]:
    strips = ((25, "tanh", 10, 0), (26, "tanh", 10, 2), (27, "relu", 2, 2), (28, "relu", 15, 2))
    for cell, activation, weight, bias in strips:
        parameters = Parameters(activation, bias=float(bias), weight=weight, draw=1)
        label = f"Cell {cell}, strip: {activation}, b = {bias}"
        yield Preset(f"strip-{cell}", label, parameters, _biased(activation, bias))


def _biased(activation: str, bias: int) -> str:
    """Return what tanh or relu shows with a bias."""
    return BIASED_RELU if bias and activation == "relu" else _SHOWN[activation]


SOURCE_FIGURES: tuple[SourceFigure, ...] = (
    SourceFigure(
        name="input",
        source="notebook",
        place="cells 4 and 10",
        title="The input",
        shows=(
            "1,000 inputs from the standard normal distribution, as a histogram of 30 bins; the text gives the "
            "entropy of 50 bins."
        ),
        look=(
            "The bins in the middle are full and those in the tails nearly empty, so the entropy stays below the "
            "log₂(bins) that equally full bins would have."
        ),
        kind="histogram",
        presets=(Preset("input", "Cell 4, input histogram", Parameters("linear", bins=30, weight=9), GROUNDWORK),),
        printed=(Printed("5.11", 50),),
    ),
    SourceFigure(
        name="overlaid",
        source="notebook",
        place="cell 7",
        title="Eleven activation functions, overlaid",
        shows="The functions f under test, over net inputs from −5 to 5.",
        look=(
            "Five of them flatten out on both sides (sigmoid, tanh, softsign, hard_sigmoid, relu6), four on one "
            "side, and two on neither (leaky_relu, linear): the notebook asks whether that alone decides who "
            "compresses."
        ),
        kind="overlaid",
        presets=(Preset("overlaid", "Cell 7, all functions", Parameters(weight=15), GROUNDWORK),),
    ),
    SourceFigure(
        name="one-by-one",
        source="notebook",
        place="cell 8",
        title="The same functions, one by one",
        shows="Each function by itself over net inputs from −10 to 10, each on a scale of its own.",
        look=(
            "softsign is still climbing where tanh is flat: how fast a function saturates matters as much as "
            "whether it does."
        ),
        kind="shape",
        presets=_for_all("shape", "Cell 8, function", GROUNDWORK, weight=32),
    ),
    SourceFigure(
        name="global",
        source="notebook",
        place="cell 11",
        title="One set of bins for all weights",
        shows=(
            "Mutual information over the weight, with equal bins between the smallest and the largest activation "
            "over all weights, as the notebook takes it from the paper."
        ),
        look=(
            "It rises to a peak and falls again for functions that saturate on both sides, and only rises for the "
            "others, even for linear, which neither loses nor gains anything: that rise is made by the bins."
        ),
        kind="curve",
        presets=_for_all("global", "Cell 11, global", binning="global", bins=49, weight=MARKED),
        slip=(
            "The notebook’s code draws 50 bin edges here, which make 49 bins, and compares them with 50 bins "
            "below. The figures here have the 49 bins that were computed."
        ),
    ),
    SourceFigure(
        name="per-weight",
        source="notebook",
        place="cell 12",
        title="New bins for every weight",
        shows="The same curves with 50 bins between the smallest and the largest activation of each weight.",
        look=(
            "linear, relu and leaky_relu are flat now, because scaling the input only scales their output. elu, "
            "selu and softplus fall although they do not saturate on both sides: seen from afar they turn into "
            "relu."
        ),
        kind="curve",
        presets=_for_all("per-weight", "Cell 12, per weight", weight=MARKED),
    ),
    SourceFigure(
        name="second-input",
        source="notebook",
        place="cells 15, 19 and 22",
        title="A second sample",
        shows=(
            "The second part of the notebook draws 1,000 further inputs from the same stream and bins them by 50, "
            "then by 5."
        ),
        look=(
            "The entropy of 50 bins differs from the first sample’s by more than a tenth of a bit, mostly since "
            "another pair of extremes stretches the bins."
        ),
        kind="histogram",
        presets=(
            Preset(
                "second-input", "Cell 15, second input", Parameters("linear", bins=30, weight=9, draw=1), GROUNDWORK
            ),
        ),
        printed=(Printed("4.98", 50), Printed("1.76", 5)),
    ),
    SourceFigure(
        name="biases",
        source="notebook",
        place="cell 23",
        title="Adding a bias",
        shows="tanh and relu with biases from 0 to 5 and only 5 bins for each weight, on the second sample.",
        look=(
            "With a bias of 3 and more, tanh first falls almost to nothing, since nearly all inputs end up in one "
            "bin; it comes back to about one bit, the sign of z, once the weight outgrows the bias. relu with a bias "
            "starts like linear, rises a little and then falls towards relu without one; that is the compression the "
            "notebook looked for."
        ),
        kind="biases",
        presets=tuple(_biases()),
        slip=(
            "The notebook’s title takes “max H” from the last bias alone; below, both that number and the largest "
            "over all biases are given."
        ),
    ),
    SourceFigure(
        name="strips",
        source="notebook",
        place="cells 25 to 28",
        title="Where the activations lie",
        shows="Four neurons of the second sample at one weight: every activation as a point, every bin edge as a line.",
        look=(
            "Where points crowd into few bins the entropy is low; relu puts all inputs below −b/w into the single "
            "bin at zero."
        ),
        kind="strip",
        presets=tuple(_strips()),
        slip=(
            "These strips have 50 bins while the bias curves above, which they illustrate, have 5: their "
            "entropies are not points of those curves."
        ),
    ),
    SourceFigure(
        name="saxe-2b",
        source="saxe-2018",
        place="Fig. 2B",
        title="tanh and its bins",
        shows="tanh over the net input, with the borders of 30 equal bins between its limits −1 and 1.",
        look=(
            "The outer bins are open towards ever larger net inputs: at large weights almost every input falls "
            "into one of the two."
        ),
        kind="binned-shape",
        presets=(
            Preset(
                "saxe-2b",
                "Saxe et al., Fig. 2B: bins",
                Parameters("tanh", "function-limits", bins=30, weight_max=10, weight=39),
                TANH,
            ),
        ),
    ),
    SourceFigure(
        name="saxe-2c",
        source="saxe-2018",
        place="Fig. 2C",
        title="tanh compresses",
        shows=(
            "Mutual information of these 30 bins for weights up to 10, exact: with the normal distribution’s own "
            "masses instead of samples. There is no bias."
        ),
        look=(
            "It rises while tanh spreads the input over its range, peaks near w = 0.9, where tanh is shaped most like "
            "the distribution function of the input, and falls as saturation sets in. Beware of the parity of the "
            "bins: with 2 bins the smallest weights leave 1 bit, the sign of x, and with 3 next to none."
        ),
        kind="curve",
        presets=(
            Preset(
                "saxe-2c",
                "Saxe et al., Fig. 2C: tanh",
                Parameters("tanh", "function-limits", bins=30, weight_max=10, weight=17, population=True),
                TANH,
            ),
        ),
    ),
    SourceFigure(
        name="saxe-2d",
        source="saxe-2018",
        place="Fig. 2D",
        title="relu does not",
        shows="Mutual information of relu for weights up to 10, with bins of a fixed width.",
        look=(
            "Half of the inputs share the bin at zero, the other half spreads over ever more bins: the curve "
            "climbs by about half a bit per doubling of the weight and has no ceiling."
        ),
        kind="curve",
        presets=(
            Preset(
                "saxe-2d",
                "Saxe et al., Fig. 2D: relu",
                Parameters("relu", "fixed-width", weight_max=10, weight=99, width=0.1, population=True),
                RELU,
            ),
        ),
        slip=(
            "The paper does not state the bin width. 0.1 is our choice: another width shifts the whole curve and "
            "leaves its shape."
        ),
    ),
    SourceFigure(
        name="saxe-13",
        source="saxe-2018",
        place="Fig. 13, appendix C",
        title="tanh with bins built on the net input",
        shows=(
            "The same tanh neuron, its bins equally wide on the net input z = wX and carried over to the "
            "activation by tanh."
        ),
        look=(
            "Now the information rises as for a linear neuron, since a strictly increasing function changes "
            "nothing: these bins are finer and finer where tanh saturates."
        ),
        kind="curve",
        presets=(
            Preset(
                "saxe-13",
                "Saxe et al., Fig. 13",
                Parameters("tanh", "net-input", bins=100, weight_max=10, weight=99, population=True),
                ON_NET_INPUT,
            ),
        ),
        slip=(
            "The number of bins and the range they cover are ours: 100 bins over the net inputs that the sample "
            "reaches at these weights."
        ),
    ),
)

PRESETS: tuple[Preset, ...] = tuple(preset for figure in SOURCE_FIGURES for preset in figure.presets)
