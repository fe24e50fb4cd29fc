"""Chinese and Spanish occasions are of the kind that the prepared messages of their languages are sorted by."""

import pytest

from revive.drafting.occasions import kind_of
from revive.drafting.request import ask

CHINESE = {
    "birthday": "小明的生日 六十大寿",
    "wedding": "女儿出嫁 孙子的婚礼",
    "anniversary": "爸妈的金婚 结婚纪念日",
    "baby": "宝宝满月 百日宴 周岁",
    "graduation": "孙女大学毕业",
    "passed": "考上大学 录取通知书",
    "good_luck": "高考加油 面试顺利 考研",
    "school": "上小学 开学",
    "retirement": "爸爸退休",
    "work": "升职 第一天上班 开店",
    "home": "乔迁之喜 搬家",
    "farewell": "出国留学",
    "goodnight": "晚安",
    "thanks": "谢谢老伴",
    "sorry": "对不起",
    "ordinary_day": "平常的一天",
    "gathering": "家庭聚会",
    "love": "写给老婆 情人节 七夕节",
    "christmas": "圣诞节",
    "new_year": "春节 除夕 元宵节",
    "parents_day": "母亲节 父亲节",
    "festival": "中秋节 端午 重阳节 儿童节",
    "first_without": "没有我的第一个春节",
    "remembrance": "清明 爷爷忌日 三周年纪念",
    "recovery": "妈妈出院",
    "funeral": "我的葬礼",
    "grief": "奶奶去世",
    "illness": "爸爸住院",
    "hard_times": "失业 离婚 考砸了",
    "any": "说几句",
}
SPANISH = {
    "birthday": "cumpleaños de Tomás|los quince años de Ana|Ana cumple 30 años",
    "wedding": "La boda de Lucía|se casa mi hija",
    "anniversary": "bodas de oro de mis padres|nuestro aniversario",
    "baby": "nacimiento de Leo|el bautizo de Emma",
    "graduation": "graduación de Pablo|Marta terminó la carrera",
    "passed": "aprobó las oposiciones",
    "good_luck": "examen de conducir|mucha suerte en la entrevista",
    "school": "primer día de colegio|vuelta al cole",
    "retirement": "jubilación de papá",
    "work": "nuevo trabajo de Inés|ascenso de Luis",
    "home": "casa nueva|mudanza|compra su primera casa",
    "farewell": "Sara se va a Londres|despedida",
    "goodnight": "buenas noches",
    "thanks": "gracias a mi hermana",
    "sorry": "pedir perdón",
    "ordinary_day": "porque sí",
    "gathering": "comida familiar",
    "love": "te quiero|San Valentín",
    "christmas": "Navidad|Día de Reyes",
    "new_year": "Año Nuevo|Nochevieja",
    "parents_day": "Día de la Madre|día del padre",
    "festival": "Semana Santa|Pascua",
    "first_without": "primera Navidad sin mí",
    "remembrance": "Día de Muertos|un año desde que murió el abuelo",
    "recovery": "alta del hospital",
    "funeral": "mi funeral",
    "grief": "murió su perro|ha perdido a su marido",
    "illness": "Pedro está enfermo|operación de rodilla",
    "hard_times": "divorcio de Eva|se quedó sin trabajo",
    "any": "unas palabras",
}


@pytest.mark.parametrize(
    ("language", "occasion", "kind"),
    [("zh", occasion, kind) for kind, told in CHINESE.items() for occasion in told.split()]
    + [("es", occasion, kind) for kind, told in SPANISH.items() for occasion in told.split("|")],
)
def test_the_kind_of_an_occasion(language, occasion, kind):
    assert kind_of(ask(occasion, "warm", language=language)) == kind
