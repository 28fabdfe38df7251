"""What a review asks and answers, in Chinese and in English."""

from __future__ import annotations

from scorer.errors import Lang

_HELP_ZH = """\
    a 同意缺漏  报告确实没有写到，须补写；补好之前不能签核
    o 认定已写  报告其实写到了：给出行号，或粘贴报告里的原文
    w 豁免      可以不写：选原因，写说明和截止日期
    s 跳过      先不处理      b 上一项      d 撤销已有的处理意见
    q 退出      已记下的都在，下次接着来
    每条意见一经给出立即存盘；回答时直接按回车，就是不作处理"""
_HELP_EN = """\
    a agree     the gap stands and will be fixed; blocks signing until then
    o override  the report does cover it: give a line number, or paste words of the report
    w waive     it need not be reported: choose a reason, give a note and an end date
    s skip      decide later      b back      d withdraw a decision
    q quit      what is decided stays; go on next time
    Each decision is saved at once; an empty answer decides nothing"""

_PHRASES: dict[str, tuple[str, str]] = {
    "choose": (
        "[a]同意缺漏 [o]认定已写 [w]豁免 [s]跳过 [b]上一项 [q]退出 [?]说明 > ",
        "[a]gree [o]verride [w]aive [s]kip [b]ack [q]uit [?]help > ",
    ),
    "choose-again": (
        "[a]同意缺漏 [o]认定已写 [w]豁免 [d]撤销 [s]跳过 [b]上一项 [q]退出 [?]说明 > ",
        "[a]gree [o]verride [w]aive with[d]raw [s]kip [b]ack [q]uit [?]help > ",
    ),
    "help": (_HELP_ZH, _HELP_EN),
    "not-understood": ("没有“{}”这个选项，输入 ? 看说明", "there is no {!r}: type ? for help"),
    "unreadable": ("输入里有认不出的字符，请重新输入", "that is not text that can be read: type it again"),
    "nothing-decided": ("未作处理", "nothing decided"),
    "nothing-to-withdraw": ("还没有处理意见", "there is no decision yet"),
    "covered": (
        "报告已经写到，不需要认定或豁免；不认可的话可以选 a",
        "the report covers it, so there is nothing to override or waive; choose a if you disagree",
    ),
    "not-a-number": ("请输入 1 到 {} 之间的数字", "type a number from 1 to {}"),
    "which-element": (
        "针对哪个要素？输入序号；直接回车表示以上全部 > ",
        "which element? its number, or Enter for all of these > ",
    ),
    "which-element-left": (
        "针对哪个要素？输入序号；直接回车表示其余还没有单独处理的 > ",
        "which element? its number, or Enter for those without a decision of their own > ",
    ),
    "which-sentence": (
        "哪一句？输入序号；直接回车表示整行 > ",
        "which sentence? its number, or Enter for the whole line > ",
    ),
    "which-reason": ("豁免的原因？输入序号 > ", "why? its number > "),
    "which-decision": ("撤销哪一条？输入序号 > ", "which one? its number > "),
    "whole": ("整项义务", "the whole obligation"),
    "quote": ("报告哪一行写到了？输入行号，或粘贴原文 > ", "where? a line number, or words of the report > "),
    "found-on": ("在第 {} 行", "on line {}"),
    "note-agree": ("说明（可不填） > ", "note (may be empty) > "),
    "note-override": ("说明（可不填） > ", "note (may be empty) > "),
    "note-waive": ("说明（必填） > ", "note (needed) > "),
    "until": ("豁免到哪一天？如 2027-03-31 > ", "until which day? such as 2027-03-31 > "),
    "written": ("已存盘", "saved"),
    "withdrawn": ("已撤销", "withdrawn"),
    "left": ("这项义务还有要素待处理：{}", "still to be decided here: {}"),
    "lapsed-left": (
        "还有不再有效的处理意见，请重新处理或撤销",
        "a decision here no longer holds: decide again, or withdraw it",
    ),
    "agree": ("同意缺漏", "gap agreed"),
    "override": ("认定已写", "overridden"),
    "waive": ("豁免", "waived"),
    "not-applicable": ("不适用", "not applicable"),
    "reported-elsewhere": ("另行报告", "reported elsewhere"),
    "confidential": ("涉密", "confidential"),
    "not-required-at-this-level": ("本级不要求", "not required at this level"),
    "came-open": ("", ""),
    "came-met": ("（达到）", " (met)"),
    "came-gap": ("（已同意缺漏）", " (gap agreed)"),
    "came-overridden": ("（已认定）", " (overridden)"),
    "came-waived": ("（已豁免）", " (waived)"),
    "none-pending": ("没有要处理的义务。", "nothing is to be decided."),
    "broken-off": ("复核中断；已给出的处理意见都在 {} 里", "broken off; what was decided is in {}"),
    "taken-in": ("{}：记入 {} 条处理意见", "{}: {} decisions taken in"),
    "next-review": ("下一步：接着复核 fzcheck review {}", "next: go on with fzcheck review {}"),
    "next-unknown": (
        "下一步：清单里没有的处理意见，请在 {} 里改正或删去",
        "next: correct the decisions that the checklist does not know in {}, or take them out",
    ),
    "next-gap": (
        "下一步：由起草人补写缺漏，再运行 fzcheck review {}",
        "next: have the gaps filled in the report, then run fzcheck review {} again",
    ),
    "next-sign": (
        "下一步：签核 fzcheck sign {} --as 姓名 --role reviewer",
        "next: fzcheck sign {} --as NAME --role reviewer",
    ),
}


def phrase(key: str, lang: Lang, *values: object) -> str:
    """The wording of `key`, its braces filled with `values`."""
    return _PHRASES[key][lang == "en"].format(*values)
