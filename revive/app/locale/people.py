"""The consent form, and the people of whom something is stored."""

TEXT = {
    "logout": ("Log out", "退出"),
    "whose_name": ("Name", "名字"),
    "whose_name_placeholder": ("Grandma Ruth", "奶奶"),
    "whose_consent": ("Who you are to this person", "您与此人的关系"),
    "whose_consent_info": (
        "For example: her grandson. Your answers are stored together with what is learned.",
        "例如：她的外孙。您的回答会与学习结果一起保存。",
    ),
    "people": ("People whom Revive knows", "学过的人"),
    "people_none": (
        "Revive knows nobody yet. Whatever it learns is stored in {folder}, and nowhere else.",
        "还没有学过任何人。学习结果只会保存在 {folder}。",
    ),
    "people_where": (
        "All of this is stored in {folder}, and nowhere else: what was learned, the measurements, and a picture of"
        " before and after. Where learning is not finished, small pieces of the frames are stored too, until it is.",
        "全部内容只保存在 {folder}：学到的内容、测量数据和前后对比图。学习还没完成时，也保存画面的小块，完成后删除。",
    ),
    "people_face": ("mouth and eyes, learned on {day} from {learned} pictures", "嘴和眼睛：{day}学自 {learned} 个画面"),
    "people_movement": ("how they move", "动作习惯"),
    "people_portrait": ("portraits from {learned} photographs", "肖像：学自 {learned} 张照片"),
    "people_voice": ("a voice similar to theirs", "相近的声音"),
    "people_names": ("names and how they are pronounced: {n}", "名字读音：{n} 个"),
    "people_manner": ("how they write", "写作口吻"),
    "people_unfinished": ("not finished", "未完成"),
    "people_whose": ("Person", "选择一个人"),
    "people_go_on": ("Continue learning", "继续学习"),
    "people_export": ("Export", "导出"),
    "people_save": ("Save the file", "保存文件"),
    "people_exported": (
        "Everything about “{name}” is now in one file ({size}). Save it, and import it on another computer of your"
        " family. Whoever has the file has all of this.",
        "“{name}”的内容已放进一个文件，{size}。请保存它，可以在家里另一台电脑上导入；谁有这个文件，谁就有这些内容。",
    ),
    "people_bring": ("Import somebody from another computer", "从另一台电脑导入一个人"),
    "people_import": ("Import a file (.zip)", "导入文件（.zip）"),
    "people_replace": ("Replace what is stored about a person of the same name", "替换同名的人已保存的内容"),
    "people_imported": ("“{name}” was imported.", "已导入“{name}”。"),
    "people_delete": ("Delete…", "删除…"),
    "people_sure": (
        "Delete everything that is stored about “{name}”? This cannot be undone.",
        "删除“{name}”的全部内容？删除后无法恢复。",
    ),
    "people_sure_yes": ("Yes, delete", "是的，删除"),
    "people_sure_no": ("Keep it", "保留"),
    "people_deleted": ("Everything about “{name}” was deleted: {files}.", "“{name}”的全部内容已删除：{files}。"),
}  # fmt: skip
