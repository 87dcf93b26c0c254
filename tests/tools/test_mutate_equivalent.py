"""What is called equivalent is a mutant of the present code, and each has its reason."""

from tools import mutate
from tools.mutate_equivalent import EQUIVALENT


def test_what_is_called_equivalent_is_a_mutant():
    names = {mutant.name for file in mutate.files_mutated() for mutant in mutate.mutants_of_file(file)}
    assert EQUIVALENT.keys() <= names
    assert all(EQUIVALENT.values())


def test_every_one_stands_in_the_documents_with_its_reason():
    text = mutate.DOCUMENT.read_text().partition(mutate.BEGIN)[2].partition(mutate.END)[0]
    told = {line for line in text.splitlines() if line.startswith("- ")}
    assert told == {f"- {name}: {why}" for name, why in EQUIVALENT.items()}
