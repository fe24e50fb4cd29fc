"""The tab Words: suggestions for an occasion, and how somebody writes."""

TEXT = {
    "tab_words": ("Words", "话语"),
    "words_hint": (
        "Revive can suggest what to say. The suggestions come from a small program that never knew them, so please"
        " change them until they are your own words. Nothing is spoken until you make the clip.",
        "可以为您建议要说的话。建议来自一个从未认识他们的小程序，请改成您自己的话。在您制作短片之前，"
        "什么都不会说出来。",
    ),
    "words_occasion": ("Occasion", "场合"),
    "words_occasion_placeholder": ("Tom's 30th birthday", "小明三十岁生日"),
    "words_mood": ("How it should feel", "语气"),
    "words_about": ("What to mention", "要提到什么"),
    "words_about_info": (
        "A few things, separated by commas; nothing else is invented",
        "写几样，用逗号分开；不会编造别的内容",
    ),
    "words_about_placeholder": ("fishing at the lake, his first bicycle", "一起去湖边钓鱼，第一辆自行车"),
    "words_language": ("Language", "语言"),
    "words_letters": ("Letters they wrote (text file, optional)", "他们写过的信（文本文件，可不填）"),
    "words_letters_hint": (
        "With letters, the suggestions can mention what they wrote about, and sound more like them.",
        "有了信件，建议可以提到信里写过的事，也更接近他们的口吻。",
    ),
    "words_person": ("Written like", "按谁的口吻"),
    "words_person_info": ("A person from whose letters Revive has learned", "学过其信件的人"),
    "words_suggest": ("Suggest words", "给些建议"),
    "words_again": ("Suggest other words", "再给些建议"),
    "words_empty": ("Suggestions will appear here. You can change them.", "建议会出现在这里，您可以修改。"),
    "words_shown": (
        "Here are {n} suggestions. Please change what they would not have said like this.",
        "这里有 {n} 条建议。不像他们会说的地方，请改一改。",
    ),
    "draft_1": ("First suggestion", "建议一"),
    "draft_2": ("Second suggestion", "建议二"),
    "draft_3": ("Third suggestion", "建议三"),
    "draft_mood": ("It sounds {mood}.", "读起来：{mood}。"),
    "draft_by_model": ("The language model wrote it.", "由语言模型写出。"),
    "draft_prepared": ("It is a prepared text, not from the language model.", "这是预先写好的文字，不是模型写的。"),
    "draft_use": ("Use these words", "使用这段话"),
    "draft_used": (
        "The clip now uses these words. You can listen to them on the tab Voice.",
        "短片现在使用这段话。可以在“声音”页试听。",
    ),
    "draft_blank": ("There are no words here; please write some.", "这里没有文字，请先写一些。"),
    "manner": ("Learn from letters how they wrote", "从信件学习他们的口吻"),
    "manner_hint": (
        "Revive learns this from letters or messages that they wrote, in minutes. Afterwards the suggestions are more"
        " like their own writing. The result is stored only if it predicts their own words better than before. Please"
        " choose the letters above.",
        "用他们写过的信或留言，几分钟就能学会。之后的建议会更像他们写的话。只有在比以前更能预测他们的用词时才会保存。"
        "请在上面选择信件。",
    ),
    "manner_start": ("Start learning", "开始学习"),
    "manner_letters": ("Please choose a text file of their letters first.", "请先选择他们写过的信件（文本文件）。"),
    "manner_stopped": ("Stopped. Press the same button to continue from here.", "已停止，再按同一个按钮会接着进行。"),
}  # fmt: skip
