"""Things to say: English sentences made from word lists, and syllables of other languages, for teaching the mouth.

The sentences are for the ear, not for sense. The syllables are written in the phoneme alphabet that Kokoro and hibari
share, so that no grapheme-to-phoneme library is needed for the other languages.
"""

from __future__ import annotations

import random

_PEOPLE = (
    "my mother|your father|our Emma|Tom|Bob and Pam|the old farmer|every neighbour|little Sophie|George|Aunt Ruth|"
    "uncle Joe|the baby|my wife|Peter|the teacher|both brothers|Mrs. Woo|Victor|the choir|nobody|you|we|they|I|she"
)
_VERBS = (
    "found|loved|wrapped up|gave away|remembered|bought|washed|painted|fixed|watched|borrowed|thought about|carried|"
    "forgot|chose|measured|heard|opened|shook|moved|put down|looked at|wished for|polished|threw away|would choose|"
    "might keep|used to play with|never saw|could not have made|showed us"
)
_ADJECTIVES = (
    "big|soft blue|smooth|warm|beautiful|rough|yellow|very loud|thick|good|cheap|whole|perfect|foolish|huge|quiet|"
    "bright|brown|wooden|usual|fresh|heavy|tiny|proud|purple|weird|moist|hot|empty|famous"
)
_THINGS = (
    "apple pie|book of poems|garden chairs|wool jumper|piano|boat|pair of shoes|birthday cake|cup of tea|bamboo|"
    "photograph|thumb|measuring tape|television|pocket watch|map|bottle of wine|spoon|moon|fish soup|wheelbarrow|"
    "feather|vase|judge|treasure|voice|house by the sea|five cows|path through the wood|cathedral|tooth|church bell|"
    "paper lamp|window|mouth organ|fire|yarn|box of matches|coffee|puppy|bicycle|oil|umbrella|boys|kitchen floor|zoo"
)
_WHERE = (
    "in the morning|after supper|before breakfast|behind the barn|up on the roof|under the bridge|on the beach|by now|"
    "with both hands|for a while|this Thursday|all through June|without a word|at half past five|next to the pump|"
    "in Paris|over the hill|when the weather was mild|because of the snow|more or less|in nineteen fifty four|"
    "at the very back of the hall|far away from home|whenever it rained"
)
_SAYINGS = (
    "Happy birthday, my love. I am so proud of you.",
    "Oh, how you have grown! Come here and let me look at you.",
    "Thank you for everything, you were always good to me.",
    "Please, be kind to each other. That is all I ever wanted.",
    "Do you remember the summer we moved to the farm?",
    "Ah, bee, too, go, she, far, mew, few, pew, boo.",
    "Mama and papa, papa and mama, my baby, bye bye.",
    "Well, well, well. Who would have thought of it?",
    "Five, four, three, two, one, zero!",
    "We will be with you, whatever may come.",
    "Hmm. Maybe. Mm, probably not.",
    "Above the valley, the voices of the fathers vanished.",
    "Pop the pepper pot by the bubbling pump, Bob.",
    "Who knew the moon would move so soon?",
    "She sees three green leaves each week.",
    "Far off, the calm palm trees, ah, what a heart.",
    "I have, you have, we both love very fine coffee.",
    "These things, those mouths, that breath, this tooth.",
    "Judge the large orange jar of cherry jam, Charles.",
    "Grandpa hugged the hog, and the king kicked a cake.",
)

# onsets, nuclei and codas of a syllable; what follows "/" stands in the alphabet's own signs
_LANGUAGES = {
    "spanish": ("p b t d k ɡ f s m n ɲ l ɾ r ʧ x pɾ tɾ bl kl", "a e i o u ja je we wa aj", "- - - n s l ɾ"),
    "italian": ("p b t d k ɡ f v s m n ɲ l r ʧ ʤ ʃ ʦ sp st kw", "a ɛ e i ɔ o u ja jɛ wɔ", "- - - - n l r m"),
    "french": (
        "p b t d k ɡ f v s z m n ɲ l ʁ ʃ ʒ pl tʁ bʁ",
        "a e ɛ i o ɔ u y ø œ ə ɑ̃ ɔ̃ ɛ̃ wa ɥi",
        "- - - ʁ l t s m b p",
    ),
    "german": (
        "p b t d k ɡ f v z m n l ʁ ʃ h ʦ pf ʃp ʃt",
        "aː a eː ɛ iː ɪ oː ɔ uː ʊ yː ʏ øː œ aɪ aʊ ɔɪ ə",
        "- - n l s t x ç m p",
    ),
    "mandarin": (
        "p pʰ m f t tʰ n l k kʰ x ʨ ʨʰ ɕ ꭧ ꭧʰ ʂ ɻ ʦ ʦʰ s w j",
        "a→ a↗ a↘ o↘ ɤ↗ ɤ↘ i→ i↓ i↘ u→ u↘ u↓ y↓ y↘ ai↘ ei↓ au↗ ou↘ uo↓ ia↘ ye↗ wa↘",
        "- - - - n ŋ",
    ),
    "japanese": ("k s ɕ t ʨ ʦ n ɲ h ç ɸ m j ɾ w ɡ z ʥ d b p kʲ mʲ", "a i ɯ e o aː oː eː", "- - - - - ɴ"),
}
LANGUAGES = tuple(_LANGUAGES)


def english(draw: random.Random) -> str:
    """One or two English sentences."""
    if draw.random() < 0.25:
        return draw.choice(_SAYINGS)
    who, did, which, what, where = (
        draw.choice(words.split("|")) for words in (_PEOPLE, _VERBS, _ADJECTIVES, _THINGS, _WHERE)
    )
    shapes = (
        f"{who} {did} the {which} {what} {where}.",
        f"{where}, {who} {did} a {what}, and the {draw.choice(_THINGS.split('|'))} was {which}.",
        f"Did {who} ask for the {what}? No, {who} {did} the {which} one!",
        f"The {which} {what}, {where}, {did} {who}.",
        f"Oh, {who}! What a {which}, {draw.choice(_ADJECTIVES.split('|'))} {what}.",
    )
    sentence = draw.choice(shapes)
    return sentence[0].upper() + sentence[1:]


def phonemes(language: str, draw: random.Random) -> str:
    """A sentence of invented words with the syllables of one of LANGUAGES, as phonemes."""
    onsets, nuclei, codas = (part.split() for part in _LANGUAGES[language])
    words = []
    for _ in range(draw.randint(4, 8)):
        syllables = [
            draw.choice(onsets) + draw.choice(nuclei) + draw.choice(codas).replace("-", "")
            for _ in range(draw.choice((1, 2, 2, 3)))
        ]
        syllables[draw.randrange(len(syllables))] = "ˈ" + draw.choice(syllables)
        words.append("".join(syllables) + draw.choice(("", "", "", "", ",")))
    return " ".join(words).rstrip(",") + draw.choice(".?!")
