"""Evidence told one row at a time: dictionaries and loops, from the docstrings and not from the kernels."""

import math

from wakeful.evidence.detectors import INNOVATION_MAX, MEAN_SHIFTS, SCALE_RATIOS, SUM_MAX
from wakeful.evidence.directions import WEIGHTS as DIRECTION_WEIGHTS
from wakeful.evidence.memory import CENTRE_STEP_MAX
from wakeful.evidence.memory import WEIGHTS as MEMORY_WEIGHTS
from wakeful.evidence.merging import UNIT_SHARE
from wakeful.evidence.prediction import LAGS
from wakeful.evidence.preparation import Role
from wakeful.evidence.rates import LOG_RARITY_MAX

PREPARED_MAX = 50.0


def clipped(value, bound):
    """Value between -bound and bound."""
    return max(-bound, min(bound, value))


def start(tags):
    """What is known before the first row, tag by tag."""
    return {
        "tags": [new_tag() for _ in range(tags)],
        "averages": [[0.0] * tags for _ in DIRECTION_WEIGHTS],
    }


def new_tag():
    """A tag that has not been seen."""
    sums = [0.0] * (2 * len(MEAN_SHIFTS) + len(SCALE_RATIOS))
    averages = [0.0] * len(MEMORY_WEIGHTS)
    known = {"past": [0.0] * LAGS, "last": None, "seen": 0, "newest": 0.0}
    return {**known, "averages": averages, "centre": 0.0, "sums": sums}


def detect(state, model, rows):
    """One dictionary a row: unit (log10 [rows]), and for each tag its log rarity, sums and innovation."""
    return [judged_row(state, model, list(map(float, row))) for row in rows]


def judged_row(state, model, row):
    """The verdict on one row."""
    tags = state["tags"]
    predicted = [predicted_value(model, tags, tag) for tag in range(len(row))]
    innovations = [judged_tag(model, tags[tag], tag, row[tag], predicted[tag]) for tag in range(len(row))]
    lengths = squared_lengths(state["averages"], model, innovations)
    alone = [tag_rarity(model, tag, each["sums"]) for tag, each in enumerate(tags)]
    together = mean(
        rarity(length, *(float(part[place]) for part in model.unit_tails))
        for place, length in enumerate(lengths)
    )
    unit = (1.0 - UNIT_SHARE) * mean(alone) + UNIT_SHARE * together
    return {
        "unit": math.log10(unit),
        "tags": [math.log(each) for each in alone],
        "sums": [list(each["sums"]) for each in tags],
        "innovations": innovations,
    }


def predicted_value(model, tags, tag):
    """A constant and every tag's recent past, each with its coefficient."""
    weights = [float(each) for each in model.prediction[tag]]
    inputs = [1.0] + [each["past"][lag] for lag in range(LAGS) for each in tags]
    return sum(weight * each for weight, each in zip(weights, inputs, strict=True))


def judged_tag(model, known, tag, value, predicted):
    """The innovation of a tag, 0 when there is nothing to judge; what is known of the tag moves on."""
    known["past"] = [known["past"][0], *known["past"][:-1]]
    if not math.isfinite(value):
        known["seen"] = 0
        return 0.0
    role = Role(int(model.preparation.role[tag]))
    frozen = role in (Role.CONSTANT, Role.EMPTY)
    centre, scale = float(model.preparation.centre[tag]), float(model.preparation.scale[tag])
    now = 0.0 if frozen else clipped((value - centre) / scale, PREPARED_MAX)
    updated = role is Role.MEASURED or (role is Role.HELD and value != known["last"])
    enough = known["seen"] >= LAGS
    known["past"][0], known["last"], known["seen"] = now, value, known["seen"] + 1
    residual = now - predicted if enough else 0.0
    memory = [float(each) for each in model.memory[tag]]
    features = [known["newest"], *known["averages"]]
    expected = sum(weight * each for weight, each in zip(memory, features, strict=True))
    innovation = 0.0
    if updated and enough:
        innovation = (residual - expected) / float(model.deviation[tag]) - known["centre"]
        known["centre"] += model.centre_weight * clipped(innovation, CENTRE_STEP_MAX)
        slack = float(model.slack_mean[tag]), float(model.slack_scale[tag])
        known["sums"] = [
            max(0.0, min(SUM_MAX, old + gain))
            for old, gain in zip(known["sums"], gains(innovation, *slack), strict=True)
        ]
    known["newest"] = residual
    known["averages"] = [
        old + float(weight) * (residual - old)
        for old, weight in zip(known["averages"], MEMORY_WEIGHTS, strict=True)
    ]
    return innovation


def gains(innovation, slack_mean, slack_scale):
    """Log likelihood ratio of one innovation for each alternative, against the nearest that is normal."""
    x, wide = clipped(innovation, INNOVATION_MAX), 1.0 + slack_scale
    result = []
    for shift in map(float, MEAN_SHIFTS):
        for signed in (x, -x):
            result.append(
                log_density(signed, slack_mean + shift, wide) - log_density(signed, slack_mean, wide)
            )
    for ratio in map(float, SCALE_RATIOS):
        normal = wide if ratio > 1.0 else 1.0 / wide
        result.append(log_density(x, 0.0, ratio * normal) - log_density(x, 0.0, normal))
    return result


def log_density(x, centre, deviation):
    """Of a Gaussian, without the constant."""
    return -math.log(deviation) - 0.5 * ((x - centre) / deviation) ** 2


def squared_lengths(averages, model, innovations):
    """Of the averages of white innovations, each by its own variance."""
    tags = range(len(innovations))
    white = [sum(innovations[tag] * float(model.whitening[tag, column]) for tag in tags) for column in tags]
    result = []
    for place, weight in enumerate(map(float, DIRECTION_WEIGHTS)):
        average = [
            (1.0 - weight) * old + weight * new for old, new in zip(averages[place], white, strict=True)
        ]
        averages[place] = average
        result.append(sum(each * each for each in average) / (weight / (2.0 - weight)))
    return result


def tag_rarity(model, tag, sums):
    """The mean of its detectors' rarities [rows]."""
    return mean(
        rarity(each, *(float(part[tag, detector]) for part in model.tag_tails))
        for detector, each in enumerate(sums)
    )


def rarity(reached, level, rate, slope):
    """Rows that normal running takes to come so far once, at least one and at most exp(LOG_RARITY_MAX)."""
    log_rows = (reached - level) / slope - math.log(rate)
    return math.exp(min(LOG_RARITY_MAX, max(0.0, log_rows)))


def mean(values):
    """Arithmetic mean."""
    values = list(values)
    return sum(values) / len(values)
