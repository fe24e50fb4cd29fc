"""Chinese prompts: a small table of the words that describe a mood, a light, a background, into English.

The sentence encoder reads English only. A prompt is cut at the longest words the table knows; what it does not know
(names, clothes) is left out, and punctuation stays, so that clauses stay clauses.
"""

from __future__ import annotations

# Traditional -> simplified, only the characters that the table below uses
_SIMPLIFIED = str.maketrans(
    "溫慈愛親藹開興樂驕傲豪賀調頑逗趣說話嚴肅莊傷難過淚懷離別寧慰擔沒關係驚訝嚇為這個媽爺婆兒孫陽燭爐舊復懷調藍陰虛暗淡點緩輕當極歡甜誇獎鼓勵鬧戲謔認真隆鄭憂鬱孤獨撫壓別燈復褐單黃後",
    "温慈爱亲蔼开兴乐骄傲豪贺调顽逗趣说话严肃庄伤难过泪怀离别宁慰担没关系惊讶吓为这个妈爷婆儿孙阳烛炉旧复怀调蓝阴虚暗淡点缓轻当极欢甜夸奖鼓励闹戏谑认真隆郑忧郁孤独抚压别灯复褐单黄后",
)

_CHINESE = {
    "warm": "温暖",
    "friendly": "亲切 友善 亲和",
    "kind and welcoming": "和蔼",
    "warm kind eyes": "慈祥",
    "warm-hearted": "热情 热心 暖心",
    "kind and friendly": "和善",
    "happy": "开心 高兴 快乐 幸福",
    "joyful": "喜悦 欢乐 欢喜 喜气",
    "laughing": "大笑",
    "smiling": "微笑 笑着",
    "smile": "笑容 笑",
    "cheerful": "乐呵呵 愉快",
    "delighted": "欣喜",
    "excited and happy": "兴奋",
    "beaming": "灿烂",
    "celebrating": "祝贺 庆祝",
    "tender": "温柔 柔情",
    "tender and loving": "慈爱 疼爱 深情 爱意 呵护",
    "lullaby": "摇篮曲 哄",
    "whispering softly": "轻声",
    "sweet and loving": "甜蜜",
    "loving": "爱",
    "I love you": "我爱你 爱你",
    "I miss you": "想你 想你们 想念你 想念你们",
    "congratulations": "恭喜",
    "thank you": "谢谢 感谢",
    "you can do it": "加油",
    "good night": "晚安",
    "proud": "自豪 骄傲 引以为傲 得意",
    "proud of you": "为你骄傲 夸奖",
    "honoured": "光荣 荣耀",
    "proud and glad": "欣慰",
    "cheeky": "调皮",
    "mischievous": "顽皮 淘气",
    "humorous": "幽默 诙谐",
    "joking": "玩笑",
    "witty": "风趣",
    "playful": "俏皮 嬉闹",
    "teasing": "逗 戏谑",
    "funny and joking": "搞笑",
    "silly": "滑稽",
    "joker": "活宝",
    "solemn": "庄严 肃穆 庄重 郑重",
    "serious": "严肃 正经",
    "formal": "正式",
    "stern": "威严 严厉",
    "earnest": "认真",
    "ceremonial": "隆重",
    "grave": "凝重",
    "sad": "悲伤 伤心 难过 忧伤",
    "grieving": "哀伤",
    "grief": "悲痛 沉痛",
    "tears": "流泪 眼泪",
    "crying": "哭 哭泣",
    "missing him": "怀念 思念 想念",
    "melancholy": "忧郁",
    "lonely": "孤独 寂寞",
    "mourning": "哀悼",
    "wistful": "惆怅",
    "heartbroken": "心碎",
    "farewell": "告别 离别 不舍",
    "comforting": "安慰",
    "soothing": "抚慰 安抚",
    "reassuring, do not worry": "别担心 不要担心 不用担心",
    "everything will be all right": "没事 一切都会好 会好的 会好起来",
    "reassuring, do not be afraid": "别怕 不要怕",
    "reassuring": "安心 放心",
    "encouraging words": "鼓励",
    "I am here for you": "有我在",
    "reassuring, everything will be all right": "没关系",
    "comforting, do not worry": "别难过 别哭",
    "surprised": "惊讶 吃惊",
    "what a surprise": "惊喜",
    "very astonished": "大吃一惊",
    "shocked": "震惊",
    "astonished": "诧异",
    "unexpected": "没想到 意外",
    "amazed": "惊奇",
    "cannot believe it": "不敢相信",
    "startled": "吓了一跳",
    "morning light": "晨光 早晨",
    "early morning light": "清晨",
    "sunrise": "朝阳 日出",
    "light of dawn": "晨曦 黎明",
    "golden hour": "金色时光 黄昏",
    "sunset light": "夕阳 日落 余晖",
    "late afternoon sun": "傍晚",
    "golden light": "金色",
    "candlelight": "烛光 蜡烛",
    "firelight": "炉火",
    "lantern light": "油灯",
    "warm lamp light": "灯光",
    "cool colours": "冷色 冷色调",
    "cool light": "冷光 清冷",
    "bluish tones": "蓝色调",
    "moonlight": "月光",
    "overcast grey light": "阴天",
    "black and white": "黑白",
    "monochrome": "单色",
    "sepia tone": "怀旧色调 复古色 复古色调 泛黄 老照片色 褐色调 旧照片色",
    "sepia": "棕褐色",
    "blurred background": "背景虚化 虚化背景 模糊背景 背景模糊 模糊的背景 虚化",
    "soft background": "柔和背景 背景柔和 柔化背景 柔和的背景",
    "dark background": "暗背景 背景变暗 暗色背景 深色背景 背景调暗 昏暗的背景 背景暗 较暗的背景 暗淡的背景",
    "black background": "黑色背景",
    "grandma": "奶奶 外婆 姥姥",
    "grandpa": "爷爷 外公 姥爷",
    "elderly person": "老人",
    "father": "父亲",
    "dad": "爸爸",
    "mother": "母亲",
    "mum": "妈妈",
    "a photo": "照片",
    "a portrait": "肖像",
    "wife": "太太 妻子",
    "husband": "丈夫",
    "teacher": "老师",
    "friend": "朋友",
    "very": "非常 特别 十分 很",
    "extremely": "极 极其",
    "very much": "极了",
    "deeply": "深深",
    "so": "太",
    "slightly": "有点 有些 略带 微微 稍微 淡淡",
    "a little": "一点",
    "slowly": "慢慢 缓慢",
    "slow": "慢",
    "unhurried": "从容",
    "fast": "快 语速快",
    "lively": "轻快 活泼",
    "not": "不 不要 并不 不是 别",
    "no": "没有",
    "without": "无",
    "but": "但 而是 但是",
    "soft": "柔和",
    "and": "和 而",
}
_ENGLISH = {word: english for english, words in _CHINESE.items() for word in words.split()}
_PUNCTUATION = str.maketrans("，。！？；：、（）", ",.!?;:,,,")


def holds_chinese(text: str) -> bool:
    """Whether there is a Chinese character in `text`."""
    return any("\u4e00" <= c <= "\u9fff" for c in text)


def to_english(text: str, more: dict[str, str] | None = None) -> str:
    """The words of `text` that the table, or `more`, knows, in English; Latin letters and punctuation as they are."""
    known = {**_ENGLISH, **more} if more else _ENGLISH
    longest = max(map(len, known))
    text = text.translate(_SIMPLIFIED).translate(_PUNCTUATION)
    pieces, at = [], 0
    while at < len(text):
        word = next((text[at : at + n] for n in range(longest, 0, -1) if text[at : at + n] in known), text[at])
        pieces.append(f" {known[word]} " if word in known else "" if holds_chinese(word) else word)
        at += len(word)
    return " ".join("".join(pieces).split())
