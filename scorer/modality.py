"""
Modality: whether a clause says that something is done, is planned, is lacking, or was so in an earlier year.

`partial_ratio("建立法律顾问制度", "尚未建立法律顾问制度")` is 100, so this is settled before anything is matched. A clause runs from
comma to comma; sections and paragraphs that are all plan or all problem are `segment`'s business.
All text here is folded.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from scorer.screen import Possible

Modality = Literal["done", "plan", "problem"]
# "" where the clause counts; else why it does not. `weak` is an earlier year's figure (catalogue R7).
Why = Literal["", "plan", "problem", "denied", "weak"]

_TITLE = re.compile(r"《[^《》]*》")
_BRACKET = re.compile(r"\([^()]*\)")
# 有没有走样, 够不够, 到位不到位: asked, and neither denied nor lacking.
_WHETHER = re.compile(r"有没有[^,、;:。]{1,8}|(\w{1,2})[不没]\1")
_BREAK = re.compile(r"[,:;。!?|]|——")

# --- plan: from the marker to the end of the sentence -------------------------------------------------------------
_SOON = "继续|进一步|持续|不断|逐步|适时|择机|尽快|更加|会|于|在(?!职|岗|编)"
_WILL = (
    "全面|坚持|深入|加大|加强|强化|着力|努力|认真|严格|紧|以(?!案|往)|围绕|聚焦|重点|从|抓|推进|推动|开展|完善|健全|建立|组织|结合|立足|通过|依托|充分"
    "|切实|积极|启动|制定|出台|牢|始终|主动|及时|定期|采取|针对|根据|按照|配备|聘请|探索|创新|加快|落实|做|提升|提高|力争|引入|增|修订|编制|培"
    "|对标|对照|把|接入|上线|举行|前往|正式|优先|同步|陆续|分批|另行|联合|恢复|试点|试行|采购|招聘|招录|大力|扎实|补齐|优化|打造|构建|深化|规范|常态|拓展|统筹|召开|举办|邀请|补|扩大|集中|学习|监督|总结|分|选|争取|设立|成立|建设|实行|实施|推行|严"
)
# 将 marks an object, not the future, where its clause goes on to put that object somewhere: catalogue R1-done.
_PUTS = (
    "纳入|列入|列为|作为|融入|贯穿|写入|写进|摆上|摆在|放在|挂钩|结合|转化|落到|落实到|传导|压实到|延伸到?|细化|分解|送到|送进|讲进|提交|报送|划入|编入|移交|移送"
    "|归集|整合|统一|公之于众|汇编|印发|下放|分为|分成|变|当作|视为|交由|抄送|反馈|压缩|缩短|减[少为到至]|精简|提高到|降[到至低]|扩大到|增加到|调整|升级为|由.{1,12}[到至为]|拓展到|覆盖"
)
_FUTURE = re.compile(
    rf"(?<!现)将(?:{_SOON})|(?<!现)将(?:{_WILL})(?!.*(?:{_PUTS}))|(?<!部署|安排|谋划|研究|明确|商定)下一?(?:步|阶段)|今后|接下来|明年|来年|下一年(?!度?(?:预算|经费))度?|新的一年|打算"
    r"|(?<![模虚草比])拟(?![定订任]|协议|文书|条款|稿|上岗|录用|提拔|晋升|聘任|入职)(?!.{1,12}的|.{1,40}的$|.{1,24}的\d*[件起宗]?(?:案件|案子|处罚|执法决定))(?!(?:出台|制定|签订|提交|发布|印发|签)(?:文件|合同|协议|规范性|事项))|(?<![作度习法施展划])计划(?:于|在|再|明年|用|将|利用|通过|对|组织|开展|建|聘|制定|年内)"
    r"|即将|预计|有望|力争(?:在|到|明|实现)|正在(?:筹备|筹建|(?:尚在|还在|仍在|正在)酝酿|酝酿中|起草|谋划|编制|制定|研究制定|申请|洽谈|抓紧)|只等|要等.{1,14}再|[还正仍尚]在[^,]{0,8}(?:备考|比选|物色|测试|协商|洽谈|报批|起草|草拟|招标|采购|建设中|调试|论证|征求意见|审批|走程序|办理手续|(?:编制|制定|修订|起草|筹备|研究|谋划|洽谈|酝酿)(?:当中|之中|中|阶段|过程))|已报[^,]{0,6}(?:审批|批复|采购)|选址[^,]{0,4}(?:确定|落实|选定)|完成选址|尚待(?:批准|审批|审议|研究|确定|印发)|待批$|[时日]间(?:未定|待定)|答应(?=派|来|再|安排|给我|支持)|留待|设想中?的|构想|尚在(?:筹备|起草|编制|制定)|筹备中|^待.{2,18}(?:后|时|之日)$|^待(?!遇|业|岗|办|命|人).{2,24}后|待.{1,14}后(?:再|一并|统一|逐步|一起|适时)|(?<!参)[与同跟][^,]{1,14}(?:接洽|洽谈|商洽|磋商)(?!会)|[还仍尚]在(?:研究|谋划|酝酿|协调|对接|商议|走流程)$|计划已?上?报|待重新|(?:^|,)准备(?:于|同|在|与|到|等|放|留|排|安排|明年|下半年|年)|排[在到](?:明年|下年|来年)|定在(?:明年|来年)|放[在到](?:明年|来年|下年)"
)
# 会议强调,要…: what is asked for is not yet done.
_ASKED = re.compile("(?:强调|要求|指出|提出|认为|号召)[了,:]?$")
_ASKS = re.compile(
    "^(?:[^,了]{0,24}?)(?:(?<![主重需概])要(?!求|素|点|件|害|案|闻|事|道|紧|么|目|员|务)|必须|务必|应当?(?!诉|急|对|用))"
)
# 建议县委编办增加编制: a sentence that begins so tells what others should do.
RECOMMENDS = re.compile(
    r"^(?:\(?[一二三四五六七八九十□\d]{1,2}[).、是要])*(?:建议|恳请|请求)(?:上级|[省市县区州旗]|相关|有关|各级|尽快|进一步|适当|加大|统一)"
)
_NOW = re.compile("今年|本年度?|现有|全年|年内(?!拟)|目前已|现已|已经?(?!.{0,2}(?:列入|纳入)(?:明年|下))")
_TOPIC = re.compile(r"^(?:对(?!照)|关于|至于|就|有关|而(?!且))")
_LEAD = re.compile(
    "(?:(?:[县市区镇乡局]里|上级)?(?:正(?=[与同跟])|均|都|也|则|还|仍|同属|属于|目前|现在?|暂时?|全部|一并)*)"
)
_SHELVED = re.compile("(?:安排|计划|准备|打算|推迟|顺延|延后|延|推后|列|排|放|定|留|移)(?:[在到入进为待至从于])")
# 采购合同已签,预计明年3月到货: what the clause before began is not there yet.
_PUT_OFF = re.compile(
    r"^(?:[^,]{0,4}(?:拟|预计|计划|将|争取|力争|定|排|放|留|待|等)[在于到]?)?(?:明年|来年|下一?年|20\d\d年)[^,]{0,8}(?:到货|交付|投用|投入使用|启用|上线|开通|到位|出台|印发|实施|施行)$"
    r"|^[^,]{0,4}(?:是|要等|等到)(?:明年|来年|下一?年)[^,]{0,4}$|^(?:具体)?(?:日期|时间|日子|工期|会期)(?:已|暂)?(?:定|排|放|未|待)"
)
# What only names a thing, whatever verbs its name has: 配备法律服务专员一事, 审查制度的建立.
_NAMED = re.compile(
    "(?:一事|的事|这项工作|这一项|这件事|这项|(?<![了已].{6})的(?:建立|组建|清理|设立|制定|编制|成立|遴选培育))$"
)
# What makes a clause a statement of its own.
_STATES = re.compile(
    r"[了已共全有把被]|\d[余多]?[件条次场份人名个户家起宗]|公开|公示|办理|通过|落实|坚持|开展|推进|推行|建立|完善|健全|加强|制定|组织|召开|实现|形成|做到|上网|上墙|张贴|录入|归档|入卷|印发|成立|配备|聘请|参加"
)
# 〇 is 零 once folded, or stays
_CHINESE_YEAR = re.compile("二[〇○零0][一二三四五六七八九〇○零]{2}(?=年)")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR = re.compile(r"(?<![\d\-—~])(20\d\d)年(?!度?末|代)")

# --- problem and denial: the clause ---------------------------------------------------------------------------------
_LACKING = re.compile(
    "有待|亟待|还需(?!要?经)|仍需|尚需|(?:需|需要|应)进一步|不够|不足(?![\\d一二两三四五六七八九十百半])|不强|不高|不严(?!重)|不到位|不健全|不完善|不规范|不及时|不充分|不平衡|不均衡|不深入"
    "|不扎实|不经常|不系统|不全面|不明确|不完整|不牢|不实(?!行|施|现)|不透彻|不精准|不匹配|不适应|不积极|不主动|不透明|不理想|不明显|不顺畅|不熟悉|不多(?!见)|不宽|不紧密|不细"
    "|偏少|偏高|过高|偏多|偏低|偏弱|偏软|薄弱|较弱|欠缺|缺乏|缺少|缺位|缺失|短缺|滞后|短板|流于形式|形同虚设|差距|落空|空白|有名无实|走过场|参差不齐|打折扣|较为?(?:单一|淡薄|匮乏|陈旧)"
    "|不合用|单一(?!窗口)|淡薄|以会代审|难以(?!置信)|不尽如人意|仍有(?:不足|差距|缺口)|较低|重.{1,6}轻|老毛病|停留在|纸面|还要下力气|却.{0,8}代替|以.{1,6}代替(?:集体|会议|审|论证|程序|讨论|研究|法)|浮在面上|推开得慢|进展缓慢|推进缓慢|零敲碎打|还没|尚不|还不|仍不|虚化|断档|卡壳|走了?样|漏报|迟报|时有(?:发生|出现)|蜻蜓点水|无人(?:过问|更新|管|值守|问津)|时断时续|被[^,]{0,8}(?:挤掉|挤占)|对不上号|打了折扣|不出声|居高不下|没人[手管值]|停摆|铁将军|找不到人|不见人|一拖再拖|往往后补|先[^,]{1,6}后补|尚未杜绝|成?摆设|[^,、]{1,3}而不[用存管办理]|(?:更新|推进|进展|进度|办理|反馈|响应|整改)(?:较|偏|很|得)?慢|的(?:情况|现象|问题)(?:较为?|比较|仍|还|依然)|[一半]挂就是[^,]{1,4}年|部署热|底子(?:还|较|很)?薄|却(?:很?少|不[^仅但只]|没|无|难|仍)|各建各的|各自为政|两张皮|互不相通|拍脑袋|凭经验|靠经验|老一套|等上门|坐等|抓得不紧|抓得不实|满足于|[还仍]习惯|空着|落灰|落了灰|[被遭][^,]{0,8}(?:浸坏|损坏|损毁|毁坏|冲毁|破坏)|形同摆设|成了摆设|摆样子|脱节|执行不|落实不|把关不|发挥不|跟不上"
)
# 遗憾的是: what follows, to the end of the sentence, is what is lacking.
_REGRET = re.compile(
    "遗憾的?是|美中不足|(?:需要|应当|必须)(?:正视|看到|承认)的是|不理想的是|不足的是|欠缺的是|不够的是|短板(?:是|在于)|差些?(?:火候|距离)|[还仍]差一?[截段]|欠火候"
)
# The clause speaks of lacking things because they were put right.
_MENDED = re.compile(
    "针对|解决|破解|整改|纠正|克服|杜绝|防止|避免|改变|弥补|补齐|补足|补上|查找|查摆|聚焦|发现|消除|扭转|围绕|着眼|告别|走出|严肃|查处|问责|追究|通报|不再|转变|打通"
)
_DENIED = re.compile(
    "尚未|还没|一直没|酝酿|没有(?!发生|出现|破例|例外|遗漏|转成|转为|激化|升级|罚|接到|收到|败诉|造成|因|一.{0,3}(?:败诉|被撤|被纠|转成|转为|激化|升级|上访|越级))|从未(?!间断|中断|停)|并未|仍未|均未|都未|也未|亦未|迄未|暂未|未能|未(?:真正|完全|全面|及时|有效|充分|普遍)"
    "|至今未(?!.{0,2}[间中]断)|没(?:有)?(?:搞|办|做|建)成|未(?:设(?!限|置障碍|想)|举行|举办|启用|办理|查处|立案|定(?!性|点|向|价|期)|落地|建立|制定|出台|开展|落实|配备|聘请|设立|开设|组织|形成|健全|完善|实现|编制|公布|公开|执行|参加|召开|启动|纳入|安排|明确|成立|印发|履行|做到|进行|跟上|到位|覆盖|推行|设置|签订|聘用|建成|配齐|开通|梳理|调整|清理|备案|评估|听取|征求)"
    "|不再(?:另行|单独)?(?:制定|出台|编制|开展|组织|设立|办理|受理)|缺(?:乏|少|失)|空缺|为零|无(?:专职|专门|法律顾问|公职律师)|取消了?(?:法律顾问)|[栏牌屏]因[^,]{1,10}(?:拆除|拆掉|停用|关停)"
)
# 未经审查的一律不得上会 is a rule in force, not a denial.
_FORBIDS = re.compile(
    "不得|不予|不准|不能|不可|禁止|严禁|一律|[决绝]不|坚决不|不提交|不上会|不安排|不讨论|不签|不办|不审议|不研究|不盖章|不出台|不印发|退回|调离|停止|暂停|注销|责令|不许|方可|才能|只做|只许|退出|不往下走|不进入|不排会|不收材料|不听汇报"
)
# Who or what falls under a rule: 凡没有法律意见书的议题, 未取得证件的人员.
_CONDITION = re.compile("^(?:凡|对|如|若)|(?:的|者|前|时|议题|事项|人员|案件|合同|文件|决策|项目)$")
# 没有法制科签字,处罚决定书一律不得下达
_WITHOUT = re.compile("没有|未经|未|无|不经|缺")
# 一次也没有举行, 没有一名干部参加, 不了了之: what the whole sentence led up to was not done.
_NONE_AT_ALL = re.compile(
    r"(?:[一半](?:次|个|件|场|条|人|名|家|份|例|起|项|期|回|户|支|本|处|天|页|字|段|句|部|所)|一直|始终|迟迟|最终|最后|终究|到底|至今|到年底)(?:也|都|还|仍)?(?:没有?|未)(?:曾|再|能)?[^的,]{0,5}$"
    r"|(?:没有?|无)(?:任何)?一(?:次|个|件|场|条|人|名|家|份|项).{0,8}(?:进行|开展|落实|参加|参与|做到|完成|举行|组织|到位|到场|签字|履行)$"
    r"|(?:没有|无)(?:这样|这种|这类|此类|类似|相应|自己)的[^,的]{0,4}$|无一[^,]{0,4}$|没有一[个家村处户名].{0,6}$"
    r"|(?:工作|程序|环节|情形).{0,4}(?:没有|未)发生$|(?:长期|多年|迟迟|始终|一直)(?:未|没有)"
    r"|因.{1,8}(?:取消|搁置|停办)了?$|(?:临时|被迫|又被|被)取消(?!资格|\d)|(?:被|予以|一直)搁置|不了了之|没了下文|没有下文|未能成行|泡了汤"
)
_MENDS = re.compile("^(?:针对|为解决|为破解|面对|着眼)")
# 虽已写入方案,但…: what comes before the turn is said only for the sake of what comes after it.
_TURN = re.compile("^那是|虽|尽管|原定|原计划|原拟|本来|曾经?(?!获)|^(?:却|但|可|然而|不过)|由于|因为?(?!地|势|人|此)")
_BARE_DENIAL = re.compile(
    r"^(?:[^,]{0,2}[里县镇乡局们]|到现在|直到年底|到年底|年底|全[年县镇乡局区市]|今年|本年度|一年来|最终|终究|因此|由此|目前|至今|迄今|现|但|也|还|仍|均|都|暂|一直|实际上?|却|并)*(?:尚未|未|没有?|还没|从未|并未)(?!.*的|.{0,6}(?:败诉|发生|出现|破例|例外|遗漏|转成|转为|激化|升级|罚)).{0,7}$"
)
# 法律顾问由社区自己物色,到年底人还没有定下来
_NOT_YET = re.compile(r"^[^,]{0,9}(?:还没有?|尚未|仍未|还未|至今未)(?!.*的|败诉|发生|出现)[^,]{0,7}$")
# 原定9月的演练,赶上连阴雨取消了
_CALLED_OFF = re.compile("原[定拟计].*(?:取消|没有?[办开搞]成|未能?(?:举行|开展|举办))")
_PAST = re.compile(r"去年|上年度?|上一年度?|前年|往年")
# Compared with an earlier year, or dealt with this year: 较2022年, 听取2022年度工作汇报.
_COMPARED = re.compile(
    r"(?:较|比|与|同|从|由|自|对|以往|至|(?:听取|审议|通报|总结|点评|评议|公布|公开|发布|报送|上报|印发)了?(?:关于)?[《]?)$"
)
_SINCE = re.compile(
    r"^(?:以来|起|至今|开始|之?后|至|到|[—\-~]|\d{1,2}月(?:\d{1,2}日)?(?:以来|起|开始|[之以]?后|至|到|[—\-~])|.{0,8}(?:印发|制定|出台|施行|建立|成立|修订|设立|挂牌|颁布|聘请|签订|发布|实施|组建|启用|建成|开通|投用|创建|聘任))"
)
# 手续减成两道,是2021年办下的事
_TOLD_PAST = re.compile(r"^(?:那|这|都|均)*是(?:(20\d\d)年|去年|前年|往年)[^,]{0,8}$")
# 根据督察工作规定的要求,现将…报告如下: what the report rests on is not yet what was done.
_HEREBY = re.compile("现将|现就|特将")
_BASIS = re.compile("^(?:根据|按照|依据|依照|遵照)")
# 2021年至2022年: what ended before the year.
_PERIOD = re.compile(r"20\d\d年?(?:至|到|[—\-~]+)(20\d\d)年(?!以来|起)")


# Most sentences have nothing that sets any of these off, nor most clauses of those that have.
_MAY_BE_PAST = Possible(_YEAR, _PERIOD, _PAST)
_MAY_LACK = Possible(_CALLED_OFF, _REGRET, _DENIED, _NONE_AT_ALL, _LACKING)
_MAY_PLAN = Possible(_FUTURE, _YEAR, _ASKS)
_SCREENED_FUTURE, _SCREENED_REGRET, _SCREENED_NONE_AT_ALL, _SCREENED_LACKING, _SCREENED_FORBIDS = map(
    Possible, (_FUTURE, _REGRET, _NONE_AT_ALL, _LACKING, _FORBIDS)
)


class Clause(Struct, frozen=True, gc=False):
    """
    A stretch of a sentence between commas.

    Attributes:
        at, to: folded code points.
        why: "" where what it says counts as done; else why it does not.
    """

    at: int
    to: int
    why: Why


def clauses(text: str, at: int = 0, year: int | None = None) -> tuple[Clause, ...]:
    """
    The clauses of one sentence, in order, tiling it.

    Args:
        text: the sentence, folded.
        at: where it starts in the folded report; the clauses' positions count from there.
        year: the report's year; without it no year is told from another.
    """
    masked = _arabic(_undenied(_BRACKET.sub(_blank, _TITLE.sub(_blank, text))))
    bounds = [0, *[m.end() for m in _BREAK.finditer(masked)]]
    if bounds[-1] != len(text):
        bounds.append(len(text))
    parts = [masked[a:b].rstrip(",:;。!?|") for a, b in pairwise(bounds)]
    whys: list[Why] = ["plan" if RECOMMENDS.match(masked) else ""] * len(parts)
    if _HEREBY.search(masked):
        whys = ["weak" if _BASIS.match(part) else "" for part in parts]
    if _MAY_BE_PAST(masked):
        _mark_past(parts, whys, year)
    if _MAY_LACK(masked):
        _mark_lacking(parts, whys)
    if _MAY_PLAN(masked):
        _mark_plans(parts, whys, year)
    return tuple([Clause(at + a, at + b, why) for a, b, why in zip(bounds, bounds[1:], whys, strict=False)])


def _blank(match: re.Match[str]) -> str:
    # Same length, so that positions hold: what a title or a bracket says is not what the sentence says.
    return match[0][0] + "□" * (len(match[0]) - 2) + match[0][-1]


def _undenied(text: str) -> str:
    """有没有 → 有□有: as long as before."""
    return _WHETHER.sub(_blank, text) if "不" in text or "没" in text else text


def _arabic(text: str) -> str:
    """二〇二四年 → 2024年: as long as before."""
    return _CHINESE_YEAR.sub(lambda match: match[0].translate(_DIGITS), text)


def _mark_plans(parts: list[str], whys: list[Why], year: int | None) -> None:
    planned = False
    for i, part in enumerate(parts):
        asked = i > 0 and _ASKED.search(parts[i - 1]) and _ASKS.search(part)
        begins = asked or _SCREENED_FUTURE.search(part) or any(int(y) > year for y in _YEAR.findall(part) if year)
        if begins and not planned:
            planned = True
            if i and not whys[i - 1] and (_PUT_OFF.search(part) or (_early(part) and _is_topic(parts[i - 1]))):
                whys[i - 1] = "plan"
        elif planned and not begins and _NOW.search(part):
            planned = False
        if planned:
            whys[i] = "plan"


def _early(part: str) -> bool:
    """Whether a clause about the future has no subject of its own, and so speaks of the clause before it."""
    lead = _LEAD.match(part)
    start = lead.end() if lead else 0
    return bool(_FUTURE.match(part, start) or _SHELVED.match(part, start))


def _is_topic(part: str) -> bool:
    """Whether a clause only names what the next one speaks of: 文件的集中清理和报备,拟放在明年."""
    return bool(_TOPIC.match(part) or _NAMED.search(part)) or not _STATES.search(part)


def _mark_lacking(parts: list[str], whys: list[Why]) -> None:
    regretted = False
    if _CALLED_OFF.search(",".join(parts)):
        whys[:] = [why or "denied" for why in whys]
    for i, part in enumerate(parts):
        regretted = regretted or bool(_SCREENED_REGRET.search(part))
        if regretted:
            whys[i] = "problem"
        elif (_DENIED.search(part) or _SCREENED_NONE_AT_ALL.search(part)) and not _forbidden(parts, i):
            whys[i] = "denied"
            if _SCREENED_NONE_AT_ALL.search(part):
                _deny_before(parts, whys, i)
            if i and not whys[0] and _NAMED.search(parts[0]):
                whys[0] = "denied"  # 设调解室的事,图纸画了,房子还没腾出来
            # 目前还没有建立: a clause with nothing but the denial speaks of what the clauses before it name.
            for j in range(i - 1, -1, -1):
                bare = _BARE_DENIAL.match(part) and (j == i - 1 or not _STATES.search(parts[j]))
                if whys[j] or not (bare or (_NOT_YET.match(part) and _is_topic(parts[j]))):
                    break
                whys[j] = "denied"
        elif _SCREENED_LACKING.search(part) and not _MENDED.search(part) and not _mended_after(parts, i):
            whys[i] = "problem"


def _deny_before(parts: list[str], whys: list[Why], i: int) -> None:
    """Denies what clause `i` says was not done at all: all before it where the sentence turns, else what they only name."""
    turns = any(map(_TURN.search, parts[: i + 1]))
    for j in range(i - 1, -1, -1):
        if not turns and not _is_topic(parts[j]):
            break
        whys[j] = whys[j] or "denied"


def _forbidden(parts: list[str], i: int) -> bool:
    """Whether clause `i` denies only to say what then must not happen: 未经审查的,一律不得上会."""
    if _SCREENED_FORBIDS.search(parts[i]):
        return True
    return bool(_CONDITION.search(parts[i]) or _WITHOUT.match(parts[i])) and any(
        map(_SCREENED_FORBIDS.search, parts[i + 1 : i + 3])
    )


def _mended_after(parts: list[str], i: int) -> bool:
    """Whether clause `i` only names, after 针对 or 由于, what the rest of the sentence puts right."""
    return any(map(_MENDS.search, parts[max(0, i - 2) : i]))


def _mark_past(parts: list[str], whys: list[Why], year: int | None) -> None:
    past = False
    for i, part in enumerate(parts):
        named = [m for m in _YEAR.finditer(part) if not _COMPARED.search(part[: m.start()])]
        if any(year and int(m[1]) == year for m in named) or _NOW.search(part):
            past = False
        earlier = [m for m in named if year and int(m[1]) < year and not _SINCE.match(part[m.end() :])]
        ended = [m for m in _PERIOD.finditer(part) if year and int(m[1]) < year]
        if i and year and (told := _TOLD_PAST.match(part)) and int(told[1] or 0) < year:
            whys[i - 1] = "weak"
        said = _PAST.search(part)
        if earlier or ended or (said and not _COMPARED.search(part[: said.start()])):
            past = True
        if past:
            whys[i] = "weak"
