"""Names folded, heard and compared."""

import pytest

from sightline.record import names
from sightline.record.names import How


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("O’Brien-Nuñez", "obrien nunez"),
        ("  Łukasz   WÓJCIK ", "lukasz wojcik"),
        ("Zoe\u0308", "zoe"),
        ("Đặng Thị Hương", "dang thi huong"),
        ("Шевченко", "shevchenko"),
        ("Γιώργος", "giorgos"),
        ("ʻAbd al-Raḥmān", "abd al rahman"),
        ("St. John", "st john"),
        ("", ""),
    ],
)
def test_a_name_is_folded_to_plain_letters(written, folded):
    assert names.folded(written) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("smith", "smyth"),
        ("philip", "filip"),
        ("stephen", "steven"),
        ("catherine", "kathryn"),
        ("thomas", "tomas"),
        ("mcdonald", "macdonald"),
        ("mohammed", "muhammad"),
        ("hussain", "husayn"),
        ("yusuf", "youssef"),
        ("khalid", "kalid"),
        ("ibrahim", "ebrahim"),
        ("usman", "osman"),
        ("aisha", "ayesha"),
        ("kowalski", "kovalsky"),
        ("jakub", "yakub"),
        ("szymon", "simon"),
        ("chloe", "khloe"),
        ("geoffrey", "jeffrey"),
    ],
)
def test_two_spellings_of_one_name_sound_the_same(one, other):
    assert names.sound(one) == names.sound(other)


@pytest.mark.parametrize(("one", "other"), [("smith", "jones"), ("amy", "tom"), ("okafor", "adebayo"), ("", "ann")])
def test_different_names_sound_different(one, other):
    assert names.sound(one) != names.sound(other)


def held(*words):
    return {word: names.sound(word) for word in words}


@pytest.mark.parametrize(
    ("asked", "word", "how"),
    [
        ("okafor", "okafor", How.EXACT),
        ("oka", "okafor", How.BEGINS),
        ("liz", "elizabeth", How.FORM),
        ("shivaun", "siobhan", How.FORM),
        ("smyth", "smith", How.SOUND),
        ("pricse", "price", How.SPELT),
        ("marglaret", "margaret", How.SPELT),
    ],
)
def test_a_word_is_matched_in_the_surest_way(asked, word, how):
    assert names.alike(asked, held(word, "unrelated"))[word].how is how
    assert "unrelated" not in names.alike(asked, held(word, "unrelated"))


def test_short_words_match_only_themselves():
    assert list(names.alike("li", held("li", "lily", "lee", "le"))) == ["li"]


def test_the_likeliest_words_are_kept_when_there_are_too_many():
    words = held("marie", *(f"marie{letter}" for letter in "abcdefghij"))
    kept = names.alike("marie", words, most=3)
    assert len(kept) == 3
    assert "marie" in kept
