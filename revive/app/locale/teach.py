"""The tab Teach."""

TEXT = {
    "teach_portrait": ("Learn to draw portraits of them", "学习画出他们的肖像"),
    "teach_portrait_hint": (
        "Revive learns this from a few photographs, in minutes. Afterwards the tab Portrait can draw them in other"
        " clothes or before another background. The portraits resemble them; the number under each says how much.",
        "用几张照片，几分钟就能学会。之后可以在“照片”页画出他们，换衣着、换背景。画像与本人相似，"
        "每张图下面的数字说明有多像。",
    ),
    "teach_portrait_start": ("Start learning", "开始学习"),
    "teach_portrait_stopped": (
        "Stopped. Press the same button to continue from here.",
        "已停止，再按同一个按钮会接着进行。",
    ),
    "teach_portrait_sheet": (
        "From top to bottom: the photographs; portraits before learning, half way, and now.",
        "从上到下：照片；学习之前、中途和现在画出的肖像。",
    ),
    "part_finisher": ("The face", "面容"),
    "part_denoiser": ("The likeness", "相像程度"),
    "teach_hint": (
        "Revive can learn the mouth and the eyes of one person from an old film or a few photographs. It learns on"
        " this computer, in minutes, and stores the result only if it is better on pictures that it has not seen.",
        "Revive 可以用一段老视频或几张照片，学会一个人的嘴和眼睛。学习在这台电脑上进行，只需几分钟；"
        "只有在没见过的画面上更好时，才会保存结果。",
    ),
    "teach_away": (
        "What Revive learns is stored on this computer, so this is available only while nobody else can open the page."
        " Start Revive on your family's own computer, without --share and --host.",
        "学习的结果会保存在这台电脑上，因此只有在别人无法打开本页面时才提供。请在家里的电脑上启动 Revive，"
        "不要使用 --share 和 --host。",
    ),
    "teach_files": ("1 · Photographs or films", "一 · 照片或视频"),
    "teach_files_hint": (
        "Best is a film in which they speak to the camera for ten seconds or more. Three or more photographs work too,"
        " some with a smile and some without.",
        "最好是十秒以上、面对镜头说话的视频；也可以是三张以上的照片，有笑的也有不笑的。",
    ),
    "teach_files_label": ("Photographs and films", "照片和视频"),
    "teach_others": ("Other people are in the pictures too", "画面中还有别人"),
    "teach_photo_label": ("A photograph of this person alone", "只有这个人的一张照片"),
    "teach_who": ("2 · Who it is", "二 · 这是谁"),
    "teach_look": ("Look at these pictures", "查看这些画面"),
    "teach_learned": ("Used for learning", "用于学习"),
    "teach_held": ("Kept for the test", "留作检验"),
    "teach_aside": ("Not used: {reason}", "不用：{reason}"),
    "teach_start": ("Start learning", "开始学习"),
    "teach_ready": ("The pictures are ready. {plan}", "看完了。{plan}"),
    "teach_stopped": (
        "Stopped. What was learned so far is stored until you continue or delete it below.",
        "已停止。到目前为止学到的内容会保留，您可以继续，也可以在下面删除。",
    ),
    "teach_compared": (
        "From left to right: the photograph, before learning, after learning, and the real picture. Revive did not"
        " learn from any of these.",
        "从左到右：照片、学习前、学习后、真实画面。学习时从未见过这些画面。",
    ),
    "teach_compared_label": ("Before and after", "前后对比"),
    "teach_curve": (
        "Difference from the real pictures that were kept for the test, while learning; lower is better",
        "学习过程中，在留作检验的画面上与真实的差距，越低越好",
    ),
    "before": ("before", "之前"),
    "after": ("after", "之后"),
    "figure_loss": ("difference", "差距"),
    "part_mouth": ("Mouth", "嘴部"),
    "part_eye": ("Eyes", "眼部"),
    "kept_yes": ("stored", "保存"),
    "kept_no": ("not stored", "未保存"),
}  # fmt: skip
