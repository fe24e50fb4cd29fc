"""The phrases that every choice of a Direction is compared with.

A piece of a prompt is taken for the choice whose phrases are nearest to it in meaning, unless it is nearer to a plain
description. The lists are what to change when a prompt is misread.
"""

PLAIN = "plain"

EMOTION_ANCHORS: dict[str, tuple[str, ...]] = {
    "warm": (
        "warm", "friendly", "kind and welcoming", "warm-hearted", "a warm smile", "affectionate", "hospitable",
        "kind eyes", "genial", "caring", "nurturing", "motherly", "hearty", "affable", "cuddly", "a soft smile",
    ),
    "happy": (
        "happy", "joyful", "laughing", "cheerful", "smiling broadly", "delighted", "full of joy", "celebrating",
        "beaming with happiness", "glad", "overjoyed", "jolly", "cheery", "merry", "radiant", "chuckling", "big smile",
    ),
    "tender": (
        "tender", "tenderly", "gentle and loving", "lullaby", "whispering softly", "sweetly to her baby",
        "soft loving voice", "tenderness", "adoring", "devoted", "doting", "sweet", "lovely", "touched",
        "emotional",
    ),
    "proud": (
        "proud", "proudly", "proud of you", "pride", "triumphant", "honoured by an achievement",
        "proud of the grandchildren", "accomplished", "boasting", "confident",
    ),
    "playful": (
        "playful", "cheeky", "mischievous", "joking", "teasing", "silly", "a cheeky grin", "witty and funny",
        "a prankster", "a twinkle in the eye", "telling a joke", "amused", "humorous", "goofy", "sassy",
    ),
    "solemn": (
        "solemn", "serious", "formal", "grave and dignified", "stern", "ceremonial", "respectful",
        "a formal speech", "sober", "official", "austere", "earnest", "noble", "stoic", "reverent", "military",
        "sombre", "strict", "regal",
    ),
    "sad": (
        "sad", "grief", "grieving", "sorrow", "missing him", "mourning", "tears", "crying", "heartbroken",
        "melancholy", "lonely", "wistful", "depressed", "gloomy", "nostalgic", "yearning", "sorry", "bittersweet",
    ),
    "comforting": (
        "comforting", "everything will be all right", "reassuring", "consoling", "do not worry", "soothing",
        "do not be afraid", "calming", "I am here for you", "encouraging words", "peaceful", "patient",
        "protective",
    ),
    "surprised": (
        "surprised", "what a surprise", "astonished", "amazed", "shocked", "eyes wide open", "cannot believe it",
        "unexpected", "startled", "in awe",
    ),
    PLAIN: (
        "a photo", "a picture of my father", "a portrait of a man", "a woman", "grandmother", "grandfather",
        "mother", "my brother", "my late husband", "friend", "a soldier in uniform", "grey hair and glasses",
        "a blue dress", "in the garden", "at home in the kitchen", "a dog", "a house", "young", "old",
        "elderly man", "children", "baby", "morning light", "soft light", "golden hour", "sunset",
        "black and white", "sepia", "candlelight", "cold", "blurred background", "dark background", "speaking",
        "voice", "slow", "fast", "quiet", "thoughtful", "calm", "face", "eyes", "name", "day", "wedding", "1940",
        "teacher", "a suit and a hat", "looking at the camera", "worried", "anxious", "tired", "sick", "angry",
        "grumpy", "graceful", "elegant", "puzzled", "shy", "humble", "wise", "strong", "brave",
    ),
}  # fmt: skip

LIGHT_ANCHORS: dict[str, tuple[str, ...]] = {
    "morning light": (
        "morning light", "soft morning sun", "sunrise", "early morning", "dawn", "daybreak",
    ),
    "golden hour": (
        "golden hour", "sunset", "sunset light", "warm evening sun", "golden light", "late afternoon sun",
        "dusk glow", "afternoon light",
    ),
    "candlelight": (
        "candlelight", "candles", "lit by candles", "by the fireside", "firelight", "warm lamp light",
        "lantern light",
    ),
    "cool": (
        "cool light", "cold blue light", "cold blue winter light", "moonlight", "overcast grey light",
        "cool colours", "wintry light", "bluish tones",
    ),
    "black and white": (
        "black and white", "monochrome", "greyscale", "black and white photograph", "without colour",
    ),
    "sepia": (
        "sepia", "sepia tone", "brown vintage tone", "an old brownish print", "antique photograph tint",
    ),
    PLAIN: (
        "a photo", "a portrait", "a woman", "an old photograph from 1920", "a picture of my father", "grandmother",
        "speaking", "laughing", "warm", "a warm smile", "proud", "sad", "happy", "solemn", "gentle", "lullaby",
        "garden", "kitchen", "soft voice", "good morning", "evening", "winter", "a cold day", "grey hair",
        "white hair", "blue dress", "brown suit", "black hat", "dark background", "soft background",
        "blurred background", "bright", "a birthday party", "window", "cool guy", "vintage", "1940", "young", "old",
        "twinkle in the eye", "morning", "golden", "golden retriever", "a gold ring", "a black and white dress",
        "black cat and white dog", "sunny day", "autumn", "window light", "blue sky",
    ),
}  # fmt: skip

BACKGROUND_ANCHORS: dict[str, tuple[str, ...]] = {
    "softened": (
        "soft background", "blurred background", "background out of focus", "bokeh", "blur the background",
        "shallow depth of field", "softened background",
    ),
    "dimmed": (
        "dark background", "dimmed background", "darken the background", "background in shadow", "black background",
        "dim background",
    ),
    PLAIN: (
        "background", "a plain background", "the same background", "a portrait", "soft light", "soft voice",
        "a dark suit", "black and white", "dark hair", "dim light", "blurry photo", "garden in the background",
        "sea in the background", "a woman", "sad", "happy", "evening", "night", "candlelight", "cool light",
        "shadow", "focus",
    ),
}  # fmt: skip

# What a face may be asked to do beside a feeling; the gesture network learned these words
HABIT_ANCHORS: dict[str, tuple[str, ...]] = {
    "nodding": ("nodding", "nods often", "nodding in agreement", "nods along while speaking"),
    "still": ("holding the head still", "motionless", "very still", "hardly moving", "a calm, still head"),
    "lively": ("moving the head a lot", "animated", "lively", "restless", "energetic"),
    "looking down": ("looking down", "eyes lowered", "a lowered gaze", "downcast eyes"),
    "looking up": ("looking up", "eyes turned upward", "gazing upward"),
    "looking away": ("looking away", "looking aside", "avoiding the eyes", "looking to the side"),
    "brows raised": ("eyebrows raised", "raised brows", "with lifted eyebrows"),
    "frowning": ("frowning", "a furrowed brow", "knitted brows", "brow furrowed in thought"),
    "broad smile": ("smiling broadly", "a big smile", "grinning", "a wide grin"),
    "slight smile": ("a slight smile", "smiling a little", "a faint smile", "a hint of a smile"),
    "mouth down": ("corners of the mouth turned down", "a downturned mouth", "pouting"),
    "tilted": ("head tilted to the side", "tilting the head", "a tilted head"),
    "chin raised": ("chin raised", "head held high", "chin up"),
    "chin lowered": ("chin lowered", "head bowed", "bowing the head"),
    "wide eyes": ("eyes wide open", "wide eyes", "wide-eyed"),
    "narrow eyes": ("narrowed eyes", "squinting", "eyes half closed"),
    "blinking often": ("blinking a lot", "blinking often", "fluttering eyelids"),
    "hardly blinking": ("hardly blinking", "an unblinking stare", "staring"),
}  # fmt: skip
