"""Chinese words for a person's looks and their English: those that describe a portrait, not a performance."""

from __future__ import annotations

_PEOPLE = {
    "man": "男人 男子 男士 男性", "gentleman": "先生 老先生", "woman": "女人 女子 女性", "lady": "女士",
    "old lady": "老太太 老奶奶 老妇人", "old man": "老头 老大爷 老爷爷", "elderly": "老年 年老 年迈", "old": "老",
    "middle-aged": "中年", "young": "年轻 青年", "young woman": "姑娘 女孩 少女", "young man": "小伙子 男孩 少年",
    "years old": "岁", "about": "大约 左右 大概", "son": "儿子", "daughter": "女儿", "uncle": "叔叔 伯伯 舅舅",
    "aunt": "阿姨 姑姑 姨妈", "granddaughter": "孙女", "grandson": "孙子",
}  # fmt: skip
_LOOKS = {
    "with": "戴着 戴 穿着 穿 有 留着", "glasses": "眼镜", "moustache": "小胡子", "beard": "胡子 胡须",
    "hair": "头发", "white hair": "白发", "grey hair": "灰发 花白头发", "black hair": "黑发", "brown hair": "棕发",
    "blonde hair": "金发", "long hair": "长发", "short hair": "短发", "bald": "秃头 光头", "suit": "西装 西服",
    "jacket": "外套 夹克", "dress": "裙子 连衣裙", "blouse": "衬衫", "tie": "领带", "black": "黑色 黑",
    "red": "红色 红",
    "blue": "蓝色 蓝", "white": "白色 白", "grey": "灰色 灰", "brown": "棕色", "yellow": "黄色", "purple": "紫色",
    "background": "背景", "looking at the camera": "看着镜头 面向镜头", "smiling broadly": "开怀大笑",
    "in colour": "彩色", "close-up": "特写 近景", "head and shoulders": "半身 证件照 头肩像", "wall": "墙 墙壁",
    "dark grey background": "深灰色背景", "light grey background": "浅灰色背景", "dark blue background": "深蓝色背景",
    "green": "绿色", "pink": "粉色", "cream": "米色",
    "dark skin": "深色皮肤 黑皮肤 深肤色", "fair skin": "白皮肤 皮肤白皙 浅肤色", "brown skin": "棕色皮肤 小麦色皮肤",
    "Black": "黑人 非洲", "East Asian": "亚洲 东亚 中国", "European": "欧洲", "South Asian": "印度 南亚",
    "hair tied back": "扎着头发 马尾", "clean-shaven": "没有胡子 没留胡子",
    "without a smile": "不笑 没有笑容", "without glasses": "不戴眼镜 没戴眼镜",
}  # fmt: skip
SEEN = {word: english for table in (_PEOPLE, _LOOKS) for english, words in table.items() for word in words.split()}
