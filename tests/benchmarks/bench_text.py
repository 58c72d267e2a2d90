"""The tokenizer and the finders: CPU time beside a plain word pattern, and on the worst input."""

import re
import statistics
import sys
import time

from pullquote.calendar.expressions import find_expressions
from pullquote.text.folding import fold
from pullquote.text.segments import quotations, sentences, word_bounds

ROUNDS = 5
WORST_BAR = 1.0  # seconds for 100,000 characters of anything
STORY = (
    "“No, there are no dates yet,” the harbour minister, Ada Varga, told reporters on Tuesday. "
    "She said on Feb. 3 that the high-level talks with the U.S. would begin next week, and that "
    "3.5 percent of the crew – some 1,200 people – hadn’t been paid since 12 March 2024.\n\n"
    "\"It isn't over,\" she added. 'Easy' was the word of the day before.\n\n"
)
FLOODS = [
    "a",
    "A ",
    "5 ",
    "1,",
    "the ",
    "May ",
    "Feb. ",
    "2026-02-",
    '"',
    "“",
    "«a",
    "‘",
    "\n",
    "e\u0301",
]


def main() -> None:
    text = STORY * (1_000_000 // len(STORY))
    plain = median(lambda given: list(re.finditer(r"\w+", given)), text)
    show("words, plain pattern", plain, plain, len(text))
    for function in (word_bounds, sentences, quotations, fold, find_expressions):
        show(function.__name__, median(function, text), plain, len(text))
    for function in (word_bounds, sentences, quotations, fold, find_expressions):
        worst, flood = max((cpu(function, (f * 100_000)[:100_000]), f) for f in FLOODS)
        verdict = "ok" if worst <= WORST_BAR else "OVER"
        write(f"{function.__name__:22} worst {worst:5.2f} of {WORST_BAR} s ({flood!r}) {verdict}")


def show(name: str, seconds: float, plain: float, characters: int) -> None:
    write(f"{name:22} {seconds / plain:5.2f} x plain, {characters / 1e6 / seconds:6.1f} MB/s")


def median(function, text: str) -> float:
    return statistics.median(cpu(function, text) for _ in range(ROUNDS))


def cpu(function, text: str) -> float:
    start = time.process_time()
    function(text)
    return time.process_time() - start


def write(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
