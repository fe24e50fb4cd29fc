"""The head of the page, its tabs, and the whole job on the first of them."""

TEXT = {
    "tagline": (
        "A photograph of someone you miss, and words from your family, become a short talking clip."
        " Everything happens on this computer.",
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
        "Your words, read by a synthetic voice; or a recording, which is used as it is. You can also act it yourself:"
        " see that tab.",
        "输入文字，由合成声音朗读；也可以使用录音，录音会按原样使用。您还可以亲自演一遍，见“亲自演”。",
    ),
    "step_consent": ("1 · Whose photograph it is", "一 · 这是谁的照片"),
    "consent_first": (
        "Once you have said in step 1 whose photograph it is, Revive will look at this.",
        "请先在第一步说明这是谁的照片，之后才会查看这里的内容。",
    ),
    "step_prompt": ("4 · The person, the mood, the light", "四 · 人物、心情与光线"),
    "step_prompt_hint": (
        "Optional, in plain words. It guides the feeling, the pace, the light and the background.",
        "可不填。用平常的话描述，决定心情、语速、光线和背景。",
    ),
    "typed": ("Words", "文字"),
    "recorded": ("A recording", "录音"),
    "words_placeholder": ("Happy birthday, Tom. I am so proud of you.", "生日快乐，小明。我真为你骄傲。"),
    "consent_placeholder": ("her grandson", "她的外孙"),
    "consent_info": (
        "Who you are to this person, and by what right you use the photograph and the voice. Your words are kept only"
        " in the job file beside your clip, or with a person Revive learned; nothing is looked at before.",
        "您与照片中人的关系，以及使用照片和声音的依据。您写的话只保存在短片旁的任务文件里，或与学过的人放在一起；在此之前不会查看任何内容。",
    ),
    "prompt_placeholder": (
        "Grandma, warm and proud, soft morning light",
        "奶奶，温暖而骄傲，柔和的晨光",
    ),
    "understood": ("What was understood", "理解到的意思"),
    "understood_hint": (
        "Read from your description. Change anything that is not as you meant it.",
        "从您的描述中读出。不合您意的地方，随时可以改。",
    ),
    "more": ("More settings", "更多设置"),
    "group_voice": ("Voice and picture", "声音与画面"),
    "group_motion": ("Movement", "动作"),
    "group_clip": ("Finishing", "成片"),
    "example_title": ("New here? Begin with an example.", "第一次来？先试一个例子。"),
    "example_button": ("Fill in the example", "填入例子"),
    "make": ("Make the clip", "制作短片"),
    "cancel": ("Cancel", "取消"),
    "erase": ("Let go of everything from this visit", "放下这次使用的一切"),
    "erased": ("Let go: {n} files ({files}).", "已删除 {n} 个文件（{files}）。"),
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
        "This recording is what will be heard. Its words, if you type them too, become the captions.",
        "短片里听到的就是这段录音。如果也输入文字，文字会成为字幕。",
    ),
    "one_face": ("One face was found. All is well.", "找到一张脸，可以使用。"),
    "many_faces": (
        "{n} faces were found. The one in colour, number {face}, will speak; another can be chosen by touching it.",
        "找到 {n} 张脸。彩色框中的第 {face} 张会说话，点一下别的脸可以更换。",
    ),
    "photo_first": ("Choose a photograph first; it will be shown here.", "请先选择照片，照片会显示在这里。"),
}  # fmt: skip
