"""The fields of the Brief, and what can be chosen in them."""

# field of the Brief -> (English label, Chinese label, Chinese help)
FIELDS = {
    "photo": ("Photograph", "照片", "照片"),
    "prompt": ("Description", "描述", "用平常的话写下人物、心情和光线"),
    "words": ("Words", "要说的话", "要说的话；有录音时是录音的文字稿，用作字幕"),
    "recording": ("Recording", "录音", "用录音代替合成声音"),
    "driver": ("Film", "视频", "有人表演的视频：带动表情和头部；没有文字时也用它的声音"),
    "relation": ("Who you are to this person", "您与此人的关系", "您与照片中人的关系：“她的外孙”"),
    "basis": ("Why you may use it", "使用依据", "您为什么可以使用照片和声音"),
    "adult": ("I am an adult", "我已成年", "您已成年"),
    "voice": ("Voice", "声音", "声音的名字；自动则按语言选择"),
    "pronounce": ("How names are pronounced", "名字的读音", "名字怎么读，例如“乐 = /yuè/”"),
    "language": ("Language", "语言", "文字的语言"),
    "face": ("Face number", "第几张脸", "有几张脸时由哪一张说话，1 是最大的"),
    "size": ("Longest side", "最长边", "短片最长边的像素数；较小的照片保持原大小"),
    "fps": ("Frames per second", "每秒帧数", "每秒的画面数"),
    "seed": ("Seed", "种子", "同样的种子做出同样的短片；留空则随机"),
    "lips": ("Lips", "嘴部动作", "说话时嘴动多少；0 表示闭着"),
    "head_motion": ("Head motion", "头部动作", "头动多少；0 表示不动"),
    "blink": ("Blinking", "眨眼", "多久眨一次眼；0 表示不眨"),
    "expression": ("Expression", "神情", "神情有多明显；0 表示没有"),
    "refine": (
        "Draw mouth and eyelids in detail", "补全口腔与眼睑",
        "由网络画出牙齿、口腔和闭上的眼睑；关闭则只移动照片",
    ),
    "emotion": ("Feeling", "心情", "心情"),
    "sentence_feelings": (
        "Let each sentence have its own feeling", "每句话有自己的神情",
        "让明显带有感情的句子显出自己的神情",
    ),
    "strength": ("Strength", "强度", "心情的强度，0 到 1"),
    "pace": ("Pace", "语速", "语速，0.7 到 1.4"),
    "light": ("Light", "光线", "光线"),
    "background": ("Background", "背景", "背景"),
    "title": ("Title card", "片头文字", "短片开头的文字"),
    "captions": ("Captions in the picture", "画面字幕", "说话时在画面中显示文字"),
    "music": ("Music", "音乐", "在声音下轻轻播放的音乐"),
    "person": (
        "Use what Revive learned about", "使用学过的人",
        "学过的人的动作、面容、声音和读音；留空则用随附的通用版本",
    ),
    "face_detector": ("Face detector", "人脸检测", "用什么寻找人脸"),
}  # fmt: skip

# the choices of a field -> Chinese
CHOICES_ZH = {
    "auto": "自动", "neutral": "平静", "warm": "温暖", "happy": "快乐", "tender": "温柔", "proud": "骄傲",
    "playful": "俏皮", "solemn": "庄重", "sad": "忧伤", "comforting": "安慰", "surprised": "惊讶",
    "as it is": "保持原样", "morning light": "晨光", "golden hour": "夕阳", "candlelight": "烛光", "cool": "冷色",
    "black and white": "黑白", "sepia": "怀旧棕", "softened": "柔化", "dimmed": "调暗",
}  # fmt: skip
