"""Requests that are always refused: deception, sexual content, children.

Only the words are checked, in English and Chinese, so only explicit requests are found. The spoken message is checked
less strictly than the description: a family's words may mention card tricks, bank holidays and children.
"""

from __future__ import annotations

import re

from revive.core.errors import UserError

ADULT = 18  # years
_SOMEONE = r"(?:him|her|them|me|us|people|everyone|everybody|somebody|someone|voters?|investors?|customers?|followers|"
_SOMEONE += r"(?:the|my|our|his|her|their|an?)\s+(?:\w+\s+){0,2}?(?:bank|police|court|judge|insur\w+|lawyers?|notary|"
_SOMEONE += r"voters?|press|public|authorit\w+|company|boss|famil\w+|wife|husband|neighbou?rs?|relatives?|clients?|"
_SOMEONE += r"customers?|investors?|grandm\w+|grandf\w+|parents?|friends?|brother|sister|mother|father|mum|mom|dad))"

# about the clip's purpose: in the description, the title, the relation
_PURPOSE = (
    r"\bscam(?:s|mer|ming)?\b", r"\bdefraud\w*", r"\bfraud(?:s|ulent\w*)?\b", r"\bblackmail\w*", r"\bextort\w*",
    r"\bransom\b", r"\bimpersonat\w+", r"\bdeceiv\w+", r"\bcatfish\w*", r"\bphishing\b", r"\bdisinformation\b",
    rf"\b(?:fool|trick|dupe|mislead|con|swindle|cheat)\s+{_SOMEONE}",
    rf"\bmak(?:e|ing)\s+{_SOMEONE}\s+(?:believe|think)\b",
    rf"\b(?:convinc|persuad)(?:e|es|ing)\s+{_SOMEONE}\s+(?:that\b|it\b|he\b|she\b|they\b|to\s+(?:pay|send|transfer|sign))",
    r"\b(?:fake|forge[ds]?|forging|false)\s+(?:\w+\s+)?(?:will|testament|evidence|testimony|confession|alibi|statement|"
    r"endorsement|news|proof|kidnapping)\b",
    r"\bpretend(?:s|ing)?\s+(?:to\s+be|that\s+(?:he|she|they)|(?:he|she|they)(?:['’](?:s|re))?)\s+(?:\w+\s+){0,2}?"
    r"(?:alive|living|real|kidnapped|arrested)\b",
    r"\bwithout\s+(?:\w+\s+){0,2}?(?:knowing|noticing)\s+(?:that\s+)?(?:it\s+is|it['’]s|this\s+is)\s+(?:ai|fake|not\s+real)",
    r"诈骗|欺诈|行骗|骗取|勒索|敲诈|冒充|假冒|造谣|伪造|假遗嘱|假证据|假新闻",
    r"骗(?:过|到|了|走|一下)?(?:他|她|人|大家|银行|警察|法官|保险|家人|亲戚|朋友|邻居|客户|选民|奶奶|爷爷|爸|妈|钱)",
    r"(?:让|使|叫)(?:他|她|他们|大家|别人|银行|警察|保险公司|家人)\S{0,4}(?:误以为|以为|相信)\S{0,6}(?:还活着|是真的|本人)",
)  # fmt: skip
# in the message: the person is made to ask for money or for secrets
_MESSAGE = (
    r"\b(?:send|wire|transfer|lend|pay)\b[^.!?]{0,40}(?:[$€£¥]\s?\d|\d[\d,.]*\s?(?:dollars|euros|pounds|bucks|bitcoins?)|"
    r"\bmoney\b|\bbitcoins?\b|\bcash\b)",
    r"\bgift\s?cards?\b[^.!?]{0,40}\b(?:code|number|read|send|buy)|\b(?:buy|send|read)\b[^.!?]{0,40}\bgift\s?cards?\b",
    r"\b(?:tell|send|give|read)\b[^.!?]{0,30}\b(?:pin(?:\s?code)?|password|verification\s+code|security\s+code|"
    r"account\s+number|card\s+number)\b",
    r"\b(?:been|was)\s+(?:kidnapped|arrested)\b[^!?]{0,80}\b(?:money|bail|pay|ransom)\b",
    r"(?:转账|汇款|打钱|寄钱|转钱)[^。！？]{0,20}(?:给我|账户|账号|卡号|万|元)|(?:告诉|发给|给)我?[^。！？]{0,10}(?:验证码|密码|卡号)",
)  # fmt: skip
_SEXUAL = (
    r"\bnudes?\b|\bnudity\b|\bnaked\b(?!\s+(?:eye|truth|tree|branch|flame|oak|trunk|light|soul|ambition|earth|hill))",
    r"\b(?:sexy|sexual(?:ly)?|erotic\w*|porn\w*|xxx|nsfw|hentai|lingerie|topless|bottomless|orgasm\w*|horny|blowjob|"
    r"masturbat\w*|striptease|undress(?:ed|ing)?|stripping|fetish\w*|bdsm|seductive(?:ly)?|slutty?)\b",
    r"\b(?:have|having|had|want(?:s|ed)?)\s+sex\b|\bsex\s+(?:scene|tape|video|with)\b|\bmoan(?:s|ing)\s+(?:with|in)\s+pleasure",
    r"裸体|裸照|全裸|半裸|赤裸(?!裸的真)|色情|性感|情色|做爱|性爱|性交|淫|脱光|脱衣|内衣诱惑|自慰|呻吟|挑逗",
)  # fmt: skip
_YOUNG = r"(?:little|small|young|baby|infant|newborn|stillborn|unborn|teenage|underage|toddler|preschool|school-?age)"
# about the person in the picture: in the description
_CHILD = (
    r"(?<!like )\b(?:an?|the|this|my|our|his|her|their)\s+(?:(?!grand)[\w-]+\s+){0,3}?"
    r"(?:boy|girl|child|kid|toddler|infant|newborn|baby|teenager|teen|schoolboy|schoolgirl|preschooler)\b(?!['’]?s?\s+"
    r"(?:blanket|mother|father|grand\w+|teacher|name|smile))",
    rf"^\s*(?:{_YOUNG}\s+)?(?:boy|girl|child|kid|toddler|infant|newborn|baby|teenager)\b",
    r"(?:小男孩|小女孩|小孩|儿童|孩童|婴儿|幼儿|宝宝|少年|少女|未成年|男童|女童|小学生|中学生)",
)  # fmt: skip
# about the person in the picture: anywhere but in the message. “her youngest child” is who the user is.
_CHILD_TOO = (
    rf"\b(?:my|our)\s+(?:late\s+|dear\s+)?{_YOUNG}\s+(?:\w+\s+)?(?:son|daughter|boy|girl|child|kid|baby|brother|sister|niece|"
    r"nephew|grand(?:son|daughter|child))\b",
    r"夭折|未满月|未成年的?(?:儿子|女儿|孩子|弟弟|妹妹)",
)  # fmt: skip
_AGES = (
    r"\b(\d{1,2})[\s-]*(?:years?|yrs?)[\s-]*old\b", r"\b(\d{1,2})\s?y/?o\b", r"\baged?\s+(?:of\s+)?(\d{1,2})\b",
    r"(?<!\d)(\d{1,2})\s*岁(?!数)",
)  # fmt: skip
_COUNTED = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
_WORDED_AGE = rf"\b(?:{_COUNTED})[\s-]+(?:years?|yrs?)[\s-]*old\b"


