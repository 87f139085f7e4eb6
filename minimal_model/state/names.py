"""A state in words: as the legend of a figure names its curve, as a caption tells it, and as a file is called."""

from minimal_model.state.parameters import Parameters

MINUS = "\N{MINUS SIGN}"


def curve_name(parameters: Parameters) -> str:
    """Return the name of a curve: its neuron, its bins, and what else is not as by default."""
    defaults, p = Parameters(), parameters
    names = {"samples": "{:,} samples", "weight_max": "w < {}", "seed": "seed {}", "draw": "draw {}",
             "estimator": "{}", "input": "{} input"}  # fmt: skip
    if p.noise:  # the population's, whatever the samples are
        names = {key: names[key] for key in ("weight_max", "input")}
    parts = [p.function.name, f"noise {p.noise:g}" if p.noise else f"{p.binning}, {_ruler(p)}"]
    parts += [f"b = {_plain(p.bias)}"] if p.bias else []
    values = vars(p) | ({"input": "own data as"} if p.own_data else {})
    parts += [names[key].format(values[key]) for key in names if getattr(p, key) != getattr(defaults, key)]
    return ", ".join(parts)


def caption(parameters: Parameters, weight: bool = True) -> str:
    """Return all that a figure of the state rests on, in one line.

    Parameters
    ----------
    parameters : Parameters
        The state.
    weight : bool
        Whether the chosen weight matters.
    """
    p = parameters
    if p.noise:
        at = [f"w = {p.chosen_weight:.3g}"] if weight else []
        return ", ".join([p.function.name, f"noise s = {p.noise:g}", *at, f"b = {_plain(p.bias)}",
                          f"X from {p.distribution.notation}"])  # fmt: skip
    parts = [p.function.name, f"{p.binning} binning, {_ruler(p)}", *([f"w = {p.chosen_weight:.3g}"] if weight else [])]
    parts += [f"b = {_plain(p.bias)}"]
    if p.recorded:
        parts = ["recorded activations", parts[1]]
    parts += [f"{p.samples:,} samples of {p.distribution.notation}", f"seed {p.seed}"]
    parts += [f"draw {p.draw}"] if p.draw else []
    return ", ".join([*parts, f"{p.estimator} estimator"])


def file_stem(parameters: Parameters, what: str = "mi", weight: bool = False) -> str:
    """Return the name of a file of the state without its ending, such as "mi_tanh_per-weight_m50_n1000_seed0".

    Parameters
    ----------
    parameters : Parameters
        The state.
    what : str
        What the file shows.
    weight : bool
        Whether it depends on the chosen weight.
    """
    defaults, p = Parameters(), parameters
    ruler = f"width{p.width:g}" if p.ruler.sized_by_width else f"m{p.bins}"
    parts = [what, "formula" if p.formula else p.activation]
    parts += [f"noise{p.noise:g}"] if p.noise else [p.binning, ruler, f"n{p.samples}", f"seed{p.seed}"]
    parts += [f"draw{p.draw}"] if p.draw and not p.noise else []
    parts += [f"b{p.bias:g}"] if p.bias else []
    parts += [f"wmax{p.weight_max}"] if p.weight_max != defaults.weight_max else []
    parts += [p.estimator] if p.estimator != defaults.estimator and not p.noise else []
    parts += [_input(p)] if p.input != defaults.input else []
    return "_".join([*parts, f"w{p.chosen_weight:.6g}"] if weight else parts)


def _input(p: Parameters) -> str:
    """Return what the input is called in the name of a file."""
    return ("recorded" if p.recorded else "column") if p.own_data else str(p.input)


def _ruler(p: Parameters) -> str:
    return f"width {p.width:g}" if p.ruler.sized_by_width else f"{p.bins} bins"


def _plain(number: float) -> str:
    return f"{number:g}".replace("-", MINUS)
