from pullquote.ui.reader.layout.labels import BETWEEN, CaptionWish, place_captions

WIDTH = 400


def measure(caption: str, value: str, carried: bool) -> float:
    return 10 * len(caption) + 10 * len(value) + (12 if carried else 0)


def wish(
    number: int, x: float, caption: str, *, room: float = 100, lane: int = 0, **more
) -> CaptionWish:
    return CaptionWish(number, 0, x, room, (lane,), "quote", caption, **more)


def placed(*wishes: CaptionWish) -> dict[int, tuple[float, str, str]]:
    return {c.id: (c.left, c.caption, c.value) for c in place_captions(wishes, WIDTH, measure)}


def test_a_caption_stands_over_the_first_character():
    assert placed(wish(1, 30, "AB")) == {1: (30, "AB", "")}


def test_the_outer_of_two_that_collide_stays():
    assert placed(wish(1, 30, "INNER", lane=1, room=20), wish(2, 20, "OUTER")) == {
        2: (20, "OUTER", "")
    }


def test_a_value_goes_before_its_caption_does():
    found = placed(wish(1, 0, "AB", value="long", lane=1), wish(2, 30, "C", value="x"))
    assert found == {1: (0, "AB", ""), 2: (30, "C", "x")}


def test_a_value_says_more_than_a_name():
    found = placed(wish(1, 0, "NAME", room=20), wish(2, 30, "", value="2026", room=20))
    assert found == {2: (30, "", "2026")}


def test_a_caption_moves_on_over_its_own_words():
    found = placed(wish(1, 0, "", value="2026"), wish(2, 30, "NAME", room=200))
    assert found[2] == (40 + BETWEEN, "NAME", "")


def test_it_does_not_move_behind_a_label_inside_its_words():
    inner = wish(1, 30, "INNER", lane=0, room=20)
    assert placed(inner, wish(2, 0, "OUTER", lane=1, room=300)) == {1: (30, "INNER", "")}


def test_it_does_not_leave_its_own_words():
    assert 2 not in placed(wish(1, 0, "", value="2026"), wish(2, 30, "NAME", room=50))


def test_from_right_to_left_it_ends_at_the_first_character():
    found = placed(
        wish(1, 300, "AB", leftward=True),
        wish(2, 285, "CD", leftward=True, room=80),
    )
    assert found == {1: (280, "AB", ""), 2: (280 - BETWEEN - 20, "CD", "")}


def test_a_caption_stays_in_the_column():
    assert placed(wish(1, 390, "WIDE"))[1][0] == WIDTH - 40


def test_lines_do_not_collide():
    above = CaptionWish(1, 0, 10, 50, (0,), "quote", "AB")
    below = CaptionWish(2, 1, 10, 50, (0,), "quote", "AB")
    assert len(place_captions([above, below], WIDTH, measure)) == 2
