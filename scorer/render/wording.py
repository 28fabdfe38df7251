"""What people read on a scorecard, in Chinese and in English; ids and statuses of the data stay as they are."""

from __future__ import annotations

from scorer.errors import Lang

_WORDS: dict[str, tuple[str, str]] = {
    "covered": ("已覆盖", "covered"),
    "partial": ("部分覆盖", "partial"),
    "missing": ("缺失", "missing"),
    "met": ("达到", "met"),
    "unmet": ("未达", "unmet"),
    "score": ("得分", "score"),
    "year": ("{}年度", "for {}"),
    "published": ("发布于 {}", "published {}"),
    "checklist": ("清单 {} {}", "checklist {} {}"),
    "line": ("第{}行", "line {}"),
    "colon": ("：", ": "),
    "advice": ("建议", "advice"),
    "not-counted": ("未计入", "not counted"),
    "untitled": ("（未识别出标题）", "(no title found)"),
    "no-issuer": ("（未识别出单位）", "(no issuer found)"),
    "plan": ("只是打算", "only planned"),
    "problem": ("说的是不足", "a shortcoming"),
    "denied": ("明说没有", "denied"),
    "subject": ("说的是别的事", "another subject"),
    "weak": ("依据不足", "too weak"),
    "term": ("原词", "as written"),
    "apart": ("词语相隔", "words apart, in order"),
    "words": ("拆词命中", "its words, in order"),
    "typo": ("个别字不同", "but for a slip"),
    "together": ("同句具备", "together in a sentence"),
    "counts": ("怎样算达到", "what counts"),
    "evidence": ("计入的句子", "evidence"),
    "nearest": ("最接近而未命中的句子", "nearest sentences that did not match"),
    "strength": ("强度 {}", "strength {}"),
    "by-term": ("用语“{}”", "term {!r}"),
    "because": ("因为“{}”", "because of {!r}"),
    "section": ("结构", "part of the report"),
    "not-applicable": ("报告称不适用", "said not to apply"),
    "nothing": ("没有找到相关的句子", "no sentence speaks of it"),
    "lacks": ("缺“{}”", "lacks {!r}"),
    "left-out": ("清单不要求", "left out"),
    "notes": ("提示", "notes"),
}


def word(key: str, lang: Lang, *values: object) -> str:
    """The wording of `key`, its braces filled with `values`."""
    return _WORDS[key][lang == "en"].format(*values)
