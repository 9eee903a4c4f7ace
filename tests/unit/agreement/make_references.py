"""Make irrcac.json: what irrCAC says of random data.

irrCAC asks for an old numpy, so it is run apart, in an environment of its own:
`pip install irrCAC nltk`, then `python make_references.py > irrcac.json`.
"""

import json
import sys

import numpy as np

CASES = 12


def make_case(seed: int) -> dict[str, object]:
    random = np.random.default_rng(seed)
    coders, units = int(random.integers(2, 5)), int(random.integers(12, 40))
    truth = random.integers(1, int(random.integers(3, 6)), units)
    noise = random.integers(1, 5, (coders, units))
    values = np.where(random.random((coders, units)) < 0.6, truth, noise).astype(float)
    if seed % 2:
        values[random.random((coders, units)) < 0.15] = np.nan
    # irrCAC divides by the pairable units only if no unit is empty.
    values[0, np.isnan(values).all(axis=0)] = 1
    return {"values": values, "answers": ask(values)}


def ask(values: np.ndarray) -> dict[str, float]:
    # Imported here: who only looks at this file need not have them.
    import pandas as pd
    from irrCAC.raw import CAC

    # digits: irrCAC rounds to five by itself.
    cac = CAC(pd.DataFrame(values.T), digits=12)
    found = {
        "brennan_prediger": cac.bp()["est"],
        "ac1": cac.gwet()["est"],
    }
    answers = {name: float(est["coefficient_value"]) for name, est in found.items()}
    answers["percent"] = float(found["ac1"]["pa"])
    if not np.isnan(values).any():
        answers["fleiss"] = float(cac.fleiss()["est"]["coefficient_value"])
    return answers


def make_sets(seed: int) -> dict[str, object]:
    from nltk.metrics.agreement import AnnotationTask
    from nltk.metrics.distance import jaccard_distance, masi_distance

    random = np.random.default_rng(seed)
    codes = list("abcd")
    values = [
        [sorted(c for c in codes if random.random() < 0.4) for _ in range(15)]
        for _ in range(3)
    ]
    triples = [
        (coder, unit, frozenset(values[coder][unit]) or frozenset(["none"]))
        for coder in range(3)
        for unit in range(15)
    ]
    answers = {}
    for name, distance in (("jaccard", jaccard_distance), ("masi", masi_distance)):
        task = AnnotationTask(data=triples, distance=distance)
        answers[name] = float(task.alpha())
    values = [[unit or ["none"] for unit in row] for row in values]
    return {"values": values, "answers": answers}


def as_plain(value: object) -> object:
    if isinstance(value, np.ndarray):
        return [[None if np.isnan(v) else v for v in row] for row in value]
    return value


if __name__ == "__main__":
    made = {
        "made_with": ["irrCAC 0.4.4", "nltk 3.10.4"],
        "units": [
            {k: as_plain(v) for k, v in make_case(seed).items()}
            for seed in range(CASES)
        ],
        "sets": [make_sets(seed) for seed in range(6)],
    }
    sys.stdout.write(json.dumps(made) + "\n")
