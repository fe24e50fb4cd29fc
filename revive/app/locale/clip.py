"""The tabs Act it yourself, Motion and Clip."""

TEXT = {
    "act_hint": (
        "Say it to the camera the way they would have said it. The photograph follows your lips, your face, your eyes"
        " and your head; the face stays theirs.",
        "像他们会说的那样，对着镜头说一遍。照片会跟着您的嘴唇、表情、眼神和头部动起来，面容仍然是他们的。",
    ),
    "act_how": (
        "Choose a film, or press the small camera under the frame to record one now. Sit facing the camera in good"
        " light, with your face in the middle of the picture. Begin with a calm face and closed lips for a moment.",
        "选择一段视频，或按画面下方的小相机现在就录。在光线好的地方面对镜头坐好，脸在画面中间，开始时先闭上嘴，"
        "平静一会儿。",
    ),
    "act_words": (
        "The clip has your voice. If you also type words or add a recording, the clip has those instead, and the film"
        " moves only the face, the eyes and the head.",
        "短片里是您的声音。如果还输入了文字或添加了录音，短片就改用它们，视频只带动表情、眼神和头部。",
    ),
    "act_private": (
        "The film stays on this computer, and is deleted with everything else when you close the page.",
        "视频只留在这台电脑上，关闭页面时会和其他文件一起删除。",
    ),
    "act_amounts": ("How strongly it moves", "动作幅度"),
    "film_leads": (
        "The photograph will move like the person in this film. The clip has the film's voice, unless you also type"
        " words or add a recording.",
        "照片会照着视频里的人动起来。短片使用视频里的声音，除非您还输入了文字或添加了录音。",
    ),
    "film_silent": (
        "The photograph will move like the person in this film. The film has no sound, so the clip is silent unless"
        " you also type words or add a recording.",
        "照片会照着视频里的人动起来。视频没有声音，除非您还输入文字或添加录音，否则短片没有声音。",
    ),
    "motion_hint": (
        "See the first sentence in three small versions that move differently, with curves of their movement. Choose"
        " the one you like; the clip then moves in the same way.",
        "用第一句话生成三个动作不同的小画面，并显示动作曲线。选用喜欢的一个，短片就按同样的方式动。",
    ),
    "motion_show": ("Show three versions", "生成三个预览"),
    "takes_shown": (
        "Here are three versions. The curves below belong to the first.",
        "已生成三个预览，下面是第一个的曲线。",
    ),
    "take_use": ("Use this one", "选用这个"),
    "take_used": ("The clip will move like version {number}.", "短片将采用第 {number} 个。"),
    "timeline": ("What moves when", "动作随时间的变化"),
    "lane_mouth": ("Mouth", "嘴"),
    "lane_head": ("Head", "头"),
    "lane_gaze": ("Eyes", "目光"),
    "lane_blinks": ("Blinks", "眨眼"),
    "curve_mouth": ("opening", "张开"),
    "curve_pitch": ("nod", "点头"),
    "curve_yaw": ("turn", "转头"),
    "curve_roll": ("tilt", "歪头"),
    "curve_sideways": ("sideways", "左右"),
    "curve_downwards": ("down and up", "上下"),
    "curve_lids": ("eyelids", "眼睑"),
    "clip_hint": (
        "Add a title before the clip, and captions. You can also load a job file: it has every setting and the seed of"
        " a clip, but not your photograph. Choose the photograph again, and you get the same clip.",
        "可以添加片头和字幕，也可以载入任务文件：它包含一段短片的所有设置和种子，但不含照片。重新选择照片，"
        "就能做出同样的短片。",
    ),
    "remake": ("Make it again", "重新制作"),
    "job_loaded": ("The job file was loaded.", "任务文件已载入。"),
    "job_needs": (
        "The job file was loaded. It does not contain your {files}; please choose it again.",
        "任务文件已载入，但不包含{files}，请重新选择。",
    ),
    "file_photo": ("photograph", "照片"),
    "file_recording": ("recording", "录音"),
    "file_driver": ("film", "视频"),
    "file_music": ("music", "音乐"),
    "verify": ("Check a clip, picture or voice", "检验视频、图片或声音"),
    "verify_hint": (
        "See how a file was made, as far as it says. A signature shows whether the file was changed afterwards; marks"
        " and labels are only hints and prove nothing. The file is examined on this computer and is not stored.",
        "查看文件是怎样制作的。签名能表明文件后来是否被改动；标记和标识只是线索，不能作为证明。"
        "文件只在这台电脑上查看，不会保存。",
    ),
    "verify_file": ("A file", "文件"),
}  # fmt: skip
