"""The voice: listening, their own, one nearer to it, and names said rightly."""

TEXT = {
    "voice_hint": ("Listen to the words before the clip is made.", "制作短片之前，先听一听。"),
    "voice_listen": ("Listen", "试听"),
    "voice_sample": ("How it sounds", "听起来是这样"),
    "voice_away": (
        "Recordings of a person are looked at, and a voice is kept, only while nobody else can open the page: start"
        " Revive without --share and --host, on the family's own computer.",
        "只有在别人无法打开本页面时，才能查看一个人的录音并保存声音：请在家里的电脑上启动 Revive，"
        "不要使用 --share 和 --host。",
    ),
    "own": ("Their own voice", "他们自己的声音"),
    "own_hint": (
        "A message on an answering machine, a birthday film, an old tape: anything in which they speak. Noise, music"
        " and other people are taken out. Nothing leaves this computer.",
        "电话留言、生日视频、老磁带，只要有他们说话的声音都可以。噪声、音乐和别人的声音会被去掉。一切都不离开这台电脑。",
    ),
    "own_files": ("Recordings and films", "录音和视频"),
    "own_look": ("Look at the recordings", "查看录音"),
    "own_kept": ("{seconds} of their voice were kept. {enough}", "这个人的声音留下了 {seconds}。{enough}"),
    "own_file": ("Recording", "录音"),
    "own_file_kept": ("Kept", "留下"),
    "own_file_dropped": ("Left out", "去掉"),
    "own_of": ("{kept} of {seconds}", "{kept}（共 {seconds}）"),
    "own_others": ("other people {seconds}", "别人的声音 {seconds}"),
    "own_music": ("music {seconds}", "音乐 {seconds}"),
    "own_silence": ("silence {seconds}", "安静 {seconds}"),
    "own_noisy": ("too noisy {seconds}", "噪声太大 {seconds}"),
    "own_nothing": ("nothing", "无"),
    "own_clearer": ("{before} → {after} dB above the noise", "高出噪声 {before} → {after} 分贝"),
    "own_seconds": ("{n} s", "{n} 秒"),
    "own_minutes": ("{m} min {n} s", "{m} 分 {n} 秒"),
    "own_cleaned": ("Their voice, cleaned", "清理后的声音"),
    "own_who": ("Several people speak. Which of them is it?", "录音里有几个人说话，是哪一位？"),
    "own_who_info": (
        "Listen to each. Choose more than one where it is the same person twice, as on a tape and on a telephone.",
        "逐个听一听。如果其中几个其实是同一个人（例如磁带里和电话里），可以都选上。",
    ),
    "own_speaker": ("Voice {number}, {seconds}", "声音 {number}，{seconds}"),
    "own_take": ("It is this one: look again", "就是这一位，重新查看"),
    "own_none": ("Please choose at least one of the voices.", "请至少选择一个声音。"),
    "own_picture": ("The voice as a picture", "声音的图像"),
    "match": ("Bring a voice nearer", "让声音更接近"),
    "match_hint": (
        "Ready voices are mixed, and brought as near to the recording as they can be. It takes two to four minutes.",
        "把现成的声音混合起来，再尽量调得更像录音里的声音。需要两到四分钟。",
    ),
    "match_language": ("Language it will speak", "说哪种语言"),
    "match_start": ("Bring a voice nearer", "让声音更接近"),
    "match_heard": ("Their recording", "他们的录音"),
    "match_before": ("The nearest ready voice: {voice}", "最接近的现成声音：{voice}"),
    "match_after": ("The likeness", "相近的声音"),
    "match_warning": ("This is a likeness, not their voice.", "这只是相近的声音，不是他们本人的声音。"),
    "match_figures": (
        "Likeness to the recordings: {before:.2f} → {after:.2f} of 1; two recordings of one person reach about 0.8 to"
        " 0.9.",
        "与录音的相似度：{before:.2f} → {after:.2f}（满分 1）；同一个人的两段录音大约是 0.8 到 0.9。",
    ),
    "match_no_better": (
        "It came no nearer than the ready voice, so there is nothing to keep. More or clearer recordings may help.",
        "没有比现成的声音更接近，所以没有可保存的内容。更多或更清楚的录音可能会有帮助。",
    ),
    "match_keep_hint": (
        "Nothing is kept yet. Listen to all three; keep it only if it feels right to you.",
        "现在还没有保存。请三个都听一听，觉得合适再保存。",
    ),
    "match_keep": ("Keep this voice", "保存这个声音"),
    "match_kept": (
        "Kept. “{name}” is chosen for the clip, and with the voice “Auto” this one speaks. It can be deleted on the"
        " Teach tab.",
        "已保存。短片已选用“{name}”，声音为“自动”时就由它来说。可以在“学习”页删除。",
    ),
    "names": ("Names said rightly", "把名字读对"),
    "names_hint": (
        "One a line: the name, an equals sign, and how it sounds. The clip says them so; its captions show the names as"
        " they are written.",
        "每行一个：名字、等号、读音。短片会这样读，字幕仍按原样书写。",
    ),
    "names_whose": ("Kept for", "保存给"),
    "names_whose_info": ("Choose somebody, or write a new name", "选择一个人，或输入新的名字"),
    "names_placeholder": ("Siobhan = shiv-awn\nNguyen = /wɪn/", "乐 = /yuè/\n单 = 善\nSiobhan = shiv-awn"),
    "names_listen": ("Listen to the names", "试听名字"),
    "names_keep": ("Keep them", "保存"),
    "names_kept": ("Kept for “{name}”: {n}.", "已为“{name}”保存 {n} 个读音。"),
    "names_cleared": ("Nothing is kept for “{name}” now.", "“{name}”现在没有保存任何读音。"),
    "names_sample": ("How they sound", "听起来是这样"),
}  # fmt: skip
