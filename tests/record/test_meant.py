"""What the words of a search may mean: no slip of the pen hides a name."""

import pytest

from sightline.record.acts import people
from sightline.record.meant import wordings
from sightline.record.names import How

pytestmark = pytest.mark.django_db


@pytest.fixture
def bearers(system_warrant):
    """``bearers("okafor")``: people with these words in their names."""

    def make(*words):
        new = [people.NewPerson(kind="child", given=word, family="Wren") for word in words]
        return people.create_people(system_warrant, new)

    return make


def meant(*words):
    (said,) = wordings(words)
    return [set(term.alike) for term in said.terms]


def slips(word):
    """Every word that is one slip of the pen away."""
    for i in range(len(word) + 1):
        for letter in "aeixz":
            yield word[:i] + letter + word[i:]
            yield word[:i] + letter + word[i + 1 :]
        yield word[:i] + word[i + 1 :]
        yield word[:i] + word[i + 1 : i + 2] + word[i : i + 1] + word[i + 2 :]


@pytest.mark.parametrize("word", ["smith", "patel", "barnes", "okafor", "bennett", "kowalczyk", "postlethwaite"])
def test_every_slip_in_a_word_of_five_letters_or_more_is_forgiven(bearers, word):
    bearers(word)
    typed = sorted({slip for slip in slips(word) if len(slip) >= 4})
    for slip in typed:
        assert word in meant(slip)[0], slip


@pytest.mark.parametrize("slip", ["margraet", "maragret", "margarte", "argaret", "mrgarett", "margxret", "marxarat"])
def test_two_slips_in_a_long_word_are_forgiven(bearers, slip):
    bearers("margaret")
    assert meant(slip) == [{"margaret"}]


def test_a_word_means_no_more_than_it_may(bearers):
    bearers("okafor", "adebayo", "oka", "okoro", "smith", "wright")
    assert meant("okafor") == [{"okafor"}]
    assert meant("wren") == [{"wren"}]
    assert meant("quill") == [set()]


def test_two_words_may_be_one_and_one_may_be_two(bearers):
    bearers("mcdonald", "elsayed", "al hassan")
    (said,) = wordings(["mc", "donald"])
    assert [[term.word for term in reading] for reading in said.readings] == [["mc", "donald"], ["mcdonald"]]
    (said,) = wordings(["alhassan"])
    assert ("al", "hassan") in said.terms[0].pairs


def test_an_initial_is_not_joined_to_what_follows_by_a_slip(bearers):
    bearers("smith")
    (said,) = wordings(["j", "smith"])
    assert len(said.readings) == 1


def test_the_way_in_which_each_word_is_meant(bearers):
    bearers("elizabeth", "liz", "lizbeth", "liza")
    (said,) = wordings(["liz"])
    hows = {word: likeness.how for word, likeness in said.terms[0].alike.items()}
    assert hows["liz"] is How.EXACT
    assert hows["lizbeth"] is How.BEGINS
    assert hows["elizabeth"] is How.FORM


def test_no_words_mean_nothing_and_ask_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        (said,) = wordings([])
    assert said.terms == ()
    assert said.fit(["ada"]).score == 0
