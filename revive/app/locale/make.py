"""The head of the page, its tabs, and the tab Make a clip."""

TEXT = {
    "tagline": (
        "A photograph of someone you miss, and words from your family, become a short talking clip. Everything happens"
        " on this computer.",
        "用一张思念的人的照片，加上家人的话语，做成一段会说话的短片。一切都在这台电脑上完成。",
    ),
    "tab_make": ("Make a clip", "制作短片"),
    "tab_portrait": ("Portrait", "照片"),
    "tab_voice": ("Voice", "声音"),
    "tab_act": ("Act it yourself", "亲自演"),
    "tab_motion": ("Motion", "动作"),
    "tab_clip": ("Clip", "成片"),
    "tab_teach": ("Teach", "学习"),
    "tab_about": ("About", "说明"),
    "step_photo": ("2 · The photograph", "二 · 照片"),
    "step_photo_hint": (
        "One clear face, seen from the front. Old prints, paintings and black and white are welcome.",
        "正面、清晰的一张脸。老照片、画像、黑白照片都可以。",
    ),
    "step_words": ("3 · What should be said", "三 · 要说的话"),
    "step_words_hint": (
        "Type words, and a synthetic voice reads them; or add a recording, which is used as it is. You can also say it"
        " to the camera yourself, on the tab “Act it yourself”.",
        "输入文字，由合成声音朗读；也可以添加录音，录音会按原样使用。您还可以在“亲自演”里对着镜头自己说。",
    ),
    "step_consent": ("1 · Whose photograph it is", "一 · 这是谁的照片"),
    "consent_first": (
        "Please answer the three questions of step 1 first; then Revive will look at this.",
        "请先回答第一步的三个问题，之后才会查看这里的内容。",
    ),
    "step_prompt": ("4 · The person, the mood, the light", "四 · 人物、心情与光线"),
    "step_prompt_hint": (
        "You can leave this empty. Describe in your own words how the clip should feel, how fast they speak, the light"
        " and the background.",
        "可不填。用您自己的话描述心情、语速、光线和背景。",
    ),
    "typed": ("Words", "文字"),
    "recorded": ("A recording", "录音"),
    "words_placeholder": ("Happy birthday, Tom. I am so proud of you.", "生日快乐，小明。我真为你骄傲。"),
    "consent_placeholder": ("her grandson", "她的外孙"),
    "consent_info": (
        "Say who you are to this person, and why you may use their photograph and voice. Revive looks at nothing"
        " before. Your answers are stored only in the job file of your clip, or with a person whom Revive knows.",
        "请说明您与此人的关系，以及您为什么可以使用照片和声音。在此之前不会查看任何内容。"
        "您的回答只保存在短片的任务文件里，或与学过的人放在一起。",
    ),
    "prompt_placeholder": ("Grandma, warm and proud, soft morning light", "奶奶，温暖而骄傲，柔和的晨光"),
    "understood": ("What Revive understood", "理解到的意思"),
    "understood_hint": (
        "This was read from your description. Change whatever is not as you meant it.",
        "这是从您的描述中读出的。不合您意的地方，随时可以改。",
    ),
    "more": ("More settings", "更多设置"),
    "group_voice": ("Voice and picture", "声音与画面"),
    "group_motion": ("Movement", "动作"),
    "group_clip": ("Finishing", "成片"),
    "example_title": ("New here? Start with an example.", "第一次来？先试一个例子。"),
    "example_button": ("Fill in the example", "填入例子"),
    "make": ("Make the clip", "制作短片"),
    "cancel": ("Cancel", "取消"),
    "erase": ("Delete everything from this visit", "删除这次使用的全部内容"),
    "erased": ("Deleted: {n} files ({files}).", "已删除 {n} 个文件（{files}）。"),
    "face_found": ("The face that was found", "找到的人脸"),
    "clip_label": ("Your clip", "您的短片"),
    "result_empty": (
        "Your clip will appear here. A photograph and one sentence are enough to begin.",
        "短片会出现在这里。有一张照片和一句话就可以开始。",
    ),
    "download_clip": ("Save the clip", "保存短片"),
    "download_captions": ("Captions (.srt)", "字幕（.srt）"),
    "download_job": ("Job file", "任务文件"),
    "load_job": ("Load a job file", "载入任务文件"),
    "recording_heard": (
        "The clip will use this recording. If you also type its words, they become the captions.",
        "短片会使用这段录音。如果也输入录音里的话，文字会成为字幕。",
    ),
    "one_face": ("One face was found. The photograph can be used.", "找到一张脸，照片可以使用。"),
    "many_faces": (
        "{n} faces were found. The coloured one, number {face}, will speak; touch another face to choose it instead.",
        "找到 {n} 张脸。彩色的第 {face} 张会说话，点一下别的脸可以更换。",
    ),
    "photo_first": ("Please choose a photograph first; it will be shown here.", "请先选择照片，照片会显示在这里。"),
}  # fmt: skip
