import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pullquote.text.folding import fold
from pullquote.text.segments import word_bounds
from pullquote.text.segments import words as words_of
from pullquote.text.token_arrays import tokens

# Every character that some rule of the tokenizer is about, and ordinary ones.
TRICKY = (
    "ab1 2.,'’-‐‑–_U.S\n\t\u0301\u0327\u00ad\u200b\u200d\u2060\ufeff\u2028中あー々é½²٣ك"
    'ßﬁ…“"🚧AZ\ud800\U00020000'
)
TEXTS = st.text(st.one_of(st.sampled_from(TRICKY), st.characters()), max_size=24)


def bounds(found, text):
    entries = slice(found.first[text], found.first[text + 1])
    return found.starts[entries].tolist(), found.ends[entries].tolist()


@settings(max_examples=400)
@given(st.lists(TEXTS, max_size=4))
def test_tokens_are_the_words_of_the_tokenizer(texts):
    found = tokens(texts)
    assert [bounds(found, at) for at in range(len(texts))] == [word_bounds(text) for text in texts]


@settings(max_examples=300)
@given(TEXTS, TEXTS)
def test_keys_are_equal_for_words_that_fold_alike(one, other):
    found = tokens([one, other])
    words = [fold(word.of(text)).text for text in (one, other) for word in words_of(text)]
    for key, word in zip(found.keys.tolist(), words, strict=True):
        assert [key == k for k in found.keys.tolist()] == [word == w for w in words]


def test_capitals_accents_ligatures_and_soft_hyphens_do_not_count():
    found = tokens(["FINANCE finance ﬁnance fi\u00adnance finançe f\u00edn\u200bance"])
    assert len(set(found.keys.tolist())) == 1


def test_more_texts_than_one_block_holds_are_as_each_alone():
    texts = [f"Bericht {number} aus Marstad. " * 300 for number in range(40)]
    found = tokens(texts)
    assert len(found) == 40 * 300 * 4
    alone = tokens([texts[17]])
    assert bounds(found, 17) == bounds(alone, 0)
    part = slice(found.first[17], found.first[18])
    assert found.keys[part].tolist() == alone.keys.tolist()


def test_first_word_of_each_paragraph_opens_it():
    found = tokens(["\n\nOne two\n \n- three\u2028four", "five", "", "six"])
    assert found.opens.tolist() == [True, False, True, False, True, True]


def test_a_word_without_letters_is_known():
    found = tokens(["In 2026 1,000 U2 2-1 中 ½"])
    assert found.letters.tolist() == [True, False, False, True, False, True, True]


def test_words_glued_by_a_lost_line_break_are_parted():
    text = "Photo: Ida VonnegardThe harbour. McAllen, iPhone, NATO, eBay, KronaBankToday"
    found = tokens([text], part_glued=True)
    pieces = [text[s:e] for s, e in zip(found.starts, found.ends, strict=True)]
    assert pieces == [
        *("Photo", "Ida", "Vonnegard", "The", "harbour"),
        *("McAllen", "iPhone", "NATO", "eBay", "Krona", "Bank", "Today"),
    ]


@settings(max_examples=200)
@given(TEXTS)
def test_parts_of_glued_words_make_up_the_words(text):
    whole, parts = tokens([text]), tokens([text], part_glued=True)
    assert set(whole.starts.tolist()) <= set(parts.starts.tolist())
    assert set(whole.ends.tolist()) <= set(parts.ends.tolist())
    assert np.sum(whole.ends - whole.starts) == np.sum(parts.ends - parts.starts)


def test_no_text_has_no_tokens():
    assert len(tokens([])) == len(tokens(["", "  \n"])) == 0
    assert tokens([]).first.tolist() == [0]
    assert tokens(["", ""]).first.tolist() == [0, 0, 0]
