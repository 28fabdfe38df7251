"""
What `sign` and `gate` find against publishing a report: each finding has a stable id, what is the matter, and what to do.

Ids are what scripts and tests rely on; wordings may improve. Mistakes that keep fzcheck from judging at all are in
errors.py instead.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from scorer.errors import Lang

# id → (what is the matter, what to do) in Chinese, then in English
WORDING: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    # decisions
    "decision-open": (
        ("“{title}”（{about}）还没有处理意见，未达要素：{elements}", "请用 fzcheck review 处理"),
        ("{about}: nothing is decided on {elements}", "decide with fzcheck review"),
    ),
    "core-open": (
        ("核心义务“{title}”（{about}）既没有写到，也没有认定或豁免，未达要素：{elements}", "请补写，或用 fzcheck review 处理"),
        (
            "core obligation {about} is neither covered nor overridden nor waived: {elements}",
            "report on it, or decide with fzcheck review",
        ),
    ),
    "gap-agreed": (
        ("“{title}”（{about}）已同意是缺漏：{elements}", "请先在报告里补上，再改处理意见"),
        ("{about} is agreed to be a gap: {elements}", "put it into the report, then change the decision"),
    ),
    "decision-stale": (
        ("对 {about} 的处理意见所依据的内容已经变了", "请用 fzcheck review 重新处理"),
        ("what the decision on {about} rests on has changed", "decide again with fzcheck review"),
    ),
    "waiver-expired": (
        ("对 {about} 的豁免到 {until} 为止，已经过期", "请重新处理并写明新的期限，然后重新签核"),
        ("the waiver of {about} ended on {until}", "decide again with a new end date, then sign again"),
    ),
    "waiver-unneeded": (
        ("报告已经写到 {about}，不需要豁免", "请删去这条豁免，然后重新签核"),
        ("the report covers {about}, so the waiver is not needed", "take it out, then sign again"),
    ),
    "override-unneeded": (
        ("报告已经写到 {about}，不需要另行认定", "请删去这条处理意见，然后重新签核"),
        ("the report covers {about} as it is, so the override is not needed", "take it out, then sign again"),
    ),
    "decision-unknown": (
        ("清单里没有“{about}”，却有对它的处理意见", "请改正或删去这条处理意见"),
        ("a decision is about {about}, which the checklist does not have", "correct it or take it out"),
    ),
    "review-invalid": (
        ("复核文件有 {count} 处错误，第一处：{first}", "请改正复核文件；fzcheck review --status 会全部列出"),
        ("the review file has {count} mistakes, the first: {first}", "correct it; fzcheck review --status lists them all"),
    ),
    # the bar
    "required-open": (
        ("“{about}”必须写到，豁免不算：{elements}", "请在报告里补写，或以原文认定"),
        ("{about} must be covered, a waiver is not enough: {elements}", "report on it, or override with its words"),
    ),
    "score-too-low": (
        ("复核后得分 {score}，低于要求的 {bar}", "请补写缺漏的内容"),
        ("the score as reviewed is {score}, below {bar}", "report on what is missing"),
    ),
    "all-waived": (
        ("全部义务都豁免了，没有什么可核对", "请检查清单用得对不对"),
        ("every obligation is waived, so nothing was checked", "see whether this is the right checklist"),
    ),
    # who signed
    "no-allowed-signers": (
        ("没有指明准许签核的人", "请用 --allowed-signers 或 fzcheck.toml 的 allowed-signers 指明"),
        ("nothing says who may sign", "name the file with --allowed-signers, or as allowed-signers in fzcheck.toml"),
    ),
    "no-signoffs": (
        ("还没有人签核（{about} 里没有签核书）", "请用 fzcheck sign 签核"),
        ("nobody has signed (no statement in {about})", "sign with fzcheck sign"),
    ),
    "too-few-signers": (
        ("需要 {needed} 人签核，只有 {count} 人", "请由起草人以外的其他人签核"),
        ("{needed} people must sign, {count} did", "have others sign who did not draft the report"),
    ),
    "signer-is-drafter": (
        ("{about} 是起草人（或用了起草人的密钥），不能签核自己起草的报告", "请由别人签核，并删去此签核"),
        ("{about} is the drafter, or used the drafter's key", "have somebody else sign, and remove this sign-off"),
    ),
    "key-shared": (
        ("{about} 用的是同一个密钥，只能算一个人", "请各用自己的密钥重新签核"),
        ("{about} signed with one key, which is one person", "each must sign with a key of their own"),
    ),
    "signoff-unsigned": (
        ("{about} 的签核没有用密钥签名，不算数", "请用 fzcheck sign --key 重新签核"),
        ("{about}: the statement is not signed with a key and does not count", "sign again with fzcheck sign --key"),
    ),
    "signature-missing": (
        ("{about} 的签名文件不见了", "请找回 {about}.json.sig，或重新签核"),
        ("{about}: the signature is missing", "bring {about}.json.sig back, or sign again"),
    ),
    "signature-invalid": (
        ("{about} 的签名与签核书对不上", "请恢复签核时的两个文件，或重新签核"),
        ("{about}: the signature is not one of this statement", "restore both files as they were signed, or sign again"),
    ),
    "signer-unknown": (
        ("准许签核的名单里没有 {about}", "请先把此人加入名单，或由名单上的人签核"),
        ("{about} is not among the allowed signers", "add them to the file, or have somebody sign who is in it"),
    ),
    "signer-other-key": (
        ("{about} 的签名不是用名单上此人的密钥做的{whose}", "请用本人的密钥重新签核，或在名单里更新密钥"),
        ("{about} signed with a key that is not theirs{whose}", "sign with the right key, or update the allowed signers"),
    ),
    "signer-not-valid-yet": (
        ("{about} 的密钥在{at}还没有生效", "请核对名单上的 valid-after，待生效后重新签核"),
        ("the key of {about} was not valid yet {at}", "see valid-after in the allowed signers, and sign when it is valid"),
    ),
    "signer-expired": (
        ("{about} 的密钥在{at}已经失效", "请换用有效的密钥重新签核"),
        ("the key of {about} had expired {at}", "sign again with a key that is valid"),
    ),
    "signer-wrong-namespace": (
        ("名单不准 {about} 的密钥用于 fzcheck-signoff", "请在名单的 namespaces 里加上 fzcheck-signoff，或换密钥"),
        (
            "the key of {about} is not allowed for fzcheck-signoff",
            "add it to the namespaces of that key, or use another key",
        ),
    ),
    "signed-in-future": (
        ("{about} 的签核时间 {time} 还没有到", "请校准时钟后重新签核"),
        ("{about} signed at {time}, which is yet to come", "set the clock right and sign again"),
    ),
    # what was signed
    "report-changed": (
        ("报告在 {about} 签核之后改动过（换行和编码的转换也算）", "请恢复签核时的文件，或重新复核、签核"),
        (
            "the report has changed since {about} signed (line ends and encoding count)",
            "restore the file that was signed, or review and sign again",
        ),
    ),
    "checklist-changed": (
        ("清单“{layer}”与 {about} 签核时的不同", "请用签核时的清单，或重新复核、签核"),
        ("checklist {layer} is not as it was when {about} signed", "use that one, or review and sign again"),
    ),
    "checklist-edition": (
        ("{about} 签核时用的清单“{layer}”是 {signed} 版，现在是 {now} 版", "请用签核时的版本，或按新版重新复核、签核"),
        (
            "{about} signed by edition {signed} of checklist {layer}, which is now {now}",
            "use that edition, or review and sign by the new one",
        ),
    ),
    "decisions-changed": (
        ("复核文件在 {about} 签核之后改动过", "请恢复签核时的复核文件，或重新签核"),
        ("the review file has changed since {about} signed", "restore the one that was signed, or sign again"),
    ),
    "scorecard-changed": (
        (
            "同样的报告和清单，评分卡与 {about} 签核时的不同（签核时 fzcheck {signed}，现在 {now}）",
            "请用签核时的版本和 --encoding，或重新复核、签核",
        ),
        (
            "report and checklist are the same, the scorecard is not what {about} signed (fzcheck {signed}, now {now})",
            "use that version and --encoding, or review and sign again",
        ),
    ),
    "statement-untrue": (
        ("{about} 的签核书写的得分或处理意见与实际不符", "请用 fzcheck sign 重新签核"),
        ("the statement of {about} gives other scores or decisions than there are", "sign again with fzcheck sign"),
    ),
    # the files of the sign-offs
    "statement-invalid": (
        ("{about}.json 不是 fzcheck 写的签核书：{reason}", "请恢复原文件（换行也不能变），或重新签核"),
        ("{about}.json is no statement as fzcheck writes it: {reason}", "restore it byte for byte, or sign again"),
    ),
    "bad-name": (
        ("{about}.json 里签核人的姓名“{name}”不合规则", "请用 fzcheck sign 重新签核，并删去此文件"),
        ("{about}.json is signed by {name!r}, which is no permitted name", "sign again with fzcheck sign, and remove it"),
    ),
    "statement-misnamed": (
        ("{about}.json 里的签核人却是 {name}", "请把文件名改回 {name}.json，或删去"),
        ("{about}.json is a statement of {name}", "give it its own name back, or remove it"),
    ),
    "statement-of-other-report": (
        ("{about} 签的是另一份报告“{name}”", "请把它放回原处，并为这份报告签核"),
        ("{about} signed another report, {name}", "put it back where it belongs, and sign this report"),
    ),
    "statement-missing": (
        ("有 {about}.json.sig，却没有它签的 {about}.json", "请找回签核书，或重新签核，或删去"),
        ("{about}.json.sig is there without {about}.json", "bring the statement back, sign again, or remove it"),
    ),
    "not-a-plain-file": (
        ("{about} 是链接或别的东西，不是普通文件", "请换成文件本身"),
        ("{about} is a link or something else, not a plain file", "put the file itself there"),
    ),
}  # fmt: skip
# What is found once for each who signed, and told once.
_OF_ALL = {"report-changed", "checklist-changed", "checklist-edition", "decisions-changed", "scorecard-changed"}


@dataclass(frozen=True)
class Finding:
    """
    One thing that stands against publishing.

    Attributes:
        id: key of WORDING.
        about: the obligation, person or file it concerns; "" for the report as a whole.
        values: what else the wording has in braces; a pair is its Chinese and English.
    """

    id: str
    about: str = ""
    values: dict[str, object] = field(default_factory=dict)

    def message(self, lang: Lang) -> str:
        """What is the matter."""
        return self._filled(WORDING[self.id][lang == "en"][0], lang)

    def advice(self, lang: Lang) -> str:
        """What to do."""
        return self._filled(WORDING[self.id][lang == "en"][1], lang)

    def text(self, lang: Lang) -> str:
        """All of it on one line: `id: message: what to do`."""
        colon = "：" if lang == "zh" else ": "
        return " ".join(f"{self.id}: {self.message(lang)}{colon}{self.advice(lang)}".split())

    def _filled(self, wording: str, lang: Lang) -> str:
        values = {k: v[lang == "en"] if isinstance(v, tuple) else v for k, v in self.values.items()}
        return wording.format(about=self.about, **values)


def joined(findings: list[Finding]) -> list[Finding]:
    """`findings`, one where several people signed what is no longer so, in the order of the first of each."""
    grouped: dict[tuple[str, str], list[Finding]] = {}
    for one in findings:
        apart = repr(one.values) if one.id in _OF_ALL else one.about
        grouped.setdefault((one.id, apart), []).append(one)
    return [
        same[0] if len(same) == 1 else replace(same[0], about="、".join(one.about for one in same))
        for same in grouped.values()
    ]
