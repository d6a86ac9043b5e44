"""The words that results are told in, by what they say. Pure.

No sentence stands here, only words and short phrases: what each list is for is said where it is read.
"""

ADJECTIVES = frozenset(
    """
    - additional all also big blank clear confirmed constituency council counted defeated different election
    eligible extra fellow fewer final first formal further good her his hopeful independent invalid its labour's
    less list local losing lost main mainstream men more of official other parliamentary party preference regional
    registered rejected remaining rival round second separate single spoiled spoilt the their those total valid
    verified void whole women
    """.split()
)

ATTRIBUTES = frozenset(
    "majority vote votes share seat seats lead support stronghold heartland voters government territory".split()
)

AFTER_PLACE = frozenset(
    " ( , . : ; again ahead and as at behind but by for here in last on overall there this to while with – —".split()
)

AGAINST = frozenset(
    tuple(phrase.split())
    for phrase in """
    , against| -| against| compared with| to| v| versus| –
    """.split("|")
)

BALLOTS = frozenset("ballot ballots paper papers".split())

BEAT = frozenset(
    """
    battered batters beat beaten beating beats crush crushed crushes defeated defeating defeats demolish demolished
    demolishes destroy destroyed destroys edged hammered hammers humiliated humiliates leapfrog leapfrogged
    leapfrogs oust ousted ousts outpoll outpolled outpolls overcame overhaul overhauled overtake overtakes overtook
    overwhelmed pip pipped pips routed smash smashed smashes thrash thrashed thrashes topple toppled topples trounce
    trounced trounces unseat unseated unseats
    """.split()
)

BEFORE_ROLE = frozenset(
    """
    current elected long-serving longtime national new newly opposition outgoing party popular serving shadow
    sitting
    """.split()
)

BEFORE_WIN = frozenset("'s a an big by conservative historic labour stunning the this".split())

BETWEEN_NAME_AND_ROLE = frozenset(
    """
    's ( , - a again already also an appointed area as been being borough city constituency county currently
    district elected formerly her herself himself his island its just local made named now once only party
    previously recently region seat still that the town village ward who – —
    """.split()
)

BETWEEN_PARTY_AND_NAME = frozenset(
    """
    ' 's , - businessman candidate challenger cllr contender councillor dame defending doctor dr farmer first former
    gp hopeful incumbent local mayor miss mp mr mrs ms new newcomer nominee opponent own rival runner s sir sitting
    the time victor winner ’
    """.split()
)

CANDIDATE_OF = frozenset(
    tuple(phrase.split())
    for phrase in """
    , a| , an| , for the| , standing as an| , the| as an| as the| is the| standing as an| was the
    """.split("|")
)

CHANGED_PLACE = frozenset("slashed shaved squeezed evaporated vanished eroded ballooned held steady unchanged flat".split())

COMMONS = frozenset("by by-election commons mp parliament parliamentary westminster".split())

COPULAS = frozenset(
    tuple(phrase.split())
    for phrase in """
    | became| becomes| had| has| have| is| remained| remains| served| serving| was| were
    """.split("|")
)

DEFEATS = frozenset(
    """
    against ahead battered beat beaten beating beats behind crushed defeat defeated defeating defeats demolished
    destroyed displaced edged from hammered hammers humiliated lost ousted outpolled over overcame overtook pipped
    routed saw thumped thumps walloped wallops smash smashed smashes squeezed than thrashed topped toppled trounced unseated
    """.split()
)

DETERMINERS = frozenset(
    """
    's - a an area's bellwether both by city coastal comfortably commons contested crucial easily east english first
    former her his historic hotly its key labour local marginal mayoral narrowly north north-east northeast northern
    on once parliamentary red region's safe single stronghold stunning that the their this town town's wall whole
    """.split()
)

DOWN = frozenset(
    """
    backwards collapse collapsed crash crashed crumbled cut decline declined declines decrease decreased dip dipped down drop
    dropped
    dropping drops fall fallen falling falls fell losing lower plummet plummeted plunge plunged reduced reduction
    dwindled dwindling ebbed eroded halved nosedived sank shed shedding shrank shrinking shrunk sinking slashed slid
    slide slides sliding slip slipped slipping slump slumped slumping tanked tumble tumbled tumbling whittled worse
    """.split()
)

ELECTED = frozenset("elected re-elected reelected returned".split())

