"""What voices say when they are compared: sentences in which every sound of the language is likely to occur.

`FITTED` are those by which a likeness is found; `SPEECH_INPUTS` is the one by which it is judged and listened to.
"""

from __future__ import annotations

FITTED = {
    "en": (
        "The old house by the river was full of music.",
        "Do you remember how the dog chased five yellow kites across the beach?",
        "We were young then, and just a little foolish, but oh, how we laughed.",
    ),
    "zh": ("河边的老房子里总是有音乐。", "你还记得小狗在沙滩上追五个黄色的风筝吗？", "那时候我们年轻，笑得真开心。"),
    "ja": ("川のそばの古い家には、いつも音楽がありました。", "犬が浜辺で黄色い凧を追いかけたのを覚えていますか。"),
    "es": ("La vieja casa junto al río siempre estaba llena de música.", "¿Recuerdas al perro en la playa?"),
    "fr": ("La vieille maison près de la rivière était pleine de musique.", "Te souviens-tu du chien sur la plage ?"),
    "it": ("La vecchia casa vicino al fiume era sempre piena di musica.", "Ricordi il cane sulla spiaggia?"),
    "pt": ("A velha casa perto do rio estava sempre cheia de música.", "Você se lembra do cachorro na praia?"),
    "hi": ("नदी के पास का पुराना घर हमेशा संगीत से भरा रहता था।", "क्या तुम्हें याद है कि कुत्ता समुद्र के किनारे दौड़ता था?"),
}  # fmt: skip
HEARD = {
    "en": "I made the soup the way you like it, with far too much pepper, and nobody wanted to leave before the cake.",
    "zh": "我按你喜欢的口味做了汤，胡椒放得太多了，可是谁也不想在吃蛋糕之前走。",
    "ja": "あなたの好きな味でスープを作りました。ケーキの前に帰りたい人は誰もいませんでした。",
    "es": "Hice la sopa como a ti te gusta, con demasiada pimienta, y nadie quería irse antes del pastel.",
    "fr": "J'ai fait la soupe comme tu l'aimes, avec beaucoup trop de poivre, et personne ne voulait partir.",
    "it": "Ho fatto la zuppa come piace a te, con troppo pepe, e nessuno voleva andare via prima della torta.",
    "pt": "Fiz a sopa do jeito que você gosta, com pimenta demais, e ninguém queria ir embora antes do bolo.",
    "hi": "मैंने सूप वैसा ही बनाया जैसा तुम्हें पसंद है, और केक से पहले कोई जाना नहीं चाहता था।",
}
