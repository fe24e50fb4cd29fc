"""Messages as people type them, made up: what is said of them must hold every word, and be there at once."""

from __future__ import annotations

import functools
import random
import re
import time
from pathlib import Path

LONGEST = 0.05  # seconds of the processor for one message
WORDS = {  # ordinary words, which must be heard just so
    "en": "hello dear love birthday garden remember always river kitchen summer proud together laughed apple window Tom "
    "Sunday morning sleep children winter letter music happy thank you and the with never",
    "es": "hola querida abuela siempre jardín recuerdo domingo mañana música feliz gracias juntos ventana verano carta "
    "nieve corazón niños cocina río Tomás",
    "fr": "bonjour chérie toujours jardin souvenir dimanche matin musique heureux merci ensemble fenêtre lettre neige coeur "
    "enfants cuisine rivière Paul",
    "it": "ciao cara nonna sempre giardino ricordo domenica mattina musica felice grazie insieme finestra estate lettera neve "
    "cuore bambini cucina fiume Paolo",
    "pt": "olá querida sempre jardim lembrança domingo música feliz obrigada juntos janela carta neve coração crianças "
    "cozinha Paulo",
    "zh": "你好 亲爱的 奶奶 永远 花园 记得 早上 音乐 快乐 谢谢 窗户 夏天 孩子们 厨房 小河 蛋糕",
    "ja": "こんにちは おばあちゃん いつも 庭 思い出 音楽 ありがとう 一緒に 手紙 雪",
    "hi": "नमस्ते प्यारी दादी हमेशा बगीचा याद सुबह संगीत खुश धन्यवाद",
}
SIGNS = (  # what stands between them
    "3/4/1952", "5€", "£1m", "$3.50", "99p", "6.30pm", "10–5:30pm", "½", "1⅓", "-5°C", "72ºF", "№ 7", "20㎡", "c. 1952", "2 hrs", "A.B.",
    "& Co.", "Mr.", "Dr.", "St.", "Sat.", "XXIII", "II", "www.a.org", "a@b.com", "❤️", "🎂", "👨‍👩‍👧", "<3", ":-)", "xx", "(laughs)",
    "*hugs*", "<Tom>", "sooo", "Nooo!", "SHOUT", "BBC", "010-8888 6666", "1,250", "1.250,50", "10 000", "1939–45", "'60s", "1/2", "24/7", "50/50",
    "2:00-3:00", "18h30", "100￥", "520", "202室", "5km/h", "%", "&", "+", "=", "@", "#", "~", "/", "\\", "|", "^", "_", "{", "}", "[", "]", "(", ")",
    "“", "”", "…", "—", "!", "?", "。", "，", "！", "\n", "\n\n", "'", "’", "·", "°", "§", "©", "™", "٣", "Ⅷ", "①", "㈱", "０１", "\u200b", "\u202e",
    "e\u0301", "1" * 20, "9" * 200, "x" * 40, "ha" * 30, "!" * 30, "1-2-3-4-5-6-7-8-9", "1.2.3.4", "12:34:56", "99/99/9999", "0/0", "$", "$$", "--", "***",
)  # fmt: skip


def compose(draw: random.Random) -> tuple[str, str]:
    """(language, message) of ordinary words with signs between them."""
    language = draw.choice(list(WORDS))
    words, gap = WORDS[language].split(), "" if language in ("zh", "ja") else " "
    parts = []
    for _ in range(draw.randint(1, 24)):
        part = draw.choice(words) if draw.random() < 0.6 else draw.choice(SIGNS)
        if draw.random() < 0.05:
            part = "".join(chr(draw.choice((draw.randint(33, 126), draw.randint(160, 0x2FFF), draw.randint(0x1F300, 0x1FAFF))))
                           for _ in range(draw.randint(1, 6)))  # fmt: skip
        parts.append(part)
    return language, "".join(part + (gap if draw.random() < 0.9 else draw.choice(("", " ", ", "))) for part in parts)


def seeds() -> list[bytes]:
    """A message in every language."""
    return [
        f"{language}\n{words} 5 km sooo SHOUT (laughs) Xiaoming 3/4/1952 €5. A.B.".encode()
        for language, words in WORDS.items()
    ]


def made(draw: random.Random, data: bytes, others: list[bytes]) -> bytes:
    """A message, its language in the first line."""
    return "\n".join(compose(draw)).encode("utf-8", "surrogatepass")


def check_message(path: Path) -> None:
    """Say a message.

    Raises
    ------
    AssertionError : a word is missing or something is left that is not said, or it took too long
    UserError : there is nothing in it that can be said
    """
    from revive.speech.normalisation import spoken_form, words_of
    from revive.speech.utterance import utterances

    language, _, text = path.read_bytes().decode("utf-8", "surrogatepass").partition("\n")
    if language not in WORDS:
        return
    _warm_up(language)
    began = time.process_time()
    spoken = utterances(text, language)
    took = time.process_time() - began
    if took > LONGEST + 0.002 * len(spoken):
        raise AssertionError(f"{took:.2f} seconds for {len(text)} characters")
    heard = [words_of(one.said) for one in spoken]
    missing = missing_words(text, " ".join(heard), language)
    if missing:
        raise AssertionError(f"not said: {missing[:3]}")
    if language in ("en", "es", "fr", "it", "pt", "zh") and re.search(r"[0-9]", " ".join(heard)):
        raise AssertionError(f"figures are left: {re.findall(r'.{0,9}[0-9]+.{0,9}', ' '.join(heard))[:3]}")
    for one, words in zip(spoken, heard, strict=True):
        again = words_of(spoken_form(one.said, language))
        if again != words and language != "ja":
            raise AssertionError(f"said twice, it is something else: {words!r}, {again!r}")


@functools.cache
def _warm_up(language: str) -> None:
    """Load the dictionaries, which is no part of the time a message takes."""
    from revive.speech.utterance import utterances

    utterances(f"{WORDS[language].split()[0]} sooo SHOUT (laughs) 5 km 3/4/1952 €5. A.B.", language)


def missing_words(text: str, heard: str, language: str) -> list[str]:
    """The ordinary words of `text` that are heard less often than they were typed."""
    gap = language not in ("zh", "ja")
    missing = []
    for word in set(WORDS[language].split()):
        if gap:
            typed = len(re.findall(rf"(?<=\s){re.escape(word)}(?=\s)", f" {text} "))
            said = len(re.findall(rf"(?<!\w){re.escape(word.lower())}(?!\w)", heard))
        else:
            typed, said = text.count(word), heard.replace(" ", "").count(word)
        if said < typed:
            missing.append(word)
    return missing