def refuse(
    *, words: str = "", prompt: str = "", moment: str = "", title: str = "", relation: str = "", occasion: str = "",
    about: str = "",
) -> None:  # fmt: skip
    """Refuse what is meant to deceive, is sexual or is about a child.

    Parameters
    ----------
    words : the message that is spoken
    prompt : the description of picture and mood
    moment : what a photograph without words is to do
    title : of the clip
    relation : who the person is to the user
    occasion, about : of a draft: the occasion, and what to mention; the draft may be for a child

    Raises
    ------
    UserError : it is one of these; the message says which, calmly
    """
    purpose = (prompt, moment, title, relation, occasion, about)
    if _any(_PURPOSE, *purpose) or _any(_MESSAGE, words, about):
        raise UserError(
            "This reads as if it were meant to deceive somebody; Revive is for remembering, and makes nothing that is"
            " to be taken for real.",
        )
    if _any(_SEXUAL, *purpose, words):
        raise UserError("This reads as something sexual, which Revive does not make; please choose other words.")
    # a title may be for a child, the picture may not be of one
    young = any(map(_is_young, (prompt, moment, relation)))
    if _any(_CHILD, prompt, moment) or _any(_CHILD_TOO, prompt, moment, relation) or young:
        from revive.face.age import child_refusal

        raise child_refusal()


def _any(patterns: tuple[str, ...], *texts: str) -> bool:
    return any(re.search(pattern, text, re.IGNORECASE) for pattern in patterns for text in texts if text)


def _is_young(text: str) -> bool:
    """Whether a text gives an age below ADULT."""
    told = [int(age) for pattern in _AGES for age in re.findall(pattern, text, re.IGNORECASE)]
    return any(age < ADULT for age in told) or re.search(_WORDED_AGE, text, re.IGNORECASE) is not None
