"""What children say and what visits find, invented: short, varied and fit for a child's age.

Slots in braces are filled from the child's own life, so that a child keeps the same pet, friend and
interest from one visit to the next.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence

INTERESTS: Mapping[str, Sequence[str]] = {
    "baby": ("the rattle", "a wooden spoon", "the striped cat", "the light at the window", "a cloth book"),
    "small": ("the blue tractor", "the stacking cups", "the dinosaur book", "the bubbles", "the toy kitchen",
              "the swings", "the big jigsaw", "the paddling pool", "the drum", "the box of buttons"),
    "middle": ("football", "drawing horses", "trampolining", "baking", "space models", "Minecraft", "gymnastics",
               "swimming", "making dens", "football stickers", "dancing", "reading about sharks",
               "playing the recorder", "chess"),
    "older": ("football", "drill music", "skateboarding", "hair and make-up", "boxing", "drawing manga", "the guitar",
              "running", "baking", "gaming", "photography", "netball", "fixing bikes", "singing", "cadets"),
}  # fmt: skip
PETS = ("Biscuit the dog", "Tinker the cat", "the goldfish", "Pickle the hamster", "Rolo the rabbit", "Shadow the cat",
        "Digger the dog", "two guinea pigs", "Nelson the budgie", "Bramble the dog")  # fmt: skip
FRIENDS = ("Ayesha", "Tom", "Maja", "Kofi", "Ellie", "Reece", "Zainab", "Harvey", "Lola", "Jakub", "Priya", "Dylan",
           "Imogen", "Yusuf", "Casey", "Noah")  # fmt: skip
TEACHERS = ("Miss Akhtar", "Mr Dunne", "Mrs Okafor", "Mr Pye", "Miss Lorne", "Mrs Vance", "Mr Sethi", "Ms Hale")
MEALS = ("pasta", "fish fingers", "jollof rice", "dal and rice", "beans on toast", "pierogi", "chicken curry",
         "jacket potatoes", "pancakes", "noodles")  # fmt: skip

SAYINGS: Mapping[str, Sequence[str]] = {
    "small": (
        "{carer} did the voices in the story.",
        "Look at {interest}! Look!",
        "I have a big bed now.",
        "{pet} is my best friend.",
        "I not tired.",
        "We went to the park and I went high.",
        "My teacher is {teacher}. My teacher has a bell.",
        "It was loud. I put my hands here.",
        "{friend} is coming to my house.",
        "I can do my coat.",
        "{carer} cried and I gave a cuddle.",
        "My sock has a hole. Look, my toe!",
        "I’m this many. Soon I’m bigger.",
        "I had {meal} and I ate it all.",
        "More {meal}.",
        "{carer} sings the sleepy song.",
        "You have a badge. I want a badge.",
        "I like {interest} and I like {pet}.",
        "It’s dark and I shout and {carer} comes.",
        "{friend} has the red one. I have the blue one.",
        "I did a jump off the step.",
        "Where does your car live?",
    ),
    "middle": (
        "I like it when {carer} and me make {meal} together.",
        "My favourite thing is {interest}. I’m getting quite good.",
        "It’s been quieter. I slept in my own bed all week.",
        "I don’t like it when people shout. I go and sit with {pet}.",
        "{friend} is my best friend. We sit together at lunch.",
        "I told {teacher} and it was OK.",
        "Three wishes: a bike, to see Grandad, and for {carer} to be happy.",
        "When are you coming again? You said Tuesday last time and it was Wednesday.",
        "I worry at night. I worry less when the landing light is on.",
        "Home is seven out of ten. It would be eight if my room was finished.",
        "I want to do more {interest} but it’s on the same day as contact.",
        "I’m fine. Can we play the card game now?",
        "I got a certificate. {carer} put it on the fridge.",
        "I don’t want to talk about that today. I’ll tell you when I’m ready.",
        "School is good. I like {teacher}. I don’t like maths.",
        "If I had a magic wand I’d make everybody stop being cross.",
        "We had {meal} and watched a film and nobody argued.",
        "{friend}’s mum picks me up on Tuesdays and I like that.",
        "I can’t find my PE kit. Can you write that down?",
        "I know what to do if it happens again. I go next door.",
        "I want it to stay like this.",
        "It was {interest} all weekend. The best.",
        "Why do you write things down? Can I see?",
        "{carer} said sorry to me. I said it’s OK.",
        "That’s my picture of a good day. Everyone’s in the garden.",
        "I’d tell {teacher}. Or you, but you’re only here sometimes.",
        "I want everyone to eat at the table like on Sunday.",
    ),
    "older": (
        "It’s all right. Better than it was.",
        "People keep asking me the same questions. You could read what I said last time.",
        "I’d tell {teacher}, probably. Or my nan.",
        "I just want to do {interest} and not think about it.",
        "I’m sleeping better. I’ve been leaving my phone downstairs.",
        "I know {carer} is trying. I do notice.",
        "I don’t want a meeting in school. Everybody sees who gets called out.",
        "Can the plan say “my mates”? Nobody says “peers”.",
        "{friend} gets it. We walk home together.",
        "I want to stay at my school whatever happens with the house.",
        "I’d say six out of ten. Ask me again after mocks.",
        "You can write that I was angry. I was. It wasn’t at you.",
        "I want to be at the meeting, for the last bit at least.",
        "I look after {pet}. That’s my thing.",
        "Ask {friend}’s mum if you want to know if I’m eating. She feeds me enough.",
        "I don’t hate anyone. I’m just tired.",
        "Can we do this by text next week? I’ve got {interest}.",
        "I made {meal} for everyone last night. It was decent.",
        "{interest} matters more to me than another meeting about feelings.",
        "It helped when you didn’t write for a bit and just listened.",
        "I’m not going to that group again. I’d go to a different one.",
        "My attendance is up. {teacher} told me before you did.",
        "It’s easier to talk when we’re walking.",
        "I’ve applied for the catering course. Don’t tell anyone until I’ve got in.",
        "Not much to say this week. That’s a good thing, by the way.",
        "I want you to tell {carer} the bit about contact, because I can’t.",
    ),
}
"""In the child's own words, without quotation marks: pages put those."""

