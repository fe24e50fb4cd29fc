"""The photograph: its faces, an old one restored, one drawn from words."""

TEXT = {
    "portrait_hint": (
        "Every face in the photograph has a number. Touch one to choose who speaks.",
        "照片里的每张脸都有编号。点一下，选择谁来说话。",
    ),
    "portrait_show": ("Show before and after", "对比前后"),
    "portrait_compare": ("Before and after", "前后对比"),
    "restore": ("Restore an old photograph", "修复老照片"),
    "restore_hint": (
        "Choose what should be done; nothing else is. Every step is compared with the photograph, and one that would"
        " make somebody else of them is left out. The photograph itself stays as it is.",
        "选择要做的修复，其他一概不动。每一步都会与原照片对照，会让人变样的步骤不会采用。原照片保持不变。",
    ),
    "restore_crop": ("Take an even border away", "去掉四周的空白边"),
    "restore_scratches": ("Fill scratches, cracks and dust", "修补划痕、折痕和灰尘"),
    "restore_clean": ("Smooth grain and blocks", "减轻颗粒和压缩方块"),
    "restore_tones": ("Bring back faded tones", "恢复褪去的色调"),
    "restore_size": ("Larger", "放大"),
    "restore_size_info": ("Takes minutes", "需要几分钟"),
    "restore_colour": ("Colours for a black-and-white picture", "为黑白照片上色"),
    "restore_colour_info": ("A guess: nobody knows the real ones", "只是猜测，真实的颜色无从知道"),
    "restore_strength": ("How strong the colours are", "颜色的浓淡"),
    "restore_marks": ("Mark damage by hand", "手动标出损坏处"),
    "restore_marks_hint": (
        "Where a tear or a stain is left, paint over it; it is filled from what lies round it.",
        "如果还有破损或污渍，把它涂上，就会用周围的画面补上。",
    ),
    "restore_marks_clear": ("Wipe it off", "擦掉重画"),
    "restore_marks_show": ("Show the photograph to paint on", "打开照片来涂"),
    "restore_start": ("Restore", "修复"),
    "restore_use": ("Use the restored one as the photograph", "用修复后的作为照片"),
    "restore_done": ("Restored. Move the line to compare.", "修复好了，拖动中线可以对比。"),
    "restore_nothing": ("Nothing was chosen, so nothing was changed.", "没有选择任何步骤，所以没有改动。"),
    "restore_left": (
        "Left out, because it would have changed the face: {step}.", "这一步会改变面容，没有采用：{step}。",
    ),
    "step_damage": ("marked damage", "标出的损坏"),
    "step_scratches": ("scratches", "划痕"),
    "step_noise": ("grain", "颗粒"),
    "step_tones": ("tones", "色调"),
    "step_size": ("size", "放大"),
    "step_colour": ("colours", "上色"),
    "imagine": ("No photograph? Draw a portrait from words", "没有照片？用文字画一张肖像"),
    "imagine_hint": (
        "Say whom it should show: a man or a woman, about how old, hair, glasses, clothes, smiling or serious, colour"
        " or black and white. It draws people who never were; no picture it makes is of anybody.",
        "说出肖像中的人：男或女、大约几岁、头发、眼镜、衣着、微笑或严肃、彩色或黑白。"
        "画出的是从未存在过的人，不是任何真人。",
    ),
    "imagine_words": ("The portrait in words", "肖像的描述"),
    "imagine_placeholder": (
        "a man of about 40 in a black suit, smiling at the camera",
        "一位四十岁左右的男士，黑色西装，面带微笑",
    ),
    "imagine_keep": ("Keep the person in the photograph", "保留照片中的人"),
    "imagine_keep_info": (
        "Their face stays theirs; expression, gaze, light and background change as your words ask.",
        "脸仍然是他们的，只按您的话改变表情、眼神、光线和背景。",
    ),
    "imagine_person": ("Somebody it has learned", "学过的人"),
    "imagine_person_info": ("Their portraits, as your words ask", "按您的话画出他们的肖像"),
    "imagine_named": ("Four portraits by name. Choose one.", "按名字画的四张肖像，请选一张。"),
    "imagine_draw": ("Draw four", "画四张"),
    "imagine_use": ("Use the chosen one as the photograph", "把选中的作为照片"),
    "imagine_used": ("It is the photograph of the clip now.", "现在它就是短片的照片。"),
    "imagine_nobody": ("Four people who never were. Choose one.", "四位从未存在过的人，请选一张。"),
    "imagine_kept": ("Four looks of the same person. Choose one.", "同一个人的四种样子，请选一张。"),
    "imagine_seed": ("Seed {seed}", "种子 {seed}"),
    "likeness_kept": ("Still the same person: likeness {percent} %", "仍是同一个人：相似度 {percent}%"),
    "likeness_lost": (
        "Careful: this hardly looks like them any more (likeness {percent} %)",
        "请注意：已经不太像本人了（相似度 {percent}%）",
    ),
}  # fmt: skip
