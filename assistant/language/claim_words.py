"""The word lists by which claims are compared: concepts, opposites, words of denial and of later news. Floor 1."""

from __future__ import annotations

import re
from functools import cache

from assistant.language.terms import stem


def _listed(words: str) -> list[str]:
    return words.split()


_GROUPS = """
reduce: cut cuts reduce reduction slash withdraw withdrawal withdrew withdrawn pullout pull pulled shrink \
shrank shrunk shrinking trim downsize dwindle layoff dismissals drawdown exit leave left departure depart gone
kill: kill killed die died dead death deaths toll fatality fatalities casualty lives
injure: injure injured injury wound wounded hurt
birth: born birth
found: founded founding establish established foundation founder
build: build built construct constructed construction erected completed
report: report reported reports article story published publish
resign: quit resign resigned resignation step
stay: stay remain remained unchanged continue keep stayed continued ongoing
rise: rise rose risen grow grew growth grown increase climb climbed gain gained jump jumped surge up \
expand expanded expansion
fall: fall fell fallen decline drop dropped decrease sink-lower slide slid plunge down
sink: sink sank sunk
staff: staff employee personnel worker workforce adviser advisor specialist expert instructor trainer \
consultant consultants technician officer team crew contingent
arms: arms weapon weaponry armament
troop: troop soldier force garrison serviceman
win: win won victory winner beat defeat defeated
sign: sign signed signing
close: close closed closure shut shutdown closing
halt: halt halted stop stopped suspend suspended pause paused cease ceased trickle dry dried drying
open: open opened opening
launch: launch launched launching
begin: begin began begun start started
end: end ended finish finished conclude concluded
meet: meet met meeting talk talks talked negotiation negotiate
tweet: tweet tweets tweeted twitter
defense: defence defenses defences
inform: notify notified inform informed contact contacted
buy: buy bought purchase acquire acquired acquisition
sell: sell sold sale
arrest: arrest arrested detain detained
attack: attack strike-air assault bomb bombing
crash: crash crashed
earn: earn earned profit
send: send sent deploy deployed dispatch dispatched
arrive: arrive arrived arrival land landed coming
support: support supported back backed
oppose: oppose opposed
approve: approve approved
cost: cost costs price priced
vaccinate: vaccinate vaccinated vaccination
march: march marched demonstrate demonstrated protest protester demonstrator
people: person people resident inhabitant
elect: elect elected election
take: take took taken
burst: burst collapse collapsed
pay: pay paid payment
dump: dump dumped dumping
consultation: consult consults consulted consulting consultation consultations
steal: steal stole stolen theft thief thieves rob robbed robbery vanish vanished
ill: ill illness sick sickness sicken sickened
"""
# A people, its country and the seat of its government stand for each other in the news.
_COUNTRIES = """russia: russian russians moscow kremlin
america: american americans us usa washington
china: chinese beijing
britain: british uk london briton
france: french paris
germany: german germans berlin
venezuela: venezuelan venezuelans caracas
ukraine: ukrainian ukrainians kyiv kiev
iran: iranian iranians tehran
israel: israeli israelis
palestine: palestinian palestinians
india: indian indians delhi
japan: japanese tokyo
korea: korean koreans seoul
turkey: turkish turks ankara
syria: syrian syrians damascus
iraq: iraqi iraqis baghdad
cuba: cuban cubans havana
colombia: colombian colombians
mexico: mexican mexicans
canada: canadian canadians ottawa
australia: australian australians canberra
italy: italian italians rome
spain: spanish madrid
poland: polish poles warsaw
europe: european europeans
egypt: egyptian egyptians cairo
pakistan: pakistani pakistanis islamabad
afghanistan: afghan afghans kabul
saudi: saudis riyadh
brazil: brazilian brazilians
greece: greek greeks athens
taiwan: taiwanese taipei"""
_GROUPS += _COUNTRIES
_CONCEPT = {
    word.split("-")[0]: group
    for line in _GROUPS.strip().splitlines()
    for group, listed in [line.split(": ")]
    for word in listed.split()
    if "-" not in word
}
_BY_STEM = {stem(word): group for word, group in _CONCEPT.items()}
VERB = (
    frozenset(_CONCEPT.values())
    - {line.split(":")[0] for line in _COUNTRIES.splitlines()}
    - {"staff", "troop", "people", "arms", "tweet", "defense"}
)
"""Concepts that are events, by which days and tenses are tied to what they are told of."""

SHIFTS = frozenset(
    stem(word)
    for word in _listed("""
    postponed rescheduled revised moved delayed corrected updated scheduled planned due set
    """)
)
"""Verbs that move a day or a figure: what is moved stands further off."""

REPORTING = frozenset(
    stem(word)
    for word in _listed("""
    say said says tell told add added cite cited citing quote quoted according claim claimed claims state stated
    statement announce announced note noted write wrote reporter source sources spokesman spokeswoman official
    officials anonymous unnamed news media press interview reportedly estimate estimates describe described
    insist insisted explain explained argue warn warned declare declared
    """)
) | {"report"}
"""Words that tell that something is told: no matter of their own."""

GENERIC = frozenset(
    stem(word)
    for word in _listed("""
    any there make made take took place new year years day week month time number numbers total several people
    last way thing things part country government part case come came go went give given put talk question such
    use used also still even well back long high large big small old good great much like rival name named call
    called want wanted truth reality fact figure figures version versions account accounts know need right tense
    story stories later earlier date
    dates outlet outlets paper article agree disagree differ dozen dozens hundred hundreds thousand million millions
    billion billions monday tuesday wednesday thursday friday saturday sunday happen happened really
    actually mean show tell said day already cannot set true square
    """)
) | {"people"}

