"""The shapes that claims about results have, as phrases: what `unjudged` looks for where no rule has said anything. Pure.

A phrase is read from left to right. A word stands for itself, `a|b` for either, `a_b` for two words, `<name>` for a list of
WORDS, `*3` for up to three words that are anything, `-a|b` for none of these next; `?` behind one says that it may be missing.
What stands in brackets is marked in the text. Names and quantities are one sign each, whatever their words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsroom.factcheck.lexicon import (
    BEAT,
    CHANGED_PLACE,
    FALLS,
    MADE_TO_FALL,
    MADE_TO_RISE,
    RISES,
    SEEN_TO_FALL,
    SEEN_TO_RISE,
    SUPERLATIVES,
)

PERSON, PARTY, PLACE, AMOUNT, ORDINAL, YEAR, SPAN, PART, TIMES = SIGNS = "~§@#º¥¤½×"

TIME_PAST = "The record does not go back far enough to say so, or does not keep it: source it, or waive it."
WHO_WON = "This tells a result, and it is not plain whose, or of which contest: name them, source it, or waive it."
WHERE = "This tells where somebody came, and it is not plain who, or in which contest: name them, source it, or waive it."
MOVED = "This tells a rise or a fall that nothing on record can be held against: source it, or waive it."
COMPARED = "This sets one figure against another, and the record cannot tell which: source it, or waive it."
COUNTED = "This tells how the count went, which is not on record: source it, or waive it."
CAUSED = "This tells why there was a poll, which is not on record: source it, or waive it."

WORDS = {
    "actor": "~ § he she they it who which tories opposition government nationalists incumbent favourite left right party",
    "the": "the this that a an his her their its both all every each another 's",
    "beat": " ".join(BEAT) + " beats defeats saw_off sees_off",
    "superlative": " ".join(SUPERLATIVES),
    "small": "one two three four five six seven eight nine ten several many",
    "nth": "º first second third fourth fifth sixth seventh",
    "measure": "result share vote votes performance showing majority turnout total swing defeat win victory finish night margin"
    " position placing tally loss gain drop fall rise lead electorate score seat number",
    "movable": "share shares vote votes support majority majorities turnout lead margin tally",
    "moved": " ".join(RISES | FALLS | CHANGED_PLACE | MADE_TO_FALL | MADE_TO_RISE) + " doubled trebled tripled halved quadrupled",
    "seen": " ".join(SEEN_TO_FALL | SEEN_TO_RISE),
    "made": "doubled doubles doubling trebled tripled quadrupled halved halving increased increasing cut slashed boosted"
    " raised grew improved improving reduced reducing extended extending",
    "won": "won win wins winning regain regained recapture recaptured capture captured seize seized seizes took take takes"
    " taken taking claimed clinched clinches snatch snatched snatches grab grabs grabbed stole steal steals secured"
    " secures gain gained gains gaining held hold holds holding kept keep keeps retain retained retains retaining lost"
    " lose loses losing defended surrendered ceded forfeited flip flipped flips storm storms stormed romped swept"
    " sweeps carried conceded",
    "seat": "@ seat seats constituency ward wards district districts borough boroughs council councils mayoralty"
    " by_-_election byelection contest race post crown office",
    "clung": "cling clings clung clinging hang hangs hung hanging hold holds held holding",
    "elected": "elected re-elected returned ousted unseated defeated beaten toppled voted_out thrown_out kicked_out",
    "be": "was were is are been being got be stand stands duly",
    "came": "came come comes coming finish finished finishes finishing placed was were is are in into to ended ranked"
    " languished languishing pushed slipped dropped fell rose climbed jumped moved took takes relegated",
    "time": "time occasion",
    "no_place": "round preference preferences count counting stage time term vote votes week reading home night year month of_all"
    " º minute seat seats elected won became entered appointed returned chosen stood job day candidate half -"
    " by_-_election friday thursday election general autumn spring summer winter resort hour hours § mayor mp phase"
    " smallest largest biggest lowest highest",
    "holder": "§ woman female man black asian muslim mp mayor commissioner independent party candidate victory win"
    " by_-_election councillor person politician government opposition leader holder member",
    "ago": "since ever yet on_record anywhere to_date of_all_time of_modern_times in_history in_memory this_century"
    " this_parliament of_the_night of_the_day of_the_campaign of_the_parliament",
    "long": "history memory year years decade decades generation generations century era times politics",
    "left": "death died dies resignation resigned quit recall expulsion expelled suspension suspended jailed imprisonment"
    " conviction retirement elevation petition",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of claim: what is told of it, its words, and who may have judged it: findings of what `by` names that touch the
    words, or with `near` any in the same clause. A figure judges it only if the record calls it `of`."""

    why: str
    words: re.Pattern[str]
    by: frozenset[str]
    near: bool = False
    of: str = ""


def _either(part: str) -> str:
    """The words of one part of a phrase as a regular expression."""
    words: list[str] = []
    for one in part.split("|"):
        words += WORDS[one[1:-1]].split() if one.startswith("<") else [one]
    return "|".join(re.escape(word.replace("_", " ")) for word in sorted(set(words), key=lambda word: (-len(word), word)))


