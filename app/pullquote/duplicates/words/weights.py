"""How much an equal word tells of a repeat: a fixed table, the same for every corpus.

Weights taken from the corpus would let documents that have nothing to do with two others decide
what they share.
"""

from functools import cache
from itertools import chain

import numpy as np

from pullquote.text.token_arrays import Array, tokens

# In quarters of a word.
FULL = 4
_LITTLE = 1

# Grammar, not matter: what stands in any text tells nothing. Shorter words count little anyway.
_GRAMMAR = """
a an the and or but nor not no so as at by for from in into of off on onto out over per than that
this these those there their them they then to too up upon us we you your he him his she her hers it
its i me my mine our ours is am are was were be been being has have had having do does did done will
would shall should can could may might must if because while when where which who whom whose what
why how about above after again against all also although among any anyone  around away
back before below between both down during each either else even ever every few further here
however just last least less like made make makes many more most much neither next none
now once only other others own rather same several since some someone still such though
through throughout thus together toward towards under unless until well went were whether
whichever whoever with within without yet let lets one's he's she's it's that's there's they're
we're you're i'm isn't wasn't aren't weren't don't doesn't didn't won't wouldn't can't couldn't
hasn't haven't hadn't i've we've they've i'll we'll he'll it'll
"""

# What reports of figures and of what was said are made of, whatever they are about.
_STOCK = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred
hundreds thousand thousands million millions billion billions trillion dozen half quarter quarters
nothing something everything anything never very want going gets getting goes know think
third fourth fifth first second sixth seventh eighth ninth tenth once twice double
mln bln trn dlr dlrs dollar dollars pct percent percentage point points cent cents cts pence penny
pound pounds stg sterling euro euros yen mark marks franc francs rouble roubles kilo kilos tonne
tonnes ton tons barrel barrels bpd gallon gallons ounce ounces bushel bushels acre acres mile miles
metre metres meter meters degree degrees usd eur gbp
year years month months week weeks day days hour hours minute minutes today yesterday tomorrow ago
annual annually monthly quarterly weekly daily earlier later recent recently ended ending end
january february march april may june july august september october november december jan feb mar
apr jun jul aug sept sep oct nov dec monday tuesday wednesday thursday friday saturday sunday mon
tue tues wed thu thur fri sat sun
shr shrs share shares net loss losses profit profits revs revenue revenues sales income earnings
earned avg average qtr qtrs mths nine-month six-month note notes oper operating total totals
dividend div payable record prior diluted primary results gain gains
rose rise rises risen rising fell fall falls fallen falling increase increased increases decrease
decreased declined decline higher lower compared against totalled totaled unchanged provisional
plus minus adjusted seasonally estimated estimate figure figures price prices
standings result tabulate tabulated played won drawn lost goals games match matches round rounds
tournament championship league division scores seeding seedings halftime innings
said says say saying told tell added adds spokesman spokeswoman spokesperson reporters according
statement official officials mr mrs ms dr company companies corp inc ltd plc
"""


def telling(keys: Array, letters: Array, lengths: Array) -> Array:
    """What each word tells, in quarters: 0 to 4. `lengths` are in characters.

    A word of letters counts full from four characters on, and in scripts where each character is a
    word; shorter ones, and stock words of reports, a quarter; grammar and numbers nothing.
    """
    weights = np.full(len(keys), FULL, np.uint8)
    if not len(keys):
        return weights
    weights[(lengths <= _SHORT) & (lengths > 1)] = _LITTLE
    table = _table()
    slots = ((keys >> table.shift) & np.uint64(_SLOTS - 1)).astype(np.int32)
    known = table.keys[slots] == keys
    weights[known] = table.weights[slots[known]]
    weights[~letters] = 0
    return weights


# Characters of a word that is likely to be grammar in any language.
_SHORT = 3
_SLOTS = 1 << 18


class _Table:
    """A hash table without collisions: words that are not in it need one look each."""

    def __init__(self) -> None:
        # One letter is an initial or grammar, where it is no script of one-character words.
        alphabets = chain(range(0x61, 0x7B), range(0x3B1, 0x3CA), range(0x430, 0x450))
        words = dict.fromkeys(_STOCK.split(), _LITTLE)
        words |= dict.fromkeys(chain(map(chr, alphabets), _GRAMMAR.split()), 0)
        row = tokens(list(words))
        # That of a word's last part, where the tokenizer parts it.
        keys = row.keys[row.first[1:] - 1]
        weights = np.array(list(words.values()), np.uint8)
        keys, first = np.unique(keys, return_index=True)
        self.shift = next(shift for shift in map(np.uint64, range(46)) if _apart(keys, shift))
        slots = (keys >> self.shift) & np.uint64(_SLOTS - 1)
        self.keys = np.zeros(_SLOTS, np.uint64)
        self.weights = np.zeros(_SLOTS, np.uint8)
        self.keys[slots] = keys
        self.weights[slots] = weights[first]


@cache
def _table() -> _Table:
    return _Table()


def _apart(keys: Array, shift: np.uint64) -> bool:
    return len(np.unique((keys >> shift) & np.uint64(_SLOTS - 1))) == len(keys)
