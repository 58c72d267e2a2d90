"""Word lists that the rules lean on: reporting verbs, roles, and words that look like names."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


REPORTING_VERBS = _words(
    """
    accused acknowledged acknowledges added adding adds admitted admits advised affirmed agreed
    alleged announced announces announcing answered argued argues arguing asked asks asserted
    asserts assured called calling calls cautioned cautions challenged charged claimed claiming
    claims clarified commented comments complained conceded concedes concluded concludes
    confessed confirmed confirming confirms contended contends continued countered criticised
    criticized declared declares declaring demanded demands denied denies denounced denying
    described describes describing disclosed emphasised emphasized estimated exclaimed
    explained explaining explains expressed forecast hinted hints indicated indicates insisted
    insisting insists instructed joked lamented maintained maintains mentioned mused noted
    notes noting objected observed observes ordered pledged pointed predicted predicts promised
    promises proposed protested quipped quoted read reads reasoned recalled recalls reckoned
    recommended reiterated reiterates rejected remarked remarks reminded repeated replied
    replies replying reported reporting reports responded responding retorted revealed reveals
    said saying says shouted speculated spoke stated states stating stipulated stressed
    stresses stressing suggested suggesting suggests testified tells told thinks thought
    threatened tweeted urged urges urging voiced vowed vows warned warning warns whispered
    wondered wrote writes writing
    """
)
"""Forms that introduce or close somebody's words."""

ROLES = _words(
    """
    agency army authority bank board bureau cabinet committee company council court embassy
    government institute ministry office parliament party police prosecution service union
    activist adviser advisor aide ambassador analyst attorney author captain chair chairman
    chairwoman chancellor chief colonel commander commissioner coach critic deputy diplomat
    director doctor economist editor envoy executive expert farmer founder general governor
    head investigator journalist judge king lawmaker lawyer leader lieutenant manager master mayor
    member minister mother father officer official officials organiser organizer owner
    politician premier president priest prince princess professor prosecutor queen
    representative researcher resident scientist secretary senator sergeant source sources
    spokesman spokesperson spokespeople spokeswoman statement report teacher trader vice-president
    victim witness witnesses worker
    """
)
"""Nouns that name a speaker by what they do."""

DETERMINERS = _words("the a an his her their its one another")

PRONOUNS = _words("he she they it we i")

LINKS = _words("of for de del della der di da du van von al el bin ibn la le and")
"""Small words that may stand inside a name or a title, never at its edge."""

NOT_NAMES = _words(
    """
    a an and are as at background because but by details did do does during earlier for from
    had has have how however if in is it its last meanwhile more most no not now of on only or
    our other over quote since so some source still such than that the their then there these
    this those though to today tomorrow under until was we were what when where which while who
    why will with would yesterday yes you monday tuesday wednesday thursday friday saturday
    sunday january february march april may june july august september october november
    december jan feb mar apr jun jul aug sep sept oct nov dec
    """
)
"""Words that begin with a capital at the start of a sentence, or name a day, not a person."""