ELECTED_TO = frozenset("as at chair deputy in leader members mps officials politicians representatives to".split())

FALLS = frozenset(
    """
    collapsed crashed declined decreased dipped down dropped dropping drops dwindled fallen falling falls fell lower
    nosedived plummeted plunged sank shrank shrunk slid slipped slumped tanked tumbled
    """.split()
)

FORMER = frozenset("erstwhile ex former late onetime previous sometime then".split())

FUNCTION = frozenset(
    """
    a about across after against ahead also an and are as at backed be beating because been before behind between
    but by chose clear compared despite down during each followed for from giving had has have he her his if in into
    is it its just last leaving making next not of on only or out over putting respectively she short since so still
    stood supported taking than that the their then they this to too under up v versus voted was were when where
    which while who with yet
    """.split()
)

GAINED = frozenset("gained gaining gains".split())

GIVEN_TO = frozenset(
    tuple(phrase.split())
    for phrase in """
    that| which| backed| chose| those who voted backed| those who voted chose| those who voted supported|
    for| people voted for| supported| to| voted for| went to
    """.split("|")
)

GOVERNED_BY = frozenset(
    tuple(phrase.split())
    for phrase in """
    after| against| beat| beating| behind| by| defeated| defeating| faced| for| from| in| of| over| overtook| pushed|
    pushing| since| than| to| told| trailed| trailing| under| with
    """.split("|")
)

HAD_DONE = frozenset(
    """
    been come commanded defended enjoyed finished had held led polled previously received represented secured stood
    taken won
    """.split()
)

HARD = frozenset("( ) : ; although but though whereas while | – —".split())

HELD = frozenset(
    """
    cling clinging clings clung hang hangs held hold holding holds hung keeping keeps kept retained retaining
    retains
    """.split()
)

HOLDING = frozenset(
    """
    backed backing bastion been belonged blue controlled dominated elected fortress had hands has heartland held
    hold holding holds labour-held party red represented returned ruled run safe seat sent stronghold unbroken
    uninterrupted voted voting
    """.split()
)

KINDS_OF_VICTORY = frozenset(
    """
    's - big by by-election clear comfortable convincing crushing election emphatic famous historic humiliating
    landslide narrow resounding shock stunning surprise
    """.split()
)

LAST_TIME = frozenset(
    tuple(phrase.split())
    for phrase in """
    general election| last year| year ago| last contest| last election| last general| last poll| last time| previous contest|
    previous election| previous majority| previous poll| previous result| previous turnout| previous vote| time
    before| time round| year before| years ago| years before| years earlier| years previously
    """.split("|")
)

LAST_WHAT = frozenset("autumn but election friday minute month night spring summer thursday time to week winter year".split())

LEAD = frozenset("advantage cushion gap maj lead majorities majority margin winning".split())

LED = frozenset("headed heads leading leads led".split())

LINKS = frozenset(
    """
    ( , - : a almost an and as at be been being by came comfortable cut down final from healthy her his hit huge in
    doubled halved increased is its just massive narrow nearly now of only out over overall put reached reduced remained remains
    slashed slender slim stands still stood swelled the their thin thumping tiny to trebled trimmed tripled up wafer was were
    whittled whopping winning with –
    """.split()
)

LOST = frozenset("lose loses losing lost".split())

MADE_TO_FALL = frozenset("cut halved reduced shaved slashed trimmed whittled".split())

MADE_TO_RISE = frozenset("boosted extended inflated swollen".split())

MARGINS = frozenset("defeat gain hold lead majority margin victory win".split())

MAYBE = frozenset(
    """
    aim aimed aims attempt bet bid bookmakers campaigned campaigning chance claim claims could dream dreamt expect
    expected expects fancied favourite feared forecast forecasts hope hoped hopes hoping hypothetical if imagine
    likely may might must need needed needs odds perhaps poll polls pollsters possible possibly predict predicted
    prediction predicts projected projection rather require required requires rumour rumours scenario seek seeking
    seeks should speculation suggest suggested suppose supposed survey surveys target threatened tipped tried try
    trying unless unlikely want wanted wants whether wish wished would
    """.split()
)

MAYBE_BEFORE_ONLY = frozenset(
    """
    aim aimed aims attempt bid campaigned campaigning chance claim claims expected favourite hope hoped hopes hoping
    likely must need needed poll rather seek seeking seeks target tried try trying want wanted wants wish wished
    """.split()
)

