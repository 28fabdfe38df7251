"""
Whose act a clause tells of: the issuer's, or that of its superior or of another organ (catalogue R6).

区城管局举办执法培训班 in the report of a street office says nothing of the street office's own training; 我街道12人参加 does.
All text here is bare: folded, without quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from scorer.model import Level

# What an organ's name begins with, and not 市场, 区域, 县城.
_UNITS = {
    "县": "县(?![域级内乡]|城(?!管))",
    "区": "区(?![域划内块位级间])",
    "市": "(?<!城)市(?![场民容区内镇级面]|政(?![府协]))",
    "旗": "旗(?![帜舰下级])",
    "州": "州(?!级)",
    "省": "省(?![时力去级内份]|际)",
}
# What has a name with one of these in it is below what stands before.
_LOWER = re.compile("|".join([*_UNITS.values(), "镇", "(?<!城)乡", "街道"]))
_ORGAN = (
    "委(?![员托派])(?:书记|常委会?|主要领导|[^,;。、的]{0,5}?[办部委])?|政府(?:的?主要领导|办公室)?|人民政府|长(?![期效远])"
    "|[^,;。、的]{1,8}?(?:局|厅|办公室|[^司法执单]办(?![理法事案公])|[^内外全一]部(?![门署分])|中心|馆|分局|联席会议|指挥部"
    "|监[理测督]站|大队|支队|督[导查]组|检查组|调研组|协会)|[上里](?![级述报门游市])|领导(?!下)|局"
)
# These act on the issuer: it is judged, overseen, inspected by them.
_OVERSEERS = re.compile("法院|检察|人大|政协|纪委|监委|监察|巡察|审计")
_LEAD = "(?:\\d{1,2}[.、]|\\(?[一二三四五六七八九十]{1,2}(?:、|是|\\)))?(?:今年以?来?|本年度?|全年|年[初内底]|\\d+月份?|同时|此外|另外|目前|近年来|据统计|去年)*"
_ACTS = "(?:统一|另行|负责|直接|逐[处个项家]|(?:常务|党组|办公)会议?)?(?:集体)?(?:讨论|研究|作了?|组织|牵头|举办|主办|承办|部署|编制|印发|负责|实施|作出|开展|选派|指派|统筹|安排|委托|聘请|掌握|行使|决定|于)"
# What another organ does for the issuer counts as the issuer's: its documents are reviewed, powers come down to it.
_FOR_ISSUER = re.compile("^.{0,8}(?:审[查核签]|合法性|备案|出具|派驻|下派|下沉|赋予|下放|放下来|交下来|授权|移交)")
_SENT = re.compile("选派|指派")
_JOINS = "[^,;。]{0,12}(?:参加(?!了?.{0,4}会)|参训|参与|选派(?!.{0,6}陪审)|派出|派员(?=参加|参训)|(?<!做好)配合|承接|全部|均|获)"

# 县城管局被诉,该局局长出庭: the one just named.
_THAT = "该(?:[局县区市镇乡委办院]|公司|单位|企业)"

# How an issuer that gives no name speaks of itself.
_VOICE: dict[Level, re.Pattern[str]] = {
    "township": re.compile("我[镇乡街]"),
    "department": re.compile("我局"),
    "county": re.compile("我县"),
}
_MENTION: dict[Level, str] = {
    "township": "(?<!涉及)(?<![来在到为给])我[镇乡办街]|本[镇乡街]|(?<![各乡县城邻来我])镇(?![街长])|(?<![各城家进下返回邻来])乡(?![村镇亲贤土风长])|(?<![镇各到给])街道|苏木|司法所|我们",
    "department": "(?<![在到为给])我[局委办厅]|我中心|本[局委办]|局(?:里|机关|党组|党委|属|系统)|全局|我们|委(?:机关|党组|属)",
    "county": "(?<!涉及)(?<![来在到为给])我[县区市旗州]|全[县区市旗州]|本[县区市旗]|我们",
}


class Issuer:
    """
    Who reports, and how its report would name others.

    Args:
        text: the report; where the level is not known, how it speaks of itself tells.
    """

    def __init__(self, name: str, level: Level | None, text: str = "") -> None:
        level = level or next((one for one, voice in _VOICE.items() if voice.search(text)), None)
        self._name = name
        self._units = _units(name, level)
        if level is None or not self._units:
            return
        organ = rf"(?P<organ>(?:{self._units})(?:{_ORGAN})|{_THAT})"
        self._subject = re.compile(f"^{_LEAD}{organ}")
        self._agent = re.compile(
            rf"(?:(?<!参加)(?<!参与)由(?:[^,;。]{{0,12}}、)?{organ}{_ACTS}|是{organ.replace('organ', 'doer')}对)"
        )
        self._whole = (
            re.compile("(?:^|[年月度前])全[县区市旗州省][^,]{0,6}(?:数|量|率|案件|总数)")
            if level == "township"
            else None
        )
        self._mention = re.compile(_MENTION[level])
        self._joins = re.compile(f"(?:{_MENTION[level]}){_JOINS}")
        self._villages = level == "township"

    def other(self, clauses: Sequence[str], matched: Sequence[int]) -> str:
        """
        The organ of whose act all the clauses number `matched` tell, if it is another than the issuer; else "".

        Args:
            clauses: those of a whole sentence, in order.
        """
        if not self._units:
            return ""
        agents = [self._agent_of(clauses[i]) for i in matched]
        found = [agent or self._subject_of(clauses, i) for agent, i in zip(agents, matched, strict=True)]
        if not found or not all(found):
            return ""
        # Where the issuer joins in, another organ as the subject does not matter. Asked last, because it takes longest.
        joined = not all(agents) and any(map(self._joins.search, clauses))
        return "" if joined else found[0]

    def _agent_of(self, clause: str) -> str:
        """The other organ by which a clause says that something is done."""
        agent = self._agent.search(clause)
        # 村法律顾问由县司法局选派: the villages of a town have them all the same.
        if not agent or self._mention.search(clause) or (self._villages and _SENT.search(clause)):
            return ""
        return self._not_own(agent["organ"] or agent["doer"])

    def _subject_of(self, clauses: Sequence[str], i: int) -> str:
        """The other organ that is the subject of clause number `i`; a clause without one has that of the first."""
        if self._whole and (whole := self._whole.search(clauses[i])):
            return whole[0]
        for before in (i, 0):
            subject = self._subject.search(clauses[before])
            if subject and not _FOR_ISSUER.match(clauses[before][subject.end() :]):
                own = any(map(self._mention.search, clauses[before : i + 1]))
                return "" if own else self._not_own(subject["organ"])
        return ""

    def _not_own(self, organ: str) -> str:
        own = organ in self._name or _short_for(organ, self._name)
        return "" if own or _OVERSEERS.search(organ) else organ


def _short_for(organ: str, name: str) -> bool:
    """Whether `organ` is short for `name`: 区住建局 or 区局 for 某区住房和城乡建设局, and not 市教育局 for 某市某区教育局."""
    at = name.rfind(organ[0])
    if at < 0 or not name.endswith((organ[-1], f"{organ[-1]}员会")) or _LOWER.search(name, at + 1):
        return False
    rest = iter(name[at:])
    return all(letter in rest for letter in organ)


def _units(name: str, level: Level | None) -> str:
    """What the names of other organs begin with, for an issuer of this name and level; "" where that cannot be told."""
    if level in ("township", "department"):
        return "|".join(_UNITS.values())
    if level == "county":
        own = re.search("([县区市旗])(?:人民)?政府", name)
        above = {"县": "市州省", "区": "市省", "旗": "市省", "市": "州省"}.get(own[1] if own else "", "省")
        return "|".join(_UNITS[unit] for unit in above)
    return ""
