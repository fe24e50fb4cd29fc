"""Whose something is, and everybody of whom something is stored."""

TEXT = {
    "logout": ("Log out", "退出"),
    "whose_name": ("Name", "名字"),
    "whose_name_placeholder": ("Grandma Ruth", "奶奶"),
    "whose_consent": ("Who you are, and by what right", "您是谁、依据什么"),
    "whose_consent_info": (
        "Who you are to this person, and by what right you use what you bring. It is kept with what is learned.",
        "您与此人的关系，以及使用这些内容的依据。会与学习结果一起保存。",
    ),
    "people": ("People it knows", "认识的人"),
    "people_none": (
        "Nobody is known yet. What is learned would lie in {folder}, and nowhere else.",
        "还不认识任何人。学习结果只会保存在 {folder}。",
    ),
    "people_where": (
        "All of it lies in {folder}, and nowhere else: what was learned, its figures, and a picture of before and"
        " after. Of an unfinished teaching: small pieces of the frames, until it ends.",
        "全部保存在 {folder}，没有别处：学到的内容、数据和前后对比图。未完成的：画面的小块，完成后删除。",
    ),
    "people_face": ("mouth and eyes, taught {day} from {learned} moments", "嘴和眼睛：{day}学习了 {learned} 个片刻"),
    "people_movement": ("how they move", "动作习惯"),
    "people_portrait": ("portraits from {learned} photographs", "肖像：学自 {learned} 张照片"),
    "people_voice": ("a likeness of the voice", "相近的声音"),
    "people_names": ("names said rightly: {n}", "名字读音：{n} 个"),
    "people_manner": ("manner of writing", "写作口吻"),
    "people_unfinished": ("not finished", "未完成"),
    "people_whose": ("Whose", "谁的"),
    "people_go_on": ("Go on", "继续"),
    "people_export": ("Export", "导出"),
    "people_save": ("Save the file", "保存文件"),
    "people_exported": (
        "“{name}” is in one file now, {size}. Save it, and import it on another computer of the family; whoever"
        " has the file has all of this.",
        "“{name}”的内容已放进一个文件，{size}。请保存它，可以在家里另一台电脑上导入；"
        "谁有这个文件，谁就有这些内容。",
    ),
    "people_bring": ("Bring somebody from another computer", "从另一台电脑带来一个人"),
    "people_import": ("Import a file (.zip)", "导入文件（.zip）"),
    "people_replace": (
        "Put it in the place of what is stored of somebody of the same name", "替换同名的人已保存的内容",
    ),
    "people_imported": ("“{name}” is known here now.", "现在认识“{name}”了。"),
    "people_delete": ("Delete…", "删除…"),
    "people_sure": (
        "Delete everything that is stored of “{name}”? It cannot be brought back.",
        "删除“{name}”的全部内容？删除后无法恢复。",
    ),
    "people_sure_yes": ("Yes, delete", "是的，删除"),
    "people_sure_no": ("Keep it", "保留"),
    "people_deleted": (
        "Everything of “{name}” was let go: {files}.",
        "“{name}”的全部内容已删除：{files}。",
    ),
}  # fmt: skip