_OPPOSITES = "rise/fall resign/stay reduce/stay halt/stay support/oppos approv/reject accept/reject"
_OPPOSITES += " open/close begin/end win/lose legal/illeg safe/unsaf guilti/innoc aliv/kill insid/outsid"


def _antonyms() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for pair in _OPPOSITES.split():
        one, other = (concept(word) if word not in VERB else word for word in pair.split("/"))
        table.setdefault(one, set()).add(other)
        table.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in table.items()}


@cache
def concept(word: str) -> str:
    """What a lower-case word stands for when claims are compared: its group's name, or its stem."""
    return _CONCEPT.get(word) or _BY_STEM.get(stem(word)) or stem(word)


ANTONYMS = _antonyms()

DOWN = frozenset({"reduce", "fall", "halt"})
ONWARD = frozenset({"stay", "rise"})
"""The two ways a matter can go: less of it, or as before and more."""
DENIAL = re.compile(
    r"\b(?:(?<!was )(?<!were )(?<!been )(?<!are )den(?:y|ied|ies|ying)"
    r"(?!\s+(?:\w+\s+){0,2}(?:entry|access|bail|a visa|permission|asylum|comment))"
    r"|denial|reject(?:ed|s|ing)?|doubt(?:s|ed)|dismiss(?:ed|es|ing)?|disput(?:ed|es)|refut(?:ed|es|ing)|rebut(?:ted|s)"
    r"|contradict(?:ed|s)|(?:absolutely|completely|totally|entirely|utterly|simply|patently|is|are|was|were|as) false"
    r"|(?:not|n['’]t) (?:\w+ )?(?:true|the case|correct)"
    r"|nothing to do with (?:reality|the truth)|(?:no|any) truth|never happened|did not happen|didn['’]t happen"
    r"|fake news|fabricat(?:ion|ed)|baseless|unfounded|groundless|untrue|invention|hoax"
    r"|no (?:talk|question|plans?|intention) of|there (?:is|was|are|were|will be) no\b"
    r"|overestimat(?:ed|es|ing)|exaggerat(?:ed|es|ing|ion)|overstat(?:ed|es|ing)|inflated|underestimat(?:ed|es)"
    r"|(?:is|was|were|been)? ?impossible|(?:has|had|have) never|never (?:had|has|did|was|were))\b",
    re.I,
)
"""Words by which a sentence denies."""
DENIED_THING = re.compile(
    r"[\s“\"]*(?:[\w.’']+\s+){0,6}?(?:reports?|claims?|allegations?|accusations?|charges|suggestions?|rumou?rs?|account"
    r"|story|stories|figures?|numbers?|idea|notion|assertions?|statements?|that|as)\b",
    re.I,
)
UPDATE = re.compile(
    r"\b(?:now|no longer|corrected|correction|revis(?:ed|es|ing)|updat(?:ed|es|ing)|rose to|risen to|rises to"
    r"|climbed to|raised to|raised the|lowered to|postponed|rescheduled|delayed (?:to|until)|moved to|brought forward"
    r"|retract(?:ed|ion)"
    r"|has since|have since|after all|instead of|latest (?:count|figures?|toll)|new (?:count|toll|figures?))\b",
    re.I,
)
"""Words by which a later account tells that it replaces an earlier one."""
MULTIPLE = re.compile(
    r"\b(?:a|an|another|one of|some|several|other)\s(?:\w+\s)?(?:bombing|attack|crash|fire|strike|match)\b", re.I
)
PLANS = frozenset(
    _listed("""
    plan plans planned planning intends intended expected set due going scheduled aims poised
    """)
)
OCCUPATIONS = frozenset(
    _listed("""
    painter singer composer writer poet actor actress politician footballer cricketer boxer golfer architect
    engineer physicist chemist biologist historian philosopher journalist photographer sculptor dancer pianist
    violinist guitarist rapper drummer director producer novelist playwright lawyer judge general admiral bishop
    priest explorer astronaut businessman economist mathematician surgeon physician swimmer cyclist runner skier
    wrestler linebacker goalkeeper midfielder defender striker quarterback pitcher
    """)
)

_ROLES = (
    "combatant: militant fighter terrorist rebel gunman gunmen insurgent|civilian: civilian villager bystander child"
)
_ROLES += (
    "|soldier: troop soldier mercenary|technician: technician engineer specialist adviser advisor instructor medic"
)
ROLES = {
    stem(word): name for group in _ROLES.split("|") for name, listed in [group.split(": ")] for word in listed.split()
}
ROLE_PAIRS = (frozenset({"combatant", "civilian"}), frozenset({"soldier", "technician"}))
ALL = re.compile(r"\b(?:entire|whole|all of|every|nationwide|complete(?:ly)?|total(?:ly)?|permanent(?:ly)?)\b", re.I)
PART = re.compile(
    r"\b(?:part of|parts of|partial(?:ly)?|only (?:in|some|part)|some of|limited|temporar(?:y|ily)|a few)\b", re.I
)

_OUT = dict.fromkeys(_listed("get gets got go take took taken takes want"), "reduce")
_OUT |= dict.fromkeys(_listed("step stepped steps"), "resign")
_FALL = frozenset(_listed("fall falls fell fallen falling"))
_ON = frozenset(_listed("go goes going went gone carry carries carried"))


def phrase_concept(word: str, following: list[str]) -> str | None:
    """The concept of a verb that needs its particle: "get out", "go on", "step down"; None elsewhere."""
    if word in _FALL and following[:1] in (["ill"], ["sick"]):
        return "ill"
    if word in _ON and following[:1] == ["on"]:
        return "stay"
    found = _OUT.get(word)
    if found is None or not {"out", "down", "home"} & set(following[:4]):
        return None
    return found
