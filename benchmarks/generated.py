"""Invented news of any size, and questions about it: the same for everybody, from a number alone. Floor 4.

Names are made of syllables and follow Zipf's law, as those of real news do: a few are in every tenth article, most in
one or two. What is told is drawn from lists of matters, deeds and figures.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_OPENINGS = "Ba Bel Cor Da Dra El Fen Gal Har Il Jo Kar Lo Mar Ned Or Pel Quin Ros Sal Tar Ul Ver Wen Yar Zo".split()
_MIDDLES = "da le mi no ri sa te va lo ber din gan kel men nor ster".split()
_ENDINGS = "an er in ov ska ton wick berg ley mont ford ia sen dal ham rez".split()
_GIVEN = (
    "Ada Boris Clara Dmitri Elena Farid Greta Hugo Irina Jonas Katya Liam Mira Nadia Oskar Paula Rafael Sofia".split()
)
_PAPERS = "Courier Herald Gazette Observer Chronicle Dispatch Tribune Standard Examiner Monitor".split()
_POSTS = """minister|mayor|spokeswoman|union leader|police chief|central banker|ambassador|surgeon|coach|judge
senator|harbour master|head teacher|geologist|chief executive|prosecutor|farmer|pilot""".replace("\n", "|").split("|")
_BODIES = "Bank|Council|Ministry|Steelworks|Hospital|Railway|University|Port Authority|Court|Airline|Institute".split(
    "|"
)
_MATTERS = """the closure of the old harbour|a dispute over unpaid wages|the price of grain|a plan for two tram lines
repairs to the northern dam|an outbreak of measles|the sale of the national airline|a leak at the chemical plant
the election of a new council|the arrest of four customs officers|a loan for the power station|the drought in the valley
a recall of faulty brakes|the merger of two savings banks|a landslide on the coast road|the trial of a former governor
a ban on night flights|the rescue of a stranded ferry|cuts to school meals|the discovery of a Roman mosaic
a strike of the bus drivers|the export of timber|an audit of the pension fund|the opening of a cancer ward
a fire in the textile market|the border treaty|the transfer of a young goalkeeper|a shortage of insulin
new tariffs on copper|the flooding of the metro|the collapse of a footbridge|an attack on the land registry""".split(
    "\n"
)
_MATTERS = [matter for line in _MATTERS for matter in line.split("|")]
_VERBS = "said|told reporters|announced|denied|insisted|warned|admitted|claimed|confirmed|suggested".split("|")
_UNITS = "million crowns|workers|tonnes|households|passengers|hectares|percent|patients|lorries|votes".split("|")
_TIMES = "on Monday|last spring|before dawn|after the vote|this week|by the end of the year|over the weekend".split("|")
_SHAPES = (
    "{person}, {post} of {place}, {verb} {time} that {matter} would cost {figure} {unit}.",
    "The {place} {body} counted {figure} {unit} in connection with {matter}, according to {person}.",
    "{person} {verb} that {figure} {unit} had been affected by {matter} near {place}.",
    "Nobody at the {body} of {place} would comment on {matter} {time}.",
    "A report seen by {person} puts the damage at {figure} {unit}, far more than the {body} had expected.",
    "In {place}, {post} {person} blamed the {body} for {matter} and called for an inquiry {time}.",
    "The talks between {person} and the {place} {body} about {matter} broke down {time}.",
    "Officials in {place} expect another {figure} {unit} {time}, although {person} {verb} otherwise.",
)


@dataclass(frozen=True, slots=True)
class News:
    """One invented article."""

    title: str
    outlet: str
    published: str
    text: str
    place: str
    matter: str


@dataclass(frozen=True, slots=True)
class Invented:
    """The names that an invented world draws from, each list with the chance of each name."""

    people: list[str]
    places: list[str]
    outlets: list[str]
    person_odds: list[float]
    place_odds: list[float]


def invent(seed: int = 7) -> Invented:
    """The people, places and outlets of a world: 20,000, 6,000 and 40."""
    chance = random.Random(seed)
    stems = [a + b + c for a, b, c in itertools.product(_OPENINGS, _MIDDLES, _ENDINGS)]
    chance.shuffle(stems)
    places = stems[:6000]
    surnames = [one + "e" for one in stems]
    people = [f"{chance.choice(_GIVEN)} {chance.choice(surnames)}" for _ in range(20000)]
    outlets = [f"The {place} {paper}" for place, paper in zip(places[:40], itertools.cycle(_PAPERS), strict=False)]
    return Invented(people, places, outlets, _zipf(len(people)), _zipf(len(places)))


def news(count: int, sentences: int, seed: int = 7) -> Iterator[News]:
    """`count` articles of so many sentences (some 16 words each); the first ones are the same whatever the count."""
    world, chance = invent(seed), random.Random(seed)
    for _ in range(count):
        matter, place = chance.choice(_MATTERS), _draw(chance, world.places, world.place_odds)
        cast = [_draw(chance, world.people, world.person_odds) for _ in range(1 + sentences // 3)]
        told = [_sentence(chance, matter, place, cast) for _ in range(sentences)]
        paragraphs = [" ".join(told[first : first + 5]) for first in range(0, sentences, 5)]
        yield News(
            title=f"{place}: {matter}, and what {cast[0]} makes of it",
            outlet=chance.choice(world.outlets),
            published=(date(2021, 1, 1) + timedelta(days=chance.randrange(1400))).isoformat(),
            text="\n\n".join(paragraphs),
            place=place,
            matter=matter,
        )


def questions(articles: list[News], count: int, seed: int = 11) -> list[str]:
    """Questions about what these articles tell: of a fact, of what an outlet reported, of two outlets' accounts."""
    chance = random.Random(seed)
    asked = []
    for number in range(count):
        one, other = chance.choice(articles), chance.choice(articles)
        asked.append(
            (
                f"How much will {one.matter} in {one.place} cost?",
                f"According to {one.outlet}, who was blamed for {one.matter} near {one.place}?",
                f"Did {one.outlet} report that {one.matter} troubled {one.place}, while {other.outlet} wrote about "
                f"{other.matter} in {other.place}?",
            )[number % 3]
        )
    return asked


def _sentence(chance: random.Random, matter: str, place: str, cast: list[str]) -> str:
    return chance.choice(_SHAPES).format(
        person=chance.choice(cast),
        place=place,
        matter=matter,
        post=chance.choice(_POSTS),
        body=chance.choice(_BODIES),
        verb=chance.choice(_VERBS),
        time=chance.choice(_TIMES),
        figure=f"{chance.randrange(2, 9000):,}",
        unit=chance.choice(_UNITS),
    )


def _zipf(count: int) -> list[float]:
    """Running sums of 1 / rank, for drawing by them."""
    return list(itertools.accumulate(1 / rank for rank in range(1, count + 1)))


def _draw(chance: random.Random, names: list[str], odds: list[float]) -> str:
    return chance.choices(names, cum_weights=odds)[0]
