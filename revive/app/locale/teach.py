"""Teaching one person."""

TEXT = {
    "teach_portrait": ("Portraits of them, from words", "用文字画出他们的肖像"),
    "teach_portrait_hint": (
        "From a few photographs, minutes: afterwards the Portrait tab draws them by name, in other clothes, before"
        " another wall. It comes near them, no nearer than the number under each picture says.",
        "用几张照片，几分钟就能学会：之后可以在“肖像”页按名字画出他们，换衣着、换背景。"
        "相像的程度就是每张图下面的数字，不会更多。",
    ),
    "teach_portrait_start": ("Learn them for portraits", "为画肖像而学习"),
    "teach_portrait_stopped": (
        "Stopped. The same button goes on from here.", "已停止，再按同一个按钮会接着进行。",
    ),
    "teach_portrait_sheet": (
        "From above: the photographs, pictures by name before, half way, and now.",
        "从上到下：照片、学习之前、中途、现在按名字画出的图。",
    ),
    "part_finisher": ("The face", "面容"),
    "part_denoiser": ("The name", "名字"),
    "teach_hint": (
        "Teach Revive one person: from an old film, or a few photographs, it learns this one mouth and these eyes."
        " It learns on this computer, in minutes, and keeps the result only if it is better on pictures that it has"
        " not seen.",
        "让 Revive 学习一个人：用一段老视频或几张照片，学会这个人的嘴和眼睛。学习在这台电脑上进行，只需几分钟；"
        "只有在没见过的画面上更好时，才会保存结果。",
    ),
    "teach_away": (
        "Teaching keeps what it learned on this computer, so it is offered only while nobody else can open the page:"
        " start Revive without --share and --host, on the family's own computer.",
        "学习的结果会保存在这台电脑上，因此只有在别人无法打开本页面时才提供：请在家里的电脑上启动 Revive，"
        "不要使用 --share 和 --host。",
    ),
    "teach_files": ("1 · Photographs or films", "一 · 照片或视频"),
    "teach_files_hint": (
        "Ten seconds of film in which they speak to the camera is best; or three photographs and more, with and without"
        " a smile.",
        "最好是十秒以上、面对镜头说话的视频；也可以是三张以上的照片，有笑的也有不笑的。",
    ),
    "teach_files_label": ("Photographs and films", "照片和视频"),
    "teach_others": ("Others are in the pictures too", "画面中还有别人"),
    "teach_photo_label": ("A photograph of this person alone", "只有这个人的一张照片"),
    "teach_who": ("2 · Who it is", "二 · 这是谁"),
    "teach_look": ("Look through them", "查看这些画面"),
    "teach_learned": ("To learn from", "用于学习"),
    "teach_held": ("Held back, to judge by", "留作检验"),
    "teach_aside": ("Set aside: {reason}", "不用：{reason}"),
    "teach_start": ("Teach", "开始学习"),
    "teach_ready": ("Looked through. {plan}", "看完了。{plan}"),
    "teach_stopped": (
        "Stopped. What was learned so far is kept until you go on, or delete it below.",
        "已停止。到目前为止学到的内容会保留，您可以继续，也可以在下面删除。",
    ),
    "teach_compared": (
        "From left to right: the photograph, before, after, and what was really there. It has learned from none of"
        " these.",
        "从左到右：照片、学习前、学习后、真实画面。学习时从未见过这些画面。",
    ),
    "teach_compared_label": ("Before and after", "前后对比"),
    "teach_curve": (
        "Distance from the truth on what was held back, while learning; lower is nearer",
        "学习过程中，在留作检验的画面上与真实的差距，越低越好",
    ),
    "before": ("before", "之前"),
    "after": ("after", "之后"),
    "figure_loss": ("distance", "差距"),
    "part_mouth": ("Mouth", "嘴部"),
    "part_eye": ("Eyes", "眼部"),
    "kept_yes": ("kept", "保存"),
    "kept_no": ("not kept", "未保存"),
}  # fmt: skip