NOT = frozenset(
    """
    avoid avoided cannot couldn't denied denies deny didn't doesn't don't fail failed failing fails hadn't hardly
    hasn't haven't instead isn't missed n't neither never no nobody none nor not nowhere refused short unable wasn't
    weren't within without won't wouldn't
    """.split()
)

NOT_OF_THE_SEAT = frozenset(
    """
    best biggest councillor deputy highest largest leader led lowest mp smallest turnout worst
    """.split()
)

NARROW = frozenset("narrow narrowest slender slim tight tiny wafer razor thin".split())

NOBODY = frozenset("no nobody none neither".split())

NOT_POLLING = frozenset(
    """
    announced appointed became born budget called campaign conference count counted counting deadline declaration
    declared died interview joined launched leader left nomination nominations postal published quit registration
    reported resignation resigned result results sacked said selected speech stood told tweeted wrote
    """.split()
)

NOT_THE_SEAT = frozenset(
    """
    % applause argument back backing battle confidence control council councils deposit deposits friends general
    ground headlines heart hearts leadership money most national nomination number office per place points praise
    referendum right role seats selection share support term trust voters votes war
    """.split()
)

NO_PLACE = frozenset("- by candidate choice count mp person preference preferences round stage term time woman".split())

OBJECT_AFTER = frozenset(
    tuple(phrase.split())
    for phrase in """
    against| beat| beating| behind| defeated| defeating| from| of| over| than| to| towards
    """.split("|")
)

OFFICES = frozenset(
    """
    activist activists chair chairman chief chiefs co-leader council councillor councillors frontbencher frontbenchers
    government grandee leader leadership minister ministers mp mps msp msps peer president prime secretary source
    sources spokesman spokesperson spokeswoman strategist strategists treasurer
    """.split()
)

OF_ALL = frozenset(
    tuple(phrase.split())
    for phrase in """
    all| every| its| the| those| valid| voters| votes
    """.split("|")
)

OF_OFFICE = frozenset(
    """
    constituency councillor first leader mayor mayoralty minister mp mps msp office party second secretary term took ward
    """.split()
)

OF_OTHER_MATTERS = frozenset(
    """
    approval bills bond bonds budget capacity crime deficit fares gdp gilts growth inflation interest jobless mortgage
    passengers price prices
    productivity rainfall rating ratings referendum rent rents salaries salary sentence temperature unemployment wages yield
    """.split()
)

OF_RESULTS = frozenset(
    """
    abstained advantage backed ballot ballots beat beaten by-election byelection candidate candidates cast chose
    contest councillors counted defeated deposit deposits elected election elections elector electorate electors gained
    held hold lead led lost majority margin poll polled polling polls preferences returned seat seats share stood support
    swing total turned turnout turnouts victory vote voted voter voters votes win winning won
    """.split()
)

OF_THE_FORMER = frozenset("defended defending erased inherited overturn overturned overturning previous wiped".split())

PAST = frozenset("ago before earlier ex former formerly had last once previously then was were when".split())

PLACED = frozenset(
    """
    beaten came come comes coming down dropped ended ending fell finish finished finishes finishing in is languished
    limped managed placed pushed ranked relegated slipped squeezed took trailed trailing was were
    """.split()
)

PLACING = frozenset(
    """
    beaten came come comes coming dropped ended fell finish finished finishes finishing in is limped placed pushed
    ranked relegated slipped squeezed trailed trailing was were
    """.split()
)

POLLED = frozenset(
    """
    accumulated achieved achieving amassed amassing attained attracted attracting bagged beaten came captured
    claimed claiming collected collecting commanded commanding drawing drew earned earning ended ending finished
    finishes finishing gained gaining garnered garnering gathered gets getting got had has have having logged
    managed managing muster mustered mustering notched obtain obtained obtaining on picked poll polled polling polls pulled
    put racked raked received receives receiving recorded recording returned scored scoring secured secures securing
    taken takes taking tallied tally took win winning wins with won
    """.split()
)

POLLING = frozenset(
    """
    ballot balloting by by-election byelection contest contested election elections poll polling polls took vote
    voted voters votes
    """.split()
)

POLLS_SAID = frozenset("gave had indicated pointed predicted put showed suggested".split())

REGISTERED = frozenset("electorate electors eligible entitled register registered roll".split())

