"""The tab Portrait: faces, restoring an old photograph, portraits from words."""

TEXT = {
    "portrait_hint": (
        "Every face in the photograph has a number. Touch a face to choose who speaks.",
        "照片里的每张脸都有编号。点一下，选择谁来说话。",
    ),
    "portrait_show": ("Show before and after", "对比前后"),
    "portrait_compare": ("Before and after", "前后对比"),
    "restore": ("Restore an old photograph", "修复老照片"),
    "restore_hint": (
        "Choose what should be done; nothing else is changed. Revive compares every step with the photograph and"
        " leaves out a step that would change who they are. Your photograph itself stays as it is.",
        "选择要做的修复，其他一概不动。每一步都会与原照片对照，会让人变样的步骤不会采用。您的原照片保持不变。",
    ),
    "restore_crop": ("Cut off an empty border", "去掉四周的空白边"),
    "restore_scratches": ("Fill scratches, cracks and dust", "修补划痕、折痕和灰尘"),
    "restore_clean": ("Reduce grain and compression blocks", "减轻颗粒和压缩方块"),
    "restore_tones": ("Bring back faded tones", "恢复褪去的色调"),
    "restore_size": ("Enlarge", "放大"),
    "restore_size_info": ("This takes a few minutes", "需要几分钟"),
    "restore_colour": ("Colour a black-and-white photograph", "为黑白照片上色"),
    "restore_colour_info": ("The colours are a guess; nobody knows the real ones", "颜色只是猜测，真实的颜色无从知道"),
    "restore_strength": ("How strong the colours are", "颜色的浓淡"),
    "restore_marks": ("Mark damage by hand", "手动标出损坏处"),
    "restore_marks_hint": (
        "If a tear or a stain remains, paint over it; it is filled in from the picture around it.",
        "如果还有破损或污渍，把它涂上，就会用周围的画面补上。",
    ),
    "restore_marks_clear": ("Clear the marks", "擦掉重画"),
    "restore_marks_show": ("Show the photograph to paint on it", "打开照片来涂"),
    "restore_start": ("Restore", "修复"),
    "restore_use": ("Use the restored photograph for the clip", "用修复后的照片制作短片"),
    "restore_done": ("The photograph is restored. Move the line to compare.", "修复好了，拖动中线可以对比。"),
    "restore_nothing": ("Nothing was chosen, so nothing was changed.", "没有选择任何步骤，所以没有改动。"),
    "restore_left": (
        "This step was left out because it would have changed the face: {step}.",
        "这一步会改变面容，没有采用：{step}。",
    ),
    "step_damage": ("marked damage", "标出的损坏"),
    "step_scratches": ("scratches", "划痕"),
    "step_noise": ("grain", "颗粒"),
    "step_tones": ("tones", "色调"),
    "step_size": ("size", "放大"),
    "step_colour": ("colours", "上色"),
    "imagine": ("Draw a portrait from words", "用文字画一张肖像"),
    "imagine_hint": (
        "Describe the person: a man or a woman, about how old, hair, glasses, clothes, smiling or serious, in colour"
        " or black and white. Revive invents these people; they show nobody who ever lived.",
        "请描述这个人：男或女、大约几岁、头发、眼镜、衣着、微笑或严肃、彩色或黑白。画出的人是虚构的，"
        "不是任何真实的人。",
    ),
    "imagine_words": ("Description of the portrait", "肖像的描述"),
    "imagine_placeholder": (
        "a man of about 40 in a black suit, smiling at the camera",
        "一位四十岁左右的男士，黑色西装，面带微笑",
    ),
    "imagine_keep": ("Keep the person in the photograph", "保留照片中的人"),
    "imagine_keep_info": (
        "Their face stays the same; only expression, eyes, light and background change as you describe.",
        "脸保持不变，只按您的描述改变表情、眼神、光线和背景。",
    ),
    "imagine_person": ("A person whom Revive knows", "学过的人"),
    "imagine_person_info": ("Draws portraits of this person, as you describe", "按您的描述画出这个人的肖像"),
    "imagine_named": ("Here are four portraits of this person. Please choose one.", "这是这个人的四张肖像，请选一张。"),
    "imagine_draw": ("Draw four portraits", "画四张"),
    "imagine_use": ("Use the chosen portrait for the clip", "用选中的肖像制作短片"),
    "imagine_used": ("The clip now uses this photograph.", "短片现在使用这张照片。"),
    "imagine_nobody": ("Here are four invented people. Please choose one.", "这是四位虚构的人，请选一张。"),
    "imagine_kept": ("Here is the same person in four ways. Please choose one.", "这是同一个人的四种样子，请选一张。"),
    "imagine_seed": ("Seed {seed}", "种子 {seed}"),
    "likeness_kept": ("Still the same person: {percent} % similar", "仍是同一个人：相似度 {percent}%"),
    "likeness_lost": (
        "Please look closely: this hardly looks like them any more ({percent} % similar)",
        "请仔细看看：已经不太像本人了（相似度 {percent}%）",
    ),
}  # fmt: skip
