"""Acting it, the movement, and the finished clip."""

TEXT = {
    "act_hint": (
        "Say it to the camera the way they would have. The photograph follows your lips, your face, your eyes and"
        " your head; the likeness stays theirs.",
        "像他们会说的那样，对着镜头说一遍。照片会跟着您的嘴唇、表情、眼神和头部动起来，样子仍然是他们的。",
    ),
    "act_how": (
        "Choose a film, or press the small camera under the frame to record one now. Sit facing it in good light, your"
        " face in the middle of the picture, and begin with a calm face and closed lips for a moment.",
        "选择一段视频，或按画面下方的小相机现在就录。在光线好的地方面对镜头坐好，脸在画面中间，开始时先闭上嘴，平静一会儿。",
    ),
    "act_words": (
        "Your voice is what is heard. If you also type words or add a recording, those are heard instead, and the film"
        " gives the face, the eyes and the head.",
        "短片里听到的是您的声音。如果还输入了文字或添加了录音，就会听到它们，视频只提供表情、眼神和头部动作。",
    ),
    "act_private": (
        "The film stays on this computer, and is deleted with everything else when you close the page.",
        "视频只留在这台电脑上，关闭页面时会和其他文件一起删除。",
    ),
    "act_amounts": ("How much of it", "动作幅度"),
    "film_leads": (
        "A film leads this clip. It is your voice that is heard, unless words or a recording are given too.",
        "这段短片由视频带动。听到的是视频里的声音，除非还给了文字或录音。",
    ),
    "film_silent": (
        "A film leads this clip. It has no sound, so the clip is silent unless words or a recording are given.",
        "这段短片由视频带动。视频没有声音，除非给了文字或录音，否则短片没有声音。",
    ),
    "motion_hint": (
        "Three small takes of the first sentence, each moving in its own way, and what moves in them. Use the one you"
        " like: the clip is then made with it.",
        "用第一句话快速生成三个小画面，动作各不相同，并显示其中的变化曲线。选用喜欢的一个，短片就按它制作。",
    ),
    "motion_show": ("Show three takes", "生成三个预览"),
    "takes_shown": ("Three takes. Below are the curves of the first.", "已生成三个预览，下面是第一个的曲线。"),
    "take_use": ("Use this one", "选用这个"),
    "take_used": ("Take {number} is used for the clip.", "短片将采用第 {number} 个。"),
    "timeline": ("What moves, and when", "动作随时间的变化"),
    "lane_mouth": ("Mouth", "嘴"),
    "lane_head": ("Head", "头"),
    "lane_gaze": ("Gaze", "目光"),
    "lane_blinks": ("Blinks", "眨眼"),
    "curve_mouth": ("opening", "张开"),
    "curve_pitch": ("nod", "点头"),
    "curve_yaw": ("turn", "转头"),
    "curve_roll": ("tilt", "歪头"),
    "curve_sideways": ("sideways", "左右"),
    "curve_downwards": ("down and up", "上下"),
    "curve_lids": ("lids", "眼睑"),
    "clip_hint": (
        "A title before the clip, captions and music; and saved jobs. A job file holds every setting and the seed,"
        " but not your photograph: choose that again, and the same clip is made.",
        "片头、字幕、音乐，以及保存的任务。任务文件包含所有设置和种子，但不含照片：重新选择照片，就能做出同样的短片。",
    ),
    "remake": ("Make it again", "重新制作"),
    "job_loaded": ("The job was loaded.", "任务已载入。"),
    "job_needs": (
        "The job was loaded. It does not hold your {files}; please choose it again.",
        "任务已载入。任务文件不包含{files}，请重新选择。",
    ),
    "file_photo": ("photograph", "照片"),
    "file_recording": ("recording", "录音"),
    "file_driver": ("film", "视频"),
    "file_music": ("music", "音乐"),
    "verify": ("Check a clip, picture or voice", "检验视频、图片或声音"),
    "verify_hint": (
        "Says what it carries: a signature, which shows whether anything was changed since; marks and labels, which are"
        " hints and prove nothing. The file is looked at on this computer and kept nowhere.",
        "说明它带有什么：签名能表明此后是否被改动；标记和标识只是线索，不能作为证明。文件只在这台电脑上查看，不会保存。",
    ),
    "verify_file": ("A file", "文件"),
}  # fmt: skip