SEEN_TO_FALL = frozenset(
    "collapse crash crumble decline dip drop evaporate fall halve plummet plunge shrink slide slump tumble".split()
)

SEEN_TO_RISE = frozenset(
    "climb double grow improve increase jump leap quadruple rise rocket soar surge swell treble triple".split()
)

RISES = frozenset(
    """
    climbed crept grew grown higher improved increased increases increasing jumped leapt risen rises rising rose soared
    rocketed spiked surged swelled up
    """.split()
)

SEAT = frozenset(
    """
    ! ) , - . : ; ? after again against and as at battle because but by by-election byelection comfortably
    commissionership constituency contest control convincingly council crown day decisively despite division easily
    election fight for from handsomely here in it job mayor mayoralty mayorship narrowly office on out outright over
    overnight poll post race re-election seat since thanks there through to today vote ward when while who with
    yesterday – —
    """.split()
)

SOME_OF_THEM = frozenset(
    """
    between elected failed finished got had kept managed polled received saved scored secured tied took who whose
    won
    """.split()
)

SOME_IN_ORDER = frozenset("bottom first front last leading main next top trailing".split())

STAYED_AWAY = frozenset(
    tuple(phrase.split())
    for phrase in """
    at home| did not| didn't bother| didn't vote| failed to| not to| not vote| not voting| stayed away| stayed home|
    stayed put
    """.split("|")
)

SPOILT = frozenset("blank disallowed discounted invalid rejected spoiled spoilt void".split())

STANDING_FOR = frozenset(
    tuple(phrase.split())
    for phrase in """
    , for| , for the| , who stood for| fought for| ran for| stood for| stood for the|
    , from the| , of| , of the| , representing| , representing the| , standing for| , standing for the|
    for| for the| of| of the| standing for| standing for the
    """.split("|")
)

STOOD = frozenset(
    """
    also-rans candidate candidates challengers contender contenders contestants hopefuls names nominees opponents
    rivals runners
    """.split()
)

SUPERLATIVES = frozenset(
    """
    best biggest closest fewest greatest heaviest highest largest lowest narrowest poorest sharpest smallest steepest
    strongest thinnest tightest weakest worst
    """.split()
)

TOOK = frozenset(
    """
    bag bagged bags claimed claims flip flipped flips grab grabbed grabs nab nabbed poach poached poaches secure
    secured secures steal steals stole take taken takes taking took
    """.split()
)

THAT_TIME = frozenset("ballot contest election poll time vote year".split())

TOOK_OVER = frozenset(
    tuple(phrase.split())
    for phrase in """
    charge of| control of| over as| over from| over leadership| over the| the helm| up the
    """.split("|")
)

TURNED_OUT = frozenset("turned turning turnout".split())

UP = frozenset(
    """
    added adding boosted climb climbed gain grew growing grown higher improved improvement increase increased
    crept creeping increases increasing jump jumped leap leapt rise risen rises rising rocketed rose soar soared spiked
    surge surged surging swelled up
    """.split()
)

VICTORY = frozenset("triumph victory win".split())

VOTES = frozenset("preference preferences vote votes".split())

WIDE = frozenset(
    "big comfortable commanding convincing crushing emphatic huge landslide massive overwhelming resounding thumping".split()
)

WINNING = frozenset(
    """
    ahead beat beaten beating beats clinched cling clings clung defeat defeated defeating edged elected gain gained
    gains hang hangs held hold holding holds leads led lose loses losing lost majority oust ousted ousting ousts pip
    pipped pips retained romped scrape scraped scrapes seize seized seizes separated snatch snatched snatches
    squeaked thumped thumping thumps walloped wallops
    steal stole swept take taken takes taking thrashed took toppling trailed triumphed trounced unseated
    unseating victorious victory win winning wins won
    """.split()
)

WITHOUT_SUBJECT = frozenset("altogether cast counted overall total valid".split())

WITH_VOTES = frozenset(
    """
    attracting collecting gaining garnering getting on polling receiving scoring securing taking winning with
    """.split()
)

WON = frozenset(
    """
    capture captured captures clinch clinched clinches clinching prevail prevailed prevails recapture recaptured
    recaptures regain regained regains romp romped romps seize seized seizes snatch snatched snatches storm stormed
    storms sweep sweeps swept triumph triumphed triumphs victorious win winning wins won
    """.split()
)