SHOWN: Mapping[str, Sequence[str]] = {
    "small": (
        "Pointed at a picture of the family and named everyone in it.",
        "Sat on {parent}'s knee and shared a biscuit.",
        "Chose the happy face for mornings and the sleepy face for evenings.",
        "Played with {interest} and talked all the while, mostly about {pet}.",
        "Said goodnight to {pet}, and then to everybody else in turn.",
        "Hid under the table and came out when the story began.",
        "Put hands over ears when asked about loud noises.",
    ),
    "middle": (
        "Drew home with the sun out and everybody in the garden.",
        "Put the worry stone on the picture of a row and the smiley one on {pet}.",
        "Read through the last notes and corrected a name.",
        "Showed the bedroom, and where {interest} things are kept.",
        "Wanted to play first and talk after, and did.",
    ),
    "older": (
        "Chose to walk rather than sit indoors.",
        "Said little, and texted a question afterwards.",
        "Read the plan and asked for two words to be changed.",
        "Made the tea for everyone and stayed to talk.",
    ),
}

PLACES = (
    "Seen at home after school.",
    "Seen at home, by appointment.",
    "Unannounced visit at tea time.",
    "Seen at {school}, in the quiet room, and then at home.",
    "Home visit in the morning.",
    "Seen at home and then on a walk to the park.",
    "Joint visit with the health visitor.",
    "Home visit with the family support worker.",
    "Seen at home before school; everyone was up and dressed.",
)
NEXT = (
    "Next visit agreed with the family.",
    "{parent} will ring if anything changes before the next visit.",
    "To be talked over at supervision.",
    "School will be told with {parent}'s agreement.",
    "The plan was left in the words that the family chose.",
    "Bedrooms seen.",
    "Everyone in the house today was known to us.",
    "Bus fares for the group were arranged.",
    "Health appointments were checked against the calendar.",
    "A copy of the last notes was given and read through together.",
)
BABY = (
    "Was awake and alert, reached for {interest} and settled quickly when held.",
    "Was asleep in the cot in the front room; breathing easily, in a clean sleepsuit.",
    "Has learnt to sit and laughed at peekaboo. Weight is following the line in the red book.",
    "Fed well during the visit and looked for {parent} when I came in.",
    "Had a cold and was clingy. {parent} had rung the surgery already.",
    "Pulled up to stand on the sofa and was pleased with the applause.",
    "Made eye contact and smiled; {parent} answered every sound.",
)
NOT_SEEN = (
    "Nobody was in. A card was left and {parent} rang back the same evening; another day was agreed.",
    "{parent} answered but said that the child was at a friend's house. Will be seen at school tomorrow.",
    "{parent} rang an hour before to say that everyone was ill. A new day was agreed.",
    "No answer, and the neighbour thought that they were away. {parent} was reached by phone before five.",
    "Went to {school} first, where they weren't: a trip that we hadn't been told of.",
    "Visit refused at the door, politely. The manager was told the same day.",
    "The family were at a hospital appointment that had been moved. {parent} sent a message too late to stop "
    "the journey.",
    "Was at the grandparents' for the night. A video call was made; it doesn't replace the visit.",
)
NOT_ALONE = (
    "Didn't want to be seen alone today",
    "{parent} asked to stay in the room; to be tried again next time",
    "Unwell and on {parent}'s knee for the whole visit",
    "Seen at school with a teaching assistant, at the child's wish",
    "Brothers and sisters wanted to stay together",
    "No room to talk in private at home that day",
)
TOO_YOUNG = "Too young to be spoken with alone; time was spent watching and playing"
NOT_BORN = "Not born yet: their mother was seen"


def band(age: int) -> str:
    """How a child of an age is spoken with: baby, small, middle or older."""
    return "baby" if age < 2 else "small" if age < 5 else "middle" if age < 12 else "older"


_OPENING = re.compile(r"(^|[.!?]\s+)([a-z])")


def filled(template: str, slots: Mapping[str, str]) -> str:
    """The sentence with its slots filled, and capitals where sentences begin."""
    return _OPENING.sub(lambda found: found[1] + found[2].upper(), template.format(**slots))


def listed(items: Sequence[str]) -> str:
    """ "Mum", "Mum and Sam", "Mum, Sam and Ada"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


class Picker:
    """Picks sentences, without saying one again until the others have been said."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._left: dict[Sequence[str], list[str]] = {}

    def __call__(self, among: Sequence[str]) -> str:
        left = self._left.get(among)
        if not left:
            left = self._left[among] = self._chance.sample(list(among), len(among))
        return left.pop()
