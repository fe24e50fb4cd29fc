"""Every word of the page in English and in Chinese.

What never changes (labels, buttons, prose) goes to the browser as `gr.I18n` and follows its locale; what Python says
while it works is taken from the same tables by `say` in the language of the request.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import gradio as gr

from revive.brief import Brief
from revive.speech.language import LANGUAGES
from revive.speech.voices import VOICES

COOKIE = "revive_language"  # set by the page's own language links; read again with every request

# key -> (English, Chinese)
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
    "step_photo": ("1 · The photograph", "一 · 照片"),
    "step_photo_hint": (
        "One clear face, seen from the front. Old prints, paintings and black and white are welcome.",
        "正面、清晰的一张脸。老照片、画像、黑白照片都可以。",
    ),
    "step_words": ("2 · What should be said", "二 · 要说的话"),
    "step_words_hint": (
        "Your words, read by a synthetic voice; or a recording, which is used as it is. You can also act it yourself:"
        " see that tab.",
        "输入文字，由合成声音朗读；也可以使用录音，录音会按原样使用。您还可以亲自演一遍，见“亲自演”。",
    ),
    "step_consent": ("3 · Whose photograph it is", "三 · 这是谁的照片"),
    "step_prompt": ("4 · The person, the mood, the light", "四 · 人物、心情与光线"),
    "step_prompt_hint": (
        "Optional, in plain words. It guides the feeling, the pace, the light and the background.",
        "可不填。用平常的话描述，决定心情、语速、光线和背景。",
    ),
    "typed": ("Words", "文字"),
    "recorded": ("A recording", "录音"),
    "words_placeholder": ("Happy birthday, Tom. I am so proud of you.", "生日快乐，小明。我真为你骄傲。"),
    "consent_placeholder": ("her grandson, with the family's agreement", "她的外孙，家人都同意"),
    "consent_info": (
        "Who you are to this person, and by what right you use the photograph and the voice."
        " It is kept only in the job file beside your clip.",
        "您与照片中人的关系，以及使用照片和声音的依据。只保存在短片旁的任务文件里。",
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
    "erase": ("Erase everything from this visit", "清除这次使用的一切"),
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
    "stage_restore": ("Restoring the photograph", "正在修复照片"),
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
    "teach_portrait_done": ("portraits from {learned} photographs", "肖像：学自 {learned} 张照片"),
    "part_finisher": ("The face", "面容"),
    "part_denoiser": ("The name", "名字"),
    "stage_teach_finisher": ("Learning the face", "正在学习面容"),
    "stage_teach_denoiser": ("Learning the name", "正在学习名字"),
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
    "voice_hint": ("Listen to the words before the clip is made.", "制作短片之前，先听一听。"),
    "voice_listen": ("Listen", "试听"),
    "voice_sample": ("How it sounds", "听起来是这样"),
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
    "stage_direction": ("Reading the description", "正在理解描述"),
    "stage_portrait": ("Looking at the photograph", "正在查看照片"),
    "stage_speech": ("Preparing the voice", "正在准备声音"),
    "stage_performance": ("Watching the film", "正在看视频"),
    "stage_motion": ("Working out the movements", "正在设计动作"),
    "stage_clip": ("Drawing the frames", "正在绘制画面"),
    "seconds_left": ("about {n} seconds left", "大约还需 {n} 秒"),
    "minutes_left": ("about {n} minutes left", "大约还需 {n} 分钟"),
    "nearly": ("nearly done", "就快好了"),
    "next": (
        "One clip is being made before yours; yours begins by itself.",
        "前面有一段短片正在制作，完成后会自动开始您的。",
    ),
    "ahead": (
        "{n} clips are being made before yours; yours begins by itself.",
        "前面还有 {n} 段短片，轮到时会自动开始您的。",
    ),
    "starting": ("Getting ready", "正在准备"),
    "cancelled": ("Stopped. Nothing was kept.", "已停止，没有留下任何文件。"),
    "finished": (
        "Done, in {seconds:.0f} seconds. The seed was {seed}; the same seed makes the same clip again.",
        "完成，用时 {seconds:.0f} 秒。种子是 {seed}，用同样的种子可以做出同样的短片。",
    ),
    "one_face": ("One face was found. All is well.", "找到一张脸，可以使用。"),
    "many_faces": (
        "{n} faces were found. The one in colour, number {face}, will speak; another can be chosen by touching it.",
        "找到 {n} 张脸。彩色框中的第 {face} 张会说话，点一下别的脸可以更换。",
    ),
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
    "teach_name": ("Name", "名字"),
    "teach_name_placeholder": ("Grandma Ruth", "奶奶"),
    "teach_consent": ("Who you are, and by what right", "您是谁、依据什么"),
    "teach_consent_info": (
        "Who you are to this person, and by what right you use the pictures. It is kept with what is learned.",
        "您与此人的关系，以及使用这些画面的依据。会与学习结果一起保存。",
    ),
    "teach_look": ("Look through them", "查看这些画面"),
    "teach_learned": ("To learn from", "用于学习"),
    "teach_held": ("Held back, to judge by", "留作检验"),
    "teach_aside": ("Set aside: {reason}", "不用：{reason}"),
    "teach_start": ("Teach", "开始学习"),
    "teach_go_on": ("Go on", "继续"),
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
    "teach_stored": ("What is stored", "已保存的内容"),
    "teach_stored_none": (
        "Nobody was taught yet. What is learned would lie in {folder}, and nowhere else.",
        "还没有学过任何人。学习结果只会保存在 {folder}。",
    ),
    "teach_stored_where": (
        "All of it lies in {folder}, and nowhere else. Of someone who was taught: the learned weights, the figures, and"
        " one picture of before and after. Of an unfinished teaching: small pieces of the frames, until it ends.",
        "全部保存在 {folder}，没有别处。学完的人：学到的权重、数据和一张前后对比图。未完成的：画面的小块，完成后删除。",
    ),
    "teach_done": ("taught {day} from {learned} moments", "{day}学习了 {learned} 个片刻"),
    "teach_undone": ("not finished", "未完成"),
    "teach_person": ("Whose", "谁的"),
    "teach_delete": ("Delete…", "删除…"),
    "teach_sure": (
        "Delete everything that is stored of “{name}”? It cannot be brought back.",
        "删除“{name}”的全部内容？删除后无法恢复。",
    ),
    "teach_sure_yes": ("Yes, delete", "是的，删除"),
    "teach_sure_no": ("Keep it", "保留"),
    "teach_deleted": ("Everything of “{name}” was deleted.", "“{name}”的全部内容已删除。"),
    "before": ("before", "之前"),
    "after": ("after", "之后"),
    "figure_loss": ("distance", "差距"),
    "part_mouth": ("Mouth", "嘴部"),
    "part_eye": ("Eyes", "眼部"),
    "kept_yes": ("kept", "保存"),
    "kept_no": ("not kept", "未保存"),
    "stage_style": ("Watching how they move", "正在观察动作习惯"),
    "stage_collect": ("Looking through the pictures", "正在查看画面"),
    "stage_lessons": ("Preparing the lessons", "正在准备练习"),
    "stage_timing": ("Measuring how long it takes", "正在估计时间"),
    "stage_teach_mouth": ("Learning the mouth", "正在学习嘴部"),
    "stage_teach_eyes": ("Learning the eyes", "正在学习眼睛"),
    "stage_judge": ("Comparing with what was held back", "正在与留作检验的画面比较"),
    "photo_first": ("Choose a photograph first; it will be shown here.", "请先选择照片，照片会显示在这里。"),
    "job_loaded": ("The job was loaded.", "任务已载入。"),
    "job_needs": (
        "The job was loaded. It does not hold your {files}; please choose it again.",
        "任务已载入。任务文件不包含{files}，请重新选择。",
    ),
    "file_photo": ("photograph", "照片"),
    "file_recording": ("recording", "录音"),
    "file_driver": ("film", "视频"),
    "file_music": ("music", "音乐"),
    "broken": (
        "Something went wrong on our side. Nothing of yours was lost; please try once more, or with other settings."
        " The details are in the window where Revive was started.",
        "程序出了问题，您的内容没有丢失。请再试一次，或换一种设置。详情见启动 Revive 的窗口。",
    ),
}  # fmt: skip

# field of the Brief -> (English label, Chinese label, Chinese help)
FIELDS = {
    "photo": ("Photograph", "照片", "照片"),
    "prompt": ("Description", "描述", "用平常的话写下人物、心情和光线"),
    "words": ("Words", "要说的话", "要说的话；有录音时是录音的文字稿，用作字幕"),
    "recording": ("Recording", "录音", "用录音代替合成声音"),
    "driver": ("Film", "视频", "有人表演的视频：带动表情和头部；没有文字时也用它的声音"),
    "consent": ("Who you are, and by what right", "您是谁、依据什么", "您与照片中人的关系，以及使用照片和声音的依据"),
    "voice": ("Voice", "声音", "声音的名字；auto 按语言选择"),
    "language": ("Language", "语言", "文字的语言"),
    "face": ("Face number", "第几张脸", "有几张脸时由哪一张说话，1 是最大的"),
    "size": ("Longest side", "最长边", "短片最长边的像素数；较小的照片保持原大小"),
    "fps": ("Frames a second", "每秒帧数", "每秒的画面数"),
    "seed": ("Seed", "种子", "同样的种子做出同样的短片；-1 表示随机"),
    "lips": ("Lips", "嘴部动作", "说话时嘴动多少；0 表示闭着"),
    "head_motion": ("Head motion", "头部动作", "头动多少；0 表示不动"),
    "blink": ("Blinking", "眨眼", "多久眨一次眼；0 表示不眨"),
    "expression": ("Expression", "神情", "神情有多明显；0 表示没有"),
    "finish": ("Finish mouth and eyes", "补全口腔与眼睑", "由网络画出牙齿、口腔和闭上的眼睑；关闭则只移动照片"),
    "emotion": ("Feeling", "心情", "心情"),
    "sentence_feelings": ("Each sentence its own feeling", "每句话有自己的神情", "让明显带有感情的句子显出自己的神情"),
    "strength": ("Strength", "强度", "心情的强度，0 到 1"),
    "pace": ("Pace", "语速", "语速，0.7 到 1.4"),
    "light": ("Light", "光线", "光线"),
    "background": ("Background", "背景", "背景"),
    "title": ("Title card", "片头文字", "短片开头的文字"),
    "captions": ("Captions in the picture", "画面字幕", "说话时在画面中显示文字"),
    "music": ("Music", "音乐", "在声音下轻轻播放的音乐"),
    "person": ("Use what was learned of", "使用学过的人", "之前在“学习”页里学过的人；留空则使用随附的通用版本"),
    "finder": ("Face finder", "人脸检测", "用什么寻找人脸"),
}  # fmt: skip

# the choices of a field -> Chinese
CHOICES_ZH = {
    "auto": "自动", "neutral": "平静", "warm": "温暖", "happy": "快乐", "tender": "温柔", "proud": "骄傲",
    "playful": "俏皮", "solemn": "庄重", "sad": "忧伤", "comforting": "安慰", "surprised": "惊讶",
    "as it is": "保持原样", "morning light": "晨光", "golden hour": "夕阳", "candlelight": "烛光", "cool": "冷色",
    "black and white": "黑白", "sepia": "怀旧棕", "softened": "柔化", "dimmed": "调暗",
}  # fmt: skip


def _help(name: str) -> str:
    text = next(option.metadata["help"] for option in dataclasses.fields(Brief) if option.name == name)
    return text[0].upper() + text[1:]


def i18n() -> gr.I18n:
    """The tables for the browser; the keys of a field are `label_<field>` and `help_<field>`."""
    en = {key: pair[0] for key, pair in TEXT.items()}
    zh = {key: pair[1] for key, pair in TEXT.items()}
    for name, (label_en, label_zh, help_zh) in FIELDS.items():
        en |= {f"label_{name}": label_en, f"help_{name}": _help(name)}
        zh |= {f"label_{name}": label_zh, f"help_{name}": help_zh}
    return gr.I18n(**{"en": en, "zh": zh, "zh-CN": zh, "zh-TW": zh})


def say(key: str, language: str, **values) -> str:
    """The text `key` in `language` ("zh…" gives Chinese, everything else English), its places filled."""
    return TEXT[key][language.startswith("zh")].format(**values)


def choices(name: str, values: Sequence[str], language: str) -> list[tuple[str, str]]:
    """(what is shown, what is meant) for every choice of the field `name`."""
    zh = language.startswith("zh")
    if name == "voice":
        known = {voice: (about.en, about.zh) for voice, about in VOICES.items()}
    elif name == "language":
        known = LANGUAGES
    elif name == "person":
        known = {v: (v, v) for v in values if v} | {"": ("Nobody: the one that came with Revive", "无：随附的通用版本")}
    else:
        known = {}
    return [(known[v][zh] if v in known else CHOICES_ZH.get(v, v) if zh else v.capitalize(), v) for v in values]


def language_of(request: gr.Request | None) -> str:
    """The language to answer in: the one chosen on the page, else the browser's first."""
    if request is None:
        return "en"
    chosen = request.cookies.get(COOKIE)
    return chosen or request.headers.get("accept-language", "en").split(",")[0].strip().lower() or "en"
