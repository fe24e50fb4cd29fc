"""Spanish prompts: a table of the words that describe a mood, a light, a background, into English.

The sentence encoder reads English only. Words are compared without accents and endings of gender and number, the
longest phrases first; what the table does not know (names, clothes) is left out, and punctuation stays, so that clauses
stay clauses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping

_SPANISH = {
    "warm": "cálido; calidez; acogedor; entrañable; cordial",
    "affectionate": "cariñoso; afectuoso; con cariño; cariño; amoroso",
    "kind": "amable; bondadoso; bondad; buena persona",
    "friendly": "simpático; amistoso",
    "kind eyes": "mirada bondadosa; ojos bondadosos; mirada amable",
    "grateful and warm": "agradecido; gratitud",
    "happy": "feliz; felices; felicidad; contento; dichoso",
    "joyful": "gozoso; jubiloso; jovial",
    "full of joy": "lleno de alegría; de alegría",
    "joy": "alegría",
    "cheerful": "alegre; risueño; animado",
    "laughing": "se ríe; riendo; ríe; risa; carcajada; riéndose; a carcajadas; reír; ríen",
    "smiling": "sonriente; sonriendo; sonríe; sonreír",
    "a warm smile": "sonrisa; sonrisa cálida; sonrisa amable; sonrisa dulce",
    "a big smile": "gran sonrisa; sonrisa amplia; amplia sonrisa; sonrisa de oreja a oreja",
    "a slight smile": "leve sonrisa; media sonrisa; ligera sonrisa; sonrisa leve",
    "celebrating": "celebrando; celebra; de celebración; festejando; de fiesta",
    "excited and happy": "emocionado; entusiasmado; ilusionado",
    "radiant": "radiante",
    "tender": "tierno; ternura; con ternura",
    "sweet": "dulce; dulzura; con dulzura",
    "loving": "amor; con amor",
    "lullaby": "nana; canción de cuna; arrullo; arrullando",
    "whispering softly": "susurrando; susurra; susurro; en voz baja",
    "sweet and loving": "mimoso; enamorado",
    "proud": "orgulloso; orgullo; con orgullo",
    "triumphant": "triunfante; triunfal; victorioso",
    "playful": "juguetón; juguetona; traviesa; travieso",
    "mischievous": "pícaro; pillo; guasón; guasona",
    "joking": "bromista; broma; bromeando; de broma; chiste; contando un chiste",
    "witty and funny": "divertido; gracioso; chistoso; ocurrente; ingenioso",
    "a cheeky grin": "sonrisa pícara; sonrisa traviesa; sonrisa burlona",
    "solemn": "solemne; ceremonioso",
    "serious": "serio; seriedad",
    "grave and dignified": "digno; dignidad; grave",
    "formal": "formal; discurso formal; un discurso formal",
    "stern": "severo; estricto; duro",
    "respectful": "respetuoso; con respeto",
    "sad": "triste; tristeza; apenado",
    "grief": "pena; duelo; luto; de luto; dolor",
    "sorrow": "pesar; afligido; dolido",
    "tears": "lágrima; lágrimas en los ojos",
    "crying": "llorando; llora; llanto; llorar; lloroso",
    "missing him": "lo echo de menos; la echo de menos; lo extraño; la extraño; echo de menos; echar de menos;"
    " añoranza; lo echo mucho de menos; la echo mucho de menos; la echo muchísimo de menos; lo echo muchísimo de menos",
    "nostalgic": "nostálgico; nostalgia; con nostalgia",
    "melancholy": "melancólico; melancolía",
    "heartbroken": "corazón roto; con el corazón roto; destrozado; desconsolado",
    "lonely": "solitario; soledumbre",
    "farewell, sad": "despedida; adiós",
    "comforting": "consolador; reconfortante; consuelo; consolando; que consuela",
    "reassuring": "tranquilizador; tranquilizadora; que tranquiliza",
    "soothing": "sosegado; apaciguador",
    "peaceful": "paz; transmita paz; sereno; serenidad; apacible",
    "calm": "calmado; tranquilo; calma; con calma",
    "do not worry": "no te preocupes; no os preocupéis; no se preocupen; no se preocupe",
    "everything will be all right": "todo va a salir bien; todo saldrá bien; todo irá bien; todo va a ir bien",
    "I am here for you": "estoy contigo; aquí estoy; estoy aquí; estoy a tu lado; cuenta conmigo",
    "do not be afraid": "no tengas miedo; no tengan miedo; no tengáis miedo",
    "don't cry for me": "no llores por mí; no llores; no lloréis; no lloren",
    "you are not alone": "no estás solo; no estáis solos; no están solos",
    "encouraging words": "ánimo; de ánimo; da ánimos; animando",
    "surprised": "sorprendido; sorpresa; de sorpresa; con sorpresa",
    "what a surprise": "qué sorpresa",
    "astonished": "asombrado; asombro; atónito; estupefacto; boquiabierto; pasmado",
    "cannot believe it": "no se lo puede creer; no me lo puedo creer; no lo puedo creer; no me lo creo; no se lo cree",
    "unexpected": "inesperado; imprevisto",
    "eyes wide open": "ojos muy abiertos; los ojos muy abiertos; ojos abiertos de par en par; con los ojos como platos",
    "morning light": "luz de la mañana; luz matinal; sol de la mañana; luz suave de la mañana; luz matutina",
    "sunrise": "amanecer; luz del amanecer; alba; aurora; salida del sol; al alba",
    "golden hour": "hora dorada; luz dorada",
    "sunset light": "atardecer; puesta de sol; ocaso; luz del atardecer; sol de la tarde; crepúsculo",
    "afternoon light": "luz de la tarde; luz de tarde",
    "candlelight": "luz de las velas; luz de una vela; luz de vela; luz de velas; vela; candil",
    "firelight": "luz del fuego; chimenea; junto al fuego; lumbre",
    "warm lamp light": "luz de lámpara; luz de una lámpara; lámpara; farol",
    "cool light": "luz fría; frío azulado; luz azulada; luz azul",
    "cold blue winter light": "luz fría de invierno; luz de invierno; luz invernal",
    "bluish tones": "tonos azulados; tonos fríos; tonos azulados y fríos; colores fríos; tono azulado",
    "moonlight": "luz de luna; luz de la luna; claro de luna",
    "overcast grey light": "cielo nublado; día nublado; luz gris",
    "black and white": "blanco y negro; en blanco y negro",
    "sepia": "sepia; tono sepia; color sepia; en sepia; tonos sepia",
    "blurred background": "fondo desenfocado; fondo borroso; fondo difuminado; desenfocar el fondo",
    "soft background": "fondo suave",
    "dark background": "fondo oscuro; fondo oscurecido; oscurecer el fondo; fondo en penumbra; fondo en sombra",
    "black background": "fondo negro",
    "background": "fondo",
    "grandma": "abuela; abuelita; yaya; nana materna; bisabuela; mi abuelita",
    "grandpa": "abuelo; abuelito; yayo; bisabuelo",
    "elderly": "anciano; mayor; persona mayor; señora mayor; señor mayor",
    "father": "padre",
    "dad": "papá; papi",
    "mother": "madre",
    "mum": "mamá; mami",
    "husband": "esposo; marido",
    "wife": "esposa; mujer mía",
    "son": "hijo",
    "daughter": "hija",
    "brother": "hermano",
    "sister": "hermana",
    "uncle": "tío",
    "aunt": "tía",
    "grandchildren": "nietos; nieto; nieta",
    "teacher": "maestro; profesor; profesora",
    "friend": "amigo",
    "a photo": "foto; fotografía; retrato; imagen",
    "uniform": "uniforme",
    "very": "muy; mucho; tan; bastante; sumamente",
    "deeply": "profundamente; profundo",
    "extremely": "extremadamente; increíblemente",
    "slightly": "ligeramente; levemente; un poco; algo; un tanto; poco",
    "always": "siempre",
    "slowly": "despacio; lentamente; lento; con calma al hablar; pausado; pausadamente",
    "fast": "rápido; deprisa; rápidamente; aprisa",
    "lively": "vivaz; vivo; enérgico; vivaracho",
    "speaking": "habla; hablando; hablar",
    "nodding": "asintiendo; asiente; asiente con la cabeza",
    "looking down": "mirando hacia abajo; mirada baja; mira hacia abajo",
    "head tilted to the side": "cabeza ladeada; ladea la cabeza; la cabeza ladeada; inclina la cabeza",
    "eyebrows raised": "cejas levantadas; levanta las cejas; cejas alzadas",
    "frowning": "ceño fruncido; frunce el ceño; el ceño fruncido",
    "soft": "suave",
    "thoughtful": "pensativo; reflexivo",
    "not": "no; nada; ni; tampoco; menos",
    "never": "nunca; jamás",
    "without": "sin",
    "but": "pero; sino; más bien",
    "and": "y; e",
    "with": "con",
    # what is said to somebody
    "happy birthday": "feliz cumpleaños; feliz cumple; felicidades por tu cumpleaños",
    "congratulations": "felicidades; felicitaciones; enhorabuena",
    "merry christmas": "feliz navidad; felices fiestas",
    "happy new year": "feliz año nuevo; feliz año",
    "I am so happy for you": "me alegro por ti; me alegro mucho por ti",
    "I am so glad": "me alegro; me alegra; qué alegría",
    "I love you": "te quiero; te amo; os quiero; los quiero; te adoro; te quiero mucho",
    "I love you with all my heart": "te quiero con todo mi corazón; te amo con todo mi corazón; con todo mi corazón",
    "I kiss you goodnight": "un beso de buenas noches; beso de buenas noches",
    "my darling": "mi amor; mi vida; mi cielo; corazón mío; cariño mío; mi niña; mi niño",
    "good night": "buenas noches",
    "I miss you": "te echo de menos; te extraño; os echo de menos; os extraño; los extraño; te echo mucho de menos;"
    " los echo de menos",
    "I miss you every day": "te extraño cada día; os extraño cada día; te echo de menos cada día",
    "I am so sorry": "lo siento; lo siento mucho; cuánto lo siento",
    "forgive me": "perdóname; perdonadme; perdónenme; perdón",
    "goodbye, my love": "adiós mi amor; hasta siempre",
    "thank you for everything": "gracias por todo; gracias a todos; gracias por venir; gracias a todos por venir",
    "thank you": "gracias",
    "give everyone a hug from me": "dale un abrazo a todos; un abrazo a todos; abrazos a todos; dad un abrazo a todos",
    "I am proud of you": "estoy orgulloso de ti; orgulloso de ti; orgulloso de vosotros; orgulloso de ustedes;"
    " estoy orgulloso de vosotros",
    "well done": "bien hecho; muy bien hecho",
    "you did it": "lo has conseguido; lo conseguiste; lo lograste; lo has logrado; lo hiciste",
    "I always knew you could do it": "siempre supe que podrías; siempre supe que lo lograrías; sabía que podrías",
    "don't tell your mother": "no se lo digas a tu madre; no se lo cuentes a tu madre; no se lo digas a mamá",
    "I was only joking": "era broma; es broma; estaba bromeando",
    "promise me that you will look after your mother": "prométeme que cuidarás; prométeme",
    "rest in peace": "descanse en paz; descansen en paz",
    "it was not your fault": "no fue culpa tuya; no fue tu culpa; no es culpa tuya",
    "I am always with you": "siempre estaré contigo; siempre estoy contigo; siempre estaré a tu lado",
    "take care": "cuídate; cuidaos; cuídense",
}
# Words that are Spanish and mean nothing here
_LITTLE = frozenset(
    re.findall(
        r"\w+",
        """
        de del la el los las un una unos unas en al que su sus mi mis tu tus me te se nos os lo le les por para como
        cuando donde es son está están era fue ser estar hay ha han más muy este esta esto ese esa eso desde hasta entre
        sobre bajo ante tras quien cual cada todo toda todos todas qué cómo sí ya aquí allí hoy ayer mañana porque
        nuestro nuestra vuestro vuestra ellos ellas nosotros usted ustedes tiene tienen después antes mientras también
        """,
    )
)
# Given names that are also feelings or lights; as names they say nothing of either
_NAMES = frozenset(
    re.findall(
        r"\w+",
        "dolores consuelo paz alba aurora soledad luz esperanza felicidad serena dulce amada gracia remedios clara",
    )
)
_MARKS = re.compile(r"[¿¡ñáéíóúü]")
_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|[^\w\s]")
_VERY = "isim"
_PUNCTUATION = ",.;:!?()"


def _plain(word: str) -> str:
    """A word in small letters without accents; ñ stays."""
    parts = unicodedata.normalize("NFD", word.lower().replace("ñ", "\0"))
    return "".join(c for c in parts if c.isalpha() or c == "\0").replace("\0", "ñ")


def _singular(word: str) -> str:
    plain = _plain(word)
    return plain.removesuffix("s") if len(plain) > 3 else plain


def _stem(word: str) -> str:
    """A plain word without the endings of gender and number."""
    singular = _singular(word)
    return re.sub(r"[oae]$", "", singular) if len(singular) > 3 else singular


def table(phrases: Mapping[str, str]) -> dict[tuple[str, ...], str]:
    """The words of each Spanish phrase -> its English, of English -> phrases with semicolons between.

    They stand there plain, and by their stems, of which the first of two that are the same counts (abuelo, abuela).
    """
    pairs = [(phrase.split(), english) for english, some in phrases.items() for phrase in some.split("; ")]
    exact = {tuple(map(_plain, words)): english for words, english in pairs}
    stems = {tuple(map(_stem, words)): english for words, english in reversed(pairs)}
    return stems | exact


_ENGLISH = table(_SPANISH)
_KNOWN = frozenset(stem for phrase in _ENGLISH for stem in phrase) | frozenset(map(_stem, _LITTLE))
_ENGLISH_WORDS = frozenset(re.findall(r"\w+", " ".join(_SPANISH).lower())) | frozenset(
    re.findall(
        r"\w+",
        """
        an of in on at to for from is are was her his our your she they it this that who we as like so do does had been
        be by or when what how says looks photo picture portrait
        """,
    )
)


def holds_spanish(text: str, more: Mapping[tuple[str, ...], str] | None = None) -> bool:
    """Whether at least half of the words of `text` are known to be Spanish, and more of them than English.

    What both languages have, such as "formal", counts for neither. `more` is a `table` of further words.
    """
    known = _KNOWN.union(*more) if more else _KNOWN
    words = re.findall(r"[^\W\d_]+", text.lower())
    spanish = sum(_known(word, known) and word not in _ENGLISH_WORDS for word in words)
    english = sum(word in _ENGLISH_WORDS and not _known(word, known) for word in words)
    return spanish > english and 2 * (spanish + bool(_MARKS.search(text.lower()))) >= len(words)


def _known(word: str, known: Collection[str]) -> bool:
    return _plain(word) in known or _stem(word) in known


def _is_name(tokens: list[str], at: int) -> bool:
    """Whether a word is a name: it has a capital, and does not begin a sentence that goes on in small letters."""
    if tokens[at].lower() not in _NAMES or not tokens[at][0].isupper():
        return False
    return at > 0 or not tokens[at + 1 : at + 2] or not tokens[at + 1][0].islower()


def spanish_to_english(text: str, more: Mapping[tuple[str, ...], str] | None = None) -> str:
    """The words of `text` that the table, or `more` (of `table`), knows, in English; punctuation as it is."""
    known = {**_ENGLISH, **more} if more else _ENGLISH
    longest = max(map(len, known))
    tokens = _TOKEN.findall(text)
    tokens = ["" if _is_name(tokens, at) else token for at, token in enumerate(tokens)]
    pieces, at = [], 0
    while at < len(tokens):
        found, english = _phrase(tokens[at : at + longest], known)
        pieces += english
        at += found
    return re.sub(r" ([,.;:!?])", r"\1", " ".join(pieces))


def _phrase(tokens: list[str], known: Mapping[tuple[str, ...], str]) -> tuple[int, list[str]]:
    """How many of the first tokens are one phrase, at least 1, and its English; no English for an unknown word."""
    for count in range(len(tokens), 0, -1):
        for form in (_plain, _singular, _stem):
            if english := known.get(tuple(map(form, tokens[:count]))):
                return count, [english]
    word = _stem(tokens[0])
    if word.endswith(_VERY) and (english := known.get((word.removesuffix(_VERY),))):  # “orgullosísima”
        return 1, ["very", english]
    return 1, [tokens[0]] if tokens[0] and tokens[0] in _PUNCTUATION else []
