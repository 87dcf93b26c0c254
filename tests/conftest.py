"""What every test may use: recorded data where they are, and properties that find the same thing twice."""

import os
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent

hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None, print_blob=True)
hypothesis.settings.register_profile("explore", max_examples=1000, deadline=None, print_blob=True)
hypothesis.settings.register_profile(
    "unshrunk",  # that something is wrong, before its smallest form is looked for
    derandomize=True,
    deadline=None,
    phases=(hypothesis.Phase.explicit, hypothesis.Phase.reuse, hypothesis.Phase.generate),
)
hypothesis.settings.load_profile(os.environ.get("WAKEFUL_HYPOTHESIS", "repeatable"))


@pytest.fixture(scope="session")
def datasets() -> Path:
    """Folder of the recorded data sets: ``WAKEFUL_DATASETS``, or ``../shared/datasets`` beside the work tree.

    They are no part of the repository; without them a test that needs one is skipped with these words.
    """
    folder = Path(os.environ.get("WAKEFUL_DATASETS", ROOT.parent / "shared" / "datasets"))
    if not folder.is_dir():
        pytest.skip("recorded data sets are absent: ../shared/datasets, or name a folder in WAKEFUL_DATASETS")
    return folder
