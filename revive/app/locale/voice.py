"""The tab Voice: listening, recordings of their voice, a similar voice, and how names are pronounced."""

TEXT = {
    "voice_hint": ("Listen to the words before the clip is made.", "制作短片之前，先听一听。"),
    "voice_listen": ("Listen", "试听"),
    "voice_sample": ("How it sounds", "听起来是这样"),
    "voice_away": (
        "Revive listens to recordings of a person and stores a voice only while nobody else can open the page. Start"
        " Revive on your family's own computer, without --share and --host.",
        "只有在别人无法打开本页面时，才能听取一个人的录音并保存声音。请在家里的电脑上启动 Revive，"
        "不要使用 --share 和 --host。",
    ),
    "own": ("Recordings of their voice", "他们的声音"),
    "own_hint": (
        "A message on an answering machine, a birthday film, an old tape: anything in which they speak. Noise, music"
        " and other people are removed. Nothing leaves this computer.",
        "电话留言、生日视频、老磁带，只要有他们说话的声音都可以。噪声、音乐和别人的声音会被去掉。"
        "一切都不离开这台电脑。",
    ),
    "own_files": ("Recordings and films", "录音和视频"),
    "own_look": ("Listen to the recordings", "分析录音"),
    "own_kept": ("{seconds} of their voice can be used. {enough}", "可以使用的声音有 {seconds}。{enough}"),
    "own_file": ("Recording", "录音"),
    "own_file_kept": ("Used", "使用"),
    "own_file_dropped": ("Removed", "去掉"),
    "own_of": ("{kept} of {seconds}", "{kept}（共 {seconds}）"),
    "own_others": ("other people {seconds}", "别人的声音 {seconds}"),
    "own_music": ("music {seconds}", "音乐 {seconds}"),
    "own_silence": ("silence {seconds}", "安静 {seconds}"),
    "own_noisy": ("too noisy {seconds}", "噪声太大 {seconds}"),
    "own_nothing": ("nothing", "无"),
    "own_clearer": ("{before} → {after} dB above the noise", "高出噪声 {before} → {after} 分贝"),
    "own_seconds": ("{n} s", "{n} 秒"),
    "own_minutes": ("{m} min {n} s", "{m} 分 {n} 秒"),
    "own_cleaned": ("Their voice without noise", "清理后的声音"),
    "own_who": ("Several people speak. Which of them is it?", "录音里有几个人说话，是哪一位？"),
    "own_who_info": (
        "Please listen to each. Choose more than one if they are the same person, for example on a tape and on a"
        " telephone.",
        "逐个听一听。如果其中几个其实是同一个人（例如磁带里和电话里），可以都选上。",
    ),
    "own_speaker": ("Voice {number}, {seconds}", "声音 {number}，{seconds}"),
    "own_take": ("Use this person's voice", "就用这一位的声音"),
    "own_none": ("Please choose at least one of the voices.", "请至少选择一个声音。"),
    "own_picture": ("The voice as a picture", "声音的图像"),
    "match": ("Make a similar voice", "制作相近的声音"),
    "match_hint": (
        "Revive mixes ready-made voices until they are as similar to the recording as they can be. This takes two to"
        " four minutes.",
        "把现成的声音混合起来，再尽量调得更像录音里的声音。需要两到四分钟。",
    ),
    "match_language": ("Language that it will speak", "说哪种语言"),
    "match_start": ("Make a similar voice", "制作相近的声音"),
    "match_heard": ("Their recording", "他们的录音"),
    "match_before": ("The most similar ready-made voice: {voice}", "最接近的现成声音：{voice}"),
    "match_after": ("The new voice", "相近的声音"),
    "match_warning": ("This is a similar voice, not their own.", "这只是相近的声音，不是他们本人的声音。"),
    "match_figures": (
        "Similarity to the recordings: {before:.2f} → {after:.2f} of 1. Two recordings of the same person reach about"
        " 0.8 to 0.9.",
        "与录音的相似度：{before:.2f} → {after:.2f}（满分 1）；同一个人的两段录音大约是 0.8 到 0.9。",
    ),
    "match_no_better": (
        "The new voice is not more similar than the ready-made one, so there is nothing to store. More or clearer"
        " recordings may help.",
        "没有比现成的声音更接近，所以没有可保存的内容。更多或更清楚的录音可能会有帮助。",
    ),
    "match_keep_hint": (
        "Nothing is stored yet. Please listen to all three, and store the voice only if it feels right to you.",
        "现在还没有保存。请三个都听一听，觉得合适再保存。",
    ),
    "match_keep": ("Store this voice", "保存这个声音"),
    "match_kept": (
        "The voice is stored. “{name}” is chosen for the clip, which uses this voice when “Voice” is “Auto”. You can"
        " delete it on the tab Teach.",
        "声音已保存。短片已选用“{name}”，“声音”为“自动”时就用这个声音。可以在“学习”页删除。",
    ),
    "names": ("How names are pronounced", "名字的读音"),
    "names_hint": (
        "Write one name on each line: the name, an equals sign, and how it sounds. The clip pronounces the names in"
        " this way; the captions show them as they are written.",
        "每行一个：名字、等号、读音。短片会这样读，字幕仍按原样书写。",
    ),
    "names_whose": ("Store them for", "保存给"),
    "names_whose_info": ("Choose a person, or write a new name", "选择一个人，或输入新的名字"),
    "names_placeholder": ("Siobhan = shiv-awn\nNguyen = /wɪn/", "乐 = /yuè/\n单 = 善\nSiobhan = shiv-awn"),
    "names_listen": ("Listen to the names", "试听名字"),
    "names_keep": ("Store the names", "保存"),
    "names_kept": ("Stored for “{name}”: {n}.", "已为“{name}”保存 {n} 个读音。"),
    "names_cleared": ("No names are stored for “{name}” now.", "“{name}”现在没有保存任何读音。"),
    "names_sample": ("How they sound", "听起来是这样"),
}  # fmt: skip
