"""Help to find the words: suggestions for an occasion, and somebody's manner of writing."""

TEXT = {
    "tab_words": ("Words", "话语"),
    "words_hint": (
        "Help to find what could be said. These are suggestions of a small program that never knew them: change them"
        " until they are yours. Nothing is spoken until you make the clip.",
        "帮您找到要说的话。这些只是小程序的建议，它从未认识他们，请改成您自己的话。在您制作短片之前，什么都不会说出来。",
    ),
    "words_occasion": ("What it is for", "为了什么场合"),
    "words_occasion_placeholder": ("Tom's 30th birthday", "小明三十岁生日"),
    "words_mood": ("How it should feel", "语气"),
    "words_about": ("What should come in", "要提到什么"),
    "words_about_info": (
        "A few things, with commas between; nothing else is made up", "写几样，用逗号分开；不会编造别的内容",
    ),
    "words_about_placeholder": ("fishing at the lake, his first bicycle", "一起去湖边钓鱼，第一辆自行车"),
    "words_language": ("Language", "语言"),
    "words_letters": ("Letters they wrote (text file, optional)", "他们写过的信（文本文件，可不填）"),
    "words_letters_hint": (
        "With them, what they told may come in, and the words come nearer to their way of speaking.",
        "有了它们，可以提到信里说过的事，话语也更接近他们的口吻。",
    ),
    "words_person": ("In the manner of", "按谁的口吻"),
    "words_person_info": ("Somebody whose letters it has learned", "学过其信件的人"),
    "words_suggest": ("Suggest words", "给些建议"),
    "words_again": ("Suggest others", "再给些建议"),
    "words_empty": (
        "Suggestions will appear here, for you to change.", "建议会出现在这里，您可以修改。",
    ),
    "words_shown": (
        "{n} suggestions. Change what is not as they would have said it.",
        "有 {n} 条建议。不像他们会说的地方，请改一改。",
    ),
    "draft_1": ("First suggestion", "建议一"),
    "draft_2": ("Second suggestion", "建议二"),
    "draft_3": ("Third suggestion", "建议三"),
    "draft_mood": ("Reads as {mood}.", "读起来：{mood}。"),
    "draft_by_model": ("Suggested by the language model.", "由语言模型建议。"),
    "draft_prepared": ("Not by the model.", "不是模型写的。"),
    "draft_use": ("Use these words", "使用这段话"),
    "draft_used": (
        "These are the words of the clip now. Nothing was spoken yet; you can listen on the Voice tab.",
        "现在这就是短片要说的话。还没有说出来，可以在“声音”页试听。",
    ),
    "draft_blank": ("There are no words here to use.", "这里没有可用的话。"),
    "manner": ("Learn their manner from letters", "从信件学习他们的口吻"),
    "manner_hint": (
        "From letters or messages that they wrote, in minutes: afterwards the suggestions come nearer to their way of"
        " writing. It is kept only if it expects their own words better than before. Choose the letters above.",
        "用他们写过的信或留言，几分钟就能学会：之后的建议会更接近他们的写法。只有在更能预料他们的话时才会保存。请在上面选择信件。",
    ),
    "manner_start": ("Learn their manner", "学习口吻"),
    "manner_letters": (
        "Please choose a text file of letters they wrote first.", "请先选择他们写过的信件（文本文件）。",
    ),
    "manner_stopped": ("Stopped. The same button goes on from here.", "已停止，再按同一个按钮会接着进行。"),
}  # fmt: skip