def _pattern(phrase: str) -> re.Pattern[str]:
    """A phrase as a regular expression over words that each have a space before them; its mark is the group `x`."""
    built = ""
    for part in phrase.replace("[", " [ ").replace("]", " ] ").split():
        if part in "[]":
            built += "(?P<x>" if part == "[" else ")"
        elif part[0] == "*":
            built += rf"(?: [^ ,;]+){{0,{part[1:]}}}?"
        elif part[0] == "-" and len(part) > 1:
            built += rf"(?! (?:{_either(part[1:])})(?: |$))"
        else:
            word = rf" (?:{_either(part.removesuffix('?'))})(?= |$)"
            built += rf"(?:{word})?" if part.endswith("?") else word
    return re.compile(built)


def _shape(why: str, phrase: str, by: str = "claims", *, near: bool = False, of: str = "") -> Shape:
    return Shape(why, _pattern(phrase), frozenset(by.split()), near, of)


SHAPES = (
    # Over time.
    _shape(TIME_PAST, "[record low|high|breaking|<measure>]", "time"),
    _shape(TIME_PAST, "[record *1 <measure>]", "time"),
    _shape(TIME_PAST, "[a|the record]", "time"),
    _shape(TIME_PAST, "[<superlative> ever?] *7 <ago>", "time"),
    _shape(TIME_PAST, "[<superlative> ever?] *7 in|for *4 <long>|¤", "time"),
    _shape(TIME_PAST, "its|their|his|her|'s [<superlative> ever? *2 <measure>]", "time"),
    _shape(TIME_PAST, "[<nth> <superlative>]", "time"),
    _shape(TIME_PAST, "<be> its|their|his|her|our [<superlative>]", "time"),
    _shape(TIME_PAST, "[the|its|their|only|very <nth> ever? <time>]", "time"),
    _shape(TIME_PAST, "[the|an|its|their only|last <time>]", "time"),
    _shape(TIME_PAST, "[<nth> term]", "roles"),
    _shape(TIME_PAST, "<won>|elected|re-elected|stood|fought|contested|voted|tried|failed|defeated|beaten|candidate|mayor|mp"
           " *9 [<small>|# times]"
           " -the|as|more|that|his|her|its|over", "time"),
    _shape(TIME_PAST, "[<small>|# times] a|an|the|mayor|mp|winner|champion|he|she|they|it|has|had|§|~", "time"),
    _shape(TIME_PAST, "[once|twice before|running|in_a_row|already]", "time"),
    _shape(TIME_PAST, "[largest|biggest|main|dominant|strongest party|force]", "time claims"),
    _shape(TIME_PAST, "[# terms]", "roles"),
    _shape(TIME_PAST, "[the|a|her|his|their|its|'s º|only|youngest|oldest ever? *1 <holder>] -~", "time claims roles count"),
    _shape(TIME_PAST, "[never|always *1 <won>|elected|voted|sent|returned|been|had|come|came|finished|failed|before]",
           "time claims"),
    _shape(TIME_PAST, "[has|have|had never|always|ever]", "time claims"),
    _shape(TIME_PAST, "[at? every election|poll|contest|time] -in", "time claims"),
    _shape(TIME_PAST, "[last held|won|lost|had|elected|voted|returned|took|came|stood|represented]", "time"),
    _shape(TIME_PAST, "[unbroken|uninterrupted|continuously|without_interruption|unprecedented|in_a_generation|in_living_memory]",
           "time"),
    _shape(TIME_PAST, "[in_modern_times|since_the_war|since_the_second_world_war]", "time"),
    # Who won.
    _shape(WHO_WON, "<actor> *4 [<won> <the>? <the>? *1 <seat>] -majority|votes|voters", "claims count time roles"),
    _shape(WHO_WON, "<actor> *4 [<won> <the>? #? of? <the>? *1 <seat>] -majority|votes|voters", "claims count time roles"),
    _shape(WHO_WON, "<actor> *3 [<clung> on] -to"),
    _shape(WHO_WON, "<actor> *3 [<clung> on] to -#|½"),
    _shape(WHO_WON, "<actor> *3 [romp|romps|romped|storm|storms|sweep|sweeps home|to_victory]"),
    _shape(WHO_WON, "<actor> *3 [prevail|prevails|prevailed|triumph|triumphs|triumphed]"),
    _shape(WHO_WON, "~|§ 's? [gain|gains|hold|holds|win|wins|loss|victory|defeat|triumph|landslide]", "claims count", near=True),
    _shape(WHO_WON, "[<beat> out? by? <the>? *2 <actor>]"),
    _shape(WHO_WON, "[<be> *1 <elected>]", "claims roles count"),
    _shape(WHO_WON, "[<be> re - elected]", "claims roles count"),
    _shape(WHO_WON, "[victory|win|triumph|landslide|defeat|loss|gain|rout|walkover for|by|over] *2 ~|§"),
    _shape(WHO_WON, "[no party|candidate|one] *2 <won>|had|got|reached|polled|came|finished", "claims amounts count", near=True),
    _shape(WHO_WON, "[neither|nobody|none] *4 <won>|had|got|reached|polled|came|finished", "claims amounts count", near=True),
    _shape(WHO_WON, "[changed|changes|change hands] -after_that|since|later|then|again"),
    # Where somebody came.
    _shape(WHERE, "[<came> *2 º|dead_last|last|bottom|runner_-_up|also_-_rans place|spot?] -<no_place>", "claims amounts count"),
    _shape(WHERE, "#? *1 [ahead|front of] *3 ~|§", "claims amounts"),
    _shape(WHERE, "#? *1 [behind|overtaking|trailing|trailed|outpolling] *3 ~|§", "claims amounts"),
    _shape(WHERE, "[º|bottom|top|foot place|spot|of_the_poll|of_the_pile|of_the_heap|of_the_table|of_the_ballot]"),
    _shape(WHERE, "[top|tops|topped|topping the poll|list|ballot|vote]"),
    _shape(WHERE, "~|§ ,|( [º] -<no_place>"),
    _shape(WHERE, "[runner - up]", "claims amounts", near=True),
    _shape(
        WHERE,
        "[<won>|saved|save|saves|saving|forfeit|forfeits|keeping *3 deposit|deposits]",
        "claims amounts", near=True, of="deposit",
    ),
    # Rises, falls, comparisons.
    _shape(MOVED, "[<movable> *6 <moved>]", "moves amounts", near=True),
    _shape(MOVED, "saw|sees|see|seen *5 [<movable> *2 <seen>]", "moves amounts", near=True),
    _shape(MOVED, "[majority|lead|advantage *3 wiped|overturned|erased|destroyed|overhauled]", "claims moves amounts", near=True),
    _shape(MOVED, "[lost|gained|made|losing|gaining ground]", "moves"),
    _shape(MOVED, "[<made> its|their|his|her|the|a|§|~ 's? *4 <movable>]", "moves amounts", near=True),
    _shape(MOVED, "[rise|fall|drop|increase|decrease|slump|surge|collapse|jump|decline|crash|dip in] *3 <movable>",
           "moves amounts", near=True),
    _shape(COMPARED, "[×|½|# over? as many|much|big|large|high]", "amounts moves claims"),
    _shape(COMPARED, "[×|½|# over? the|that|those vote|votes|number|share|size|majority|of|#]", "amounts moves claims"),
    _shape(
        COMPARED,
        "[more|fewer|less|higher|lower|bigger|smaller|better|worse|larger|greater *3 than] -#|½|×"
        " *4 ~|§|¥|rival|rivals|rest|combined|before|election|other|others|ago|else|predecessor|two|three|last_time",
        "amounts moves claims count", near=True,
    ),
    _shape(COMPARED, "[neck_and_neck|dead_heat|level_on|level_with|too_close_to_call|photo_finish|a_tie|the_tie]",
           "count claims amounts"),
    _shape(COMPARED, "[tied] -to|up|down", "count claims amounts"),
    # How the count went.
    _shape(COUNTED, "[recount|recounts|recounted]", "count"),
    _shape(COUNTED, "[drawing|drew|drawn|draw|cast|casting|by|of of? the? lot|lots]", "count claims amounts"),
    _shape(COUNTED, "[toss_of_a_coin|coin_toss|out_of_a_hat|single_vote|by_one_vote]", "count claims amounts"),
    _shape(COUNTED, "[unopposed|uncontested|no_contest]", "count claims time"),
    _shape(COUNTED, "[only|sole|lone candidate|nominee]", "count claims time"),
    _shape(COUNTED, "[eliminated|excluded|knocked_out|dropped_out|transferred|on_transfers]", "count claims amounts", near=True),
    _shape(COUNTED, "[transfer|transfers|surplus from|of|votes]", "count claims amounts", near=True),
    _shape(COUNTED, "[reach|reached|reaches|reaching|passed|exceeded|met|above|over|within the? quota]",
           "count claims amounts", near=True),
    _shape(COUNTED, "[# rounds|stages|counts]", "count amounts"),
    _shape(COUNTED, "[º stage|count]", "count claims amounts", near=True),
    _shape(COUNTED, "[stage|count #|one|two|three|four|five|six|seven|eight|nine|ten]", "count claims amounts", near=True),
    _shape(COUNTED, "[last|final|remaining|º *3 seat|seats] *2 went|fell|decided|settled|won|taken", "count claims", near=True),
    _shape(COUNTED, "took|won|claimed|clinched|grabbed|up the? [last|final|remaining|º seat]", "count claims", near=True),
    _shape(COUNTED, "[in|on|after|by the? º round|preference|preferences]", "count claims amounts", near=True),
    _shape(COUNTED, "[in|on|after|by first_preferences|second_preferences|the_final_round]", "count claims amounts", near=True),
    _shape(CAUSED, "[triggered|caused|prompted|called|forced|sparked|about by|after|following|when *4 <left>]", "count"),
    _shape(CAUSED, "by_-_election|contest|poll|vote *3 [followed|follows|follow *4 <left>]", "count"),
)  # fmt: skip
