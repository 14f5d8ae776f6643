"""The reading age of a text, against texts whose figures are known."""

from __future__ import annotations

import pytest

from sightline.desk.printing.reading import reading_of, sentences_of, syllables

COUNTED = {
    1: "the cat home whole comes bed eyes school friend child health risk hour fire named needs lives loved used said",
    2: "people little table tables wanted statement safety being playing quiet question language social special "
    "marriage anxious million listened create increase watches parent couldn't doesn't isn't patient ancient police",
    3: "australian reptilian seemingly guardian violence period previous serious religion behaviour actual created "
    "assessment manager domestic families different violent neglected completely parental happiness hospital",
    4: "priority emotional society anxiety experience significant chronology appropriate immediate situation",
    5: "individual substantiated accommodation",
}
GETTYSBURG = """
Four score and seven years ago our fathers brought forth on this continent, a new nation, conceived in Liberty, and
dedicated to the proposition that all men are created equal. Now we are engaged in a great civil war, testing whether
that nation, or any nation so conceived and so dedicated, can long endure. We are met on a great battle-field of that
war. We have come to dedicate a portion of that field, as a final resting place for those who here gave their lives
that that nation might live. It is altogether fitting and proper that we should do this. But, in a larger sense, we can
not dedicate, we can not consecrate, we can not hallow this ground. The brave men, living and dead, who struggled here,
have consecrated it, far above our poor power to add or detract. The world will little note, nor long remember what we
say here, but it can never forget what they did here. It is for us the living, rather, to be dedicated here to the
unfinished work which they who fought here have thus far so nobly advanced. It is rather for us to be here dedicated to
the great task remaining before us, that from these honored dead we take increased devotion to that cause for which
they gave the last full measure of devotion, that we here highly resolve that these dead shall not have died in vain,
that this nation, under God, shall have a new birth of freedom, and that government of the people, by the people, for
the people, shall not perish from the earth.
""".replace("\n", " ")


@pytest.mark.parametrize(("count", "words"), COUNTED.items())
def test_syllables_of_common_words(count, words):
    wrong = {word: syllables(word) for word in words.split() if syllables(word) != count}
    assert not wrong


def test_the_sentence_that_wikipedia_reckons():
    """ "The Australian platypus…": 13 words, 24 syllables, grade 11.3 (its article on the Flesch-Kincaid tests)."""
    read = reading_of(["The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."])
    assert (read.words, read.syllables) == (13, 24)
    assert read.grade == pytest.approx(11.3, abs=0.05)
    assert read.age == 16


def test_the_easiest_sentence():
    """0.39 x 6 words + 11.8 x 1 syllable a word - 15.59: below any school, so the youngest reader."""
    read = reading_of(["The cat sat on the mat."])
    assert read.grade == pytest.approx(-1.45)
    assert read.age == 5
    assert not read.is_sure


def test_the_gettysburg_address_is_of_grade_eleven():
    read = reading_of([GETTYSBURG])
    assert len(read.sentences) == 10
    assert read.words == pytest.approx(271, abs=2)
    assert read.grade == pytest.approx(11, abs=0.5)
    assert read.is_sure


def test_forcast_counts_short_words_alone():
    """20 - N/10 for N short words in 150, and 5 years: all short is 10, two in three short is 15."""
    assert reading_of(["cat " * 150]).forcast_age == 10
    assert reading_of(["cat dog mother " * 50]).forcast_age == 15


def test_the_hardest_sentences_come_first_and_easy_ones_not_at_all():
    hard = (
        "Multi-agency information demonstrates considerable parental ambivalence regarding professional intervention."
    )
    middling = "Your mother told the nurse about the difficulties at bedtime and in the morning."
    read = reading_of([f"You like to draw. {middling} {hard} He is kind to you and your gran."])
    found = [one.text for one in read.hardest(above=8)]
    assert found[0] == hard and "You like to draw." not in found
    assert read.hardest(above=60) == []


def test_sentences_end_where_they_end():
    said = sentences_of("Mrs. Wren came at 3 p.m. yesterday, e.g. with Dr. Shah. “Go away!” he said.\nA list\nof two")
    assert said[0].endswith("Shah.")
    assert said[-2:] == ["A list", "of two"]


def test_nothing_to_read_is_no_error():
    read = reading_of(["", " \n ", "…"])
    assert (read.words, read.age, read.forcast_age, read.hardest(above=5)) == (0, 5, 5, [])
