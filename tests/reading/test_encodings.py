import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.reading.encodings import Decoded, codec, declared_charset, decode
from pullquote.reading.errors import UnknownEncoding

QUOTE = "“Нет, дат ещё нет”, сказал он. "


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff")))
def test_utf8_is_read_strictly(text: str) -> None:
    assert decode(text.encode()) == Decoded(text, "utf-8")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_mark_decides(encoding: str) -> None:
    found = decode(QUOTE.encode(encoding))
    assert found == Decoded(QUOTE, encoding)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_latin_text_without_a_mark(encoding: str) -> None:
    text = "The harbour of Marstad opens again."
    assert decode(text.encode(encoding)) == Decoded(text, encoding)


def test_declared_charset_is_believed_when_the_bytes_are_not_utf8() -> None:
    page = f'<html><head><meta charset="windows-1251"></head>{QUOTE}'.encode("cp1251")
    assert declared_charset(page) == "windows-1251"
    assert decode(page, declared_charset(page)) == Decoded(page.decode("cp1251"), "cp1251")
    utf8 = f'<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">{QUOTE}'.encode()
    assert declared_charset(utf8) == "koi8-r"
    assert decode(utf8, "koi8-r") == Decoded(utf8.decode(), "utf-8")


@pytest.mark.parametrize("charset", ["hex", "idna", "undefined", "rot13", "utf-7", "no-such-thing"])
def test_declared_nonsense_is_ignored(charset: str) -> None:
    found = decode("Überfahrt nach Märstad, schöne Küste".encode("cp1252"), charset)
    assert found is not None
    assert found.text == "Überfahrt nach Märstad, schöne Küste"


def test_latin1_is_read_as_browsers_read_it() -> None:
    assert decode(b"\x93Open\x94", "iso-8859-1") == Decoded("“Open”", "cp1252")


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", QUOTE),
        ("koi8-r", "Нет, дат ещё нет, сказал он. Министр заявил, что порт откроется весной."),
        ("cp1252", "“Das Schöne daran”, sagte Müller – nämlich für Köln."),
        ("cp1252", "L'été dernier, le préfet a déclaré: «où êtes-vous?» Ça va bien à l'île."),
        ("cp1252", "“We’re open,” she said – at a café in the harbour. Nobody objected to that."),
        ("cp1250", "„Není to možné“, řekl ministr. Přístav bude znovu otevřen na jaře."),
        ("cp1250", "A miniszter kedden közölte, hogy a kikötő tavasszal újra megnyílik."),
        ("cp1254", "Liman ilkbaharda yeniden açılacak, dedi bakan Salı günü, ığdır."),
        ("cp1253", "Το λιμάνι θα ανοίξει ξανά την άνοιξη, δήλωσε ο υπουργός την Τρίτη."),
        ("cp1256", "سيتم افتتاح الميناء مرة أخرى في الربيع، حسبما قال الوزير يوم الثلاثاء."),
        ("gb18030", "港口将于春季重新开放，部长周二在新闻发布会上说，没有人反对。"),
        ("cp932", "港は春に再び開くと大臣は火曜日に述べた。誰も反対しなかった。"),
    ],
)
@pytest.mark.parametrize("times", [1, 30])
def test_encoding_is_guessed_when_nothing_else_says_it(
    encoding: str, text: str, times: int
) -> None:
    found = decode((text * times).encode(encoding))
    assert found == Decoded(text * times, encoding, guessed=True)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1250", "Łukasz Żółć pojechał do Łodzi."),
        ("iso8859-2", "Minister powiedział w środę, że porozumienie będzie podpisane później."),
        ("mac-roman", "“No” – the café’s owner would not say when it opens again."),
        ("cp850", "Der Bürgermeister von Köln sagte, die Brücke müsse geschlossen werden."),
        ("cp866", "Забастовка началась в понедельник."),
        ("koi8-u", "Їх було двоє, сказала поліція Києва."),
        ("iso8859-5", "Забастовка началась в понедельник, сказал он."),
        ("cp1255", "הנמל ייפתח מחדש באביב, אמר השר ביום שלישי."),
        ("cp949", "항구는 봄에 다시 열릴 것이라고 장관이 화요일에 말했다."),
    ],
)
def test_short_texts_in_old_encodings_are_read_and_called_a_guess(encoding: str, text: str) -> None:
    found = decode(text.encode(encoding))
    assert found is not None
    assert (found.text, found.guessed) == (text, True)


