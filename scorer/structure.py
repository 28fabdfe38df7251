"""
Finds the parts that a report must have: measures, shortcomings, the leaders' account, next year's plan.

Elsewhere a problem or a plan is what does not count; here it is the evidence. A part is told by its heading, by the
words that open it inside a paragraph, or by what its sentences say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scorer.fold import fold
from scorer.identity import TITLE
from scorer.modality import RECOMMENDS
from scorer.model import Section
from scorer.segment import Document, Sentence

# So few sentences tell nothing of what a text is.
FEW = 5
# A sentence that speaks of law.
LAW = re.compile("法治|依法行政|依法治|行政执法|普法|合法性|法律顾问")
_REPORTS = re.compile("报告|总结|小结|情况|汇报|述职|述法|20[0-9]{2}")
# What is called so tells what is to be done, or what was said: a notice, a scheme, a news item, a speech.
_OTHER_TITLE = re.compile(
    "(?:通知|方案|要点|计划|规划|意见|办法|规定|制度|通告|公告|公示|讲话|致辞|简报|[^述]会|培训班|提纲)$|召开|举行|举办|赴"
)
# …工作总结和下年度计划, …报告公示, 关于印发…报告的通知 hold a report all the same.
_WITH_REPORT = re.compile(
    "(?:报告|总结|小结|汇报|情况).*(?<!通知)(?<!会)(?<!班)$|(?:印发|公布|发布).*(?:报告|总结|情况)的通知$"
)
_NEWS = re.compile("本报讯|本网讯|记者|通讯员|出席(?:会议|活动|仪式)|会议(?:强调|指出|要求|认为)")
_SHORT = re.compile(
    "不足|不够|不强|不高|不严|不到位|不健全|不完善|不规范|不及时|不充分|不平衡|不均|不深|不扎实|不牢|不透|不多|有待|亟待|还需|仍需|薄弱|偏少|偏低|偏弱|欠缺|缺乏|缺少|滞后"
    "|差距|短板|难以|单一|流于形式|参差|有限|尚未|没有|未能|较少|较低|淡薄|问题|困难|不适应|不匹配|跟不上|老套|不清|不畅|不常|不细|不准|断档|空白|还有|仍有"
)
_GOVERNING = re.compile(
    "法|决策|政务|信访|纠纷|矛盾|审批|监督|公开|行政|制度|责任|学习|培训|处罚|应急|安全|调解|仲裁|监管"
)
_STILL = re.compile("[尚仍还]未|[尚仍还]没|未能|[尚仍还]不|至今[没未]|空白|空缺")
_CAUSE = re.compile("原因|究其|由于|症结|根源|之所以|是因为")
_RESULT = re.compile("现将.{0,40}(?:如下|汇报)|(?:法治|依法行政).{0,24}(?:水平|成效|进展|态势|提升|提高|增强|见效)")
_LEADER = re.compile(
    "第一责任人|主要负责(?:人|同志)|主要领导|书记|[镇乡县区市局]长|主任|一把手|带头|亲自|主持|牵头|两人"
)
_ACCOUNT = re.compile(
    "(?:第一责任人|主要负责(?:人|同志)|主要领导|书记.{0,3}[镇乡县区市局]长).{0,40}(?:职责|履行|履职|责任|担子|法治)"
)
_ANNOUNCED = re.compile("主要负责|主要领导|第一责任人|书记.{0,3}长")
_OTHER_DUTY = re.compile("信访|安全生产|河长|从严治党|党风廉政|生态环境|领导小组|工作专班")
# 2025年工作安排另文报送, 详见专题报告,此处从略: it stands elsewhere.
_ELSEWHERE = re.compile("另文|另行(?:专题|书面|单独)?报|从略|另附|另册|单独成文")
_MOST_LEADER = 0.6
_SHORT_OPENING = 20


def is_report(document: Document) -> bool:
    """Whether the text looks like a rule-of-law report at all: its title says so, or its sentences do."""
    title = fold(document.title).text
    if _OTHER_TITLE.search(title) and not _WITH_REPORT.search(title):
        return False
    if TITLE.search(title) and _REPORTS.search(title):
        return True
    texts = [document.folded.text[s.at : s.to] for s in document.sentences]
    if any(map(_NEWS.search, texts[:3])):
        return False
    return len(texts) > FEW and sum(bool(LAW.search(t)) for t in texts) >= max(4, len(texts) // 8)


def parts(document: Document, section: Section, foreign: set[int]) -> Iterator[tuple[int, int]]:
    """
    The sentences that make up one part of the report: number of the sentence, and how well it shows the part, 0-100.

    Args:
        foreign: the headings that `foreign_headings` gives.

    Source: catalogue, report-contents. R6 holds for all of it: what is no report has no such parts, and is not asked.
    """
    if section == "leader":
        yield from _leader(document)
        return
    for i, sentence in enumerate(document.sentences):
        score = _SCORES[section](sentence, document.folded.text[sentence.at : sentence.to])
        if score and not foreign.intersection((i, *sentence.above)):
            yield i, score


def foreign_headings(document: Document) -> set[int]:
    """The headings under which nothing speaks of law or government: 全年粮食播种1.2万亩 is no measure of the rule of law."""
    about: dict[int, bool] = {}
    for i, sentence in enumerate(document.sentences):
        told = bool(_GOVERNING.search(document.folded.text[sentence.at : sentence.to]))
        for heading in sentence.above:
            about[heading] = about.get(heading, False) or told
        if sentence.heading is not None:
            about[i] = about.get(i, False) or bool(LAW.search(document.folded.text[sentence.at : sentence.to]))
    return {heading for heading, told in about.items() if not told}


def _measures(sentence: Sentence, text: str) -> int:
    if sentence.kind in ("problem", "plan") or sentence.modality != "done":
        return 0
    if sentence.heading is not None:
        if not sentence.followed:
            return 0
        if sentence.kind == "measures":
            return 76 if sentence.section else 100
        return 76 if not sentence.section and sentence.kind != "leader" else 0
    if not LAW.search(text) or len(text) < 12:
        return 0
    return 72 if _RESULT.search(text) else 62


def _problem(sentence: Sentence, text: str) -> int:
    if sentence.kind == "problem":
        # A bare heading names no shortcoming; nor does 存在的主要问题：
        if (sentence.heading is not None and not sentence.section) or text.endswith(":"):
            return 0
        return 62 if _CAUSE.search(text) or not _SHORT.search(text) else 95
    # 全年未制发规范性文件 denies and names no shortcoming; 尚未配备公职律师 does both.
    lacking = any(c.why == "problem" for c in sentence.clauses) or _STILL.search(text)
    return 66 if sentence.modality == "problem" and lacking else 0


def _plan(sentence: Sentence, text: str) -> int:
    if _ELSEWHERE.search(text):
        return 0
    if sentence.kind == "plan":
        return 100 if sentence.heading is not None and not sentence.section else 76
    return 62 if sentence.modality == "plan" and not RECOMMENDS.match(text) else 0


def _leader(document: Document) -> Iterator[tuple[int, int]]:
    """A headed section, or a paragraph all of which is about it; one item of a wider paragraph is not enough."""
    texts = [document.folded.text[s.at : s.to] for s in document.sentences]
    headed = list(_leader_section(document.sentences, texts))
    yield from headed or _leader_paragraphs(document.sentences, texts)


def _leader_section(sentences: Sequence[Sentence], texts: list[str]) -> Iterator[tuple[int, int]]:
    # What is said of other duties, 安全生产 or 河长, is no account of this one: one sentence must speak of law.
    section = [(i, one) for i, one in enumerate(sentences) if one.kind == "leader"]
    lawful = {n for i, one in section if LAW.search(texts[i]) for n in (i, *one.above)}
    told = {n for i, one in section if one.heading is None and not _ELSEWHERE.search(texts[i]) for n in (i, *one.above)}
    for i, sentence in section:
        if i not in told or not sentence.followed or _OTHER_DUTY.search(texts[i]):
            continue
        if not lawful.intersection((i, *sentence.above)):
            continue
        if sentence.heading is None:
            yield i, 80 if _LEADER.search(texts[i]) else 62
        elif not sentence.section or _ANNOUNCED.search(texts[i]):
            yield i, 100


def _leader_paragraphs(sentences: Sequence[Sentence], texts: list[str]) -> Iterator[tuple[int, int]]:
    paragraphs: dict[int, list[int]] = {}
    for i, sentence in enumerate(sentences):
        if sentence.heading is None and sentence.kind not in ("problem", "plan"):
            paragraphs.setdefault(sentence.paragraph, []).append(i)
    for numbers in paragraphs.values():
        opening = texts[numbers[0]]
        if len(opening) < _SHORT_OPENING and _ANNOUNCED.search(opening):
            opening += texts[numbers[min(1, len(numbers) - 1)]]
        about = [i for i in numbers if _LEADER.search(texts[i])]
        told = _ACCOUNT.search(opening) and LAW.search(opening) and not _OTHER_DUTY.search(opening)
        if told and len(numbers) > 1 and len(about) >= _MOST_LEADER * len(numbers):
            yield from ((i, 80) for i in about if sentences[i].modality == "done")


_SCORES = {"measures": _measures, "problem": _problem, "plan": _plan}