WIDE = (
    "Премьер-министр сказал",
    "Το λιμάνι",
    "הנמל ייפתח",
    "سيتم افتتاح الميناء",
    "बंदरगाह वसंत में खुलेगा",
    "ท่าเรือจะเปิดอีกครั้ง",
    "港口将于春季重新开放，没有人反对。",
    "港は春に再び開くと大臣は述べた。",
    "항구는 봄에 다시 열릴",
)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", WIDE)
def test_wide_text_of_any_alphabet_without_a_mark(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == Decoded(text, encoding)


@given(
    st.sampled_from([QUOTE, "Ein Café in Köln – „schön“.", "L’été à l’île.", *WIDE]),
    st.integers(0, 400),
    st.sampled_from([b"\xe9", b"\x92", b"\xff", b"\xa0\xfe"[:1]]),
)
def test_one_bad_byte_leaves_the_rest_of_utf8_alone(text: str, place: int, bad: bytes) -> None:
    raw = text.encode()
    start = len(raw.decode()[: place % len(text)].encode())
    found = decode(raw[:start] + bad + raw[start:])
    assert found is not None
    assert found.encoding == "utf-8"
    assert found.text.replace("\ufffd", "") == text


def test_character_cut_at_the_end_speaks_for_no_other_encoding() -> None:
    assert decode("“Ja”".encode()[:-1]) == Decoded("“Ja\ufffd", "utf-8", replaced=1)


def test_damage_weighs_more_than_what_a_page_declares() -> None:
    found = decode("“Нет”".encode() + b"\x92", "koi8-r")
    assert found == Decoded("“Нет”\ufffd", "utf-8", replaced=1)


def test_what_a_person_says_is_believed() -> None:
    raw = "Mr Żółć".encode("cp1250")
    assert decode(raw, "utf-8", asked="windows-1250") == Decoded("Mr Żółć", "cp1250")
    for nonsense in ("hex", "rot13", "no-such-thing", "", " "):
        with pytest.raises(UnknownEncoding):
            codec(nonsense)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_what_is_sure_counts_before_what_a_person_says(encoding: str) -> None:
    found = decode("“Schön”, said Żółć.".encode(encoding), asked="cp1252")
    assert found == Decoded("“Schön”, said Żółć.", encoding)


def test_a_person_is_believed_of_ascii_and_of_letters_of_several_bytes() -> None:
    assert decode(b"plain", asked="cp1252") == Decoded("plain", "cp1252")
    # These bytes are valid UTF-8, too.
    assert decode("谢谢".encode("gb18030"), asked="gb18030") == Decoded("谢谢", "gb18030")


def test_binary_data_stays_none_whatever_a_person_says() -> None:
    assert decode(b"\x89PNG\x00\x00\x00\x0d" + bytes(range(16)) * 20, asked="cp1252") is None


def test_few_stray_bytes_do_not_spoil_good_utf8() -> None:
    found = decode((QUOTE * 3).encode() + b"caf\xe9 \x92")
    assert found == Decoded(QUOTE * 3 + "caf\ufffd \ufffd", "utf-8", replaced=2)


@pytest.mark.parametrize(
    "raw",
    [
        bytes(range(256)) * 40,
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200),
        b"\x7fELF\x02\x01\x01" + bytes(64),
        bytes(1000),
    ],
)
def test_binary_data_is_no_text(raw: bytes) -> None:
    assert decode(raw) is None


def test_text_with_a_nul_is_still_text() -> None:
    assert decode(b"The harbour opens.\x00 Again." * 3) is not None
