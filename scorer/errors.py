"""
Every message that fzcheck gives about something wrong, and the one exception that carries it.

A message has a stable rule id, which tests and scripts may rely on, and a wording in Chinese and English, which may improve.
"""

from __future__ import annotations

from typing import Literal

Lang = Literal["zh", "en"]

WORDING: dict[str, tuple[str, str]] = {
    # reading a file
    "not-found": ("没有这个文件", "no such file"),
    "is-folder": ("这是文件夹，请给出文件", "is a folder: give a file"),
    "unreadable": ("读不了：{reason}", "cannot be read: {reason}"),
    "empty": ("文件里没有文字", "holds no text"),
    "too-large": (
        "文件有 {size} MB，超过上限 {limit} MB",
        "is {size} MB, more than the limit of {limit} MB",
    ),
    "binary": (
        "不是文本文件{kind}，请另存为纯文本（.txt）后再试",
        "is not a text file{kind}: save it as plain text (.txt) first",
    ),
    "undecodable": (
        "无法识别编码（试过 {tried}），请用 --encoding 指定",
        "unknown encoding (tried {tried}): name it with --encoding",
    ),
    "unknown-encoding": (
        "没有名为“{encoding}”的编码，可用 utf-8、gb18030、big5、utf-16",
        "no encoding is called {encoding!r}: use utf-8, gb18030, big5 or utf-16",
    ),
    # writing a file
    "unwritable": (
        "写不了：{reason}，原有文件未动",
        "cannot be written: {reason}; nothing was changed",
    ),
    # standard input
    "needs-file": (
        "复核、签核和放行要有文件，不能用标准输入",
        "review, signing and the gate need a file, not standard input",
    ),
    "needs-terminal": (
        "复核要在终端里进行；没有终端时请用 --decisions 或 --status",
        "a review needs a terminal; without one use --decisions or --status",
    ),
    # finding things by name
    "unknown-checklist": (
        "没有名为“{name}”的清单，可用：{known}；也可给出 .yaml 文件的路径",
        "no checklist is called {name!r}: use {known}, or the path of a .yaml file",
    ),
    "extends-itself": (
        "清单的 extends 一层层往里，又回到了它自己",
        "by way of `extends`, this checklist extends itself",
    ),
    "unknown-obligation": (
        "清单里没有义务或要素“{name}”，可用：{known}",
        "the checklist has no obligation or element {name!r}: use {known}",
    ),
    "no-sentence": (
        "没有第{number}句，这份报告共{count}句",
        "no sentence {number}: this report has {count}",
    ),
    # the YAML of a checklist
    "yaml": ("YAML 语法有误：{reason}", "YAML syntax: {reason}"),
    "yaml-alias": (
        "清单里不用锚点和别名（& 和 *），请把内容写出来",
        "anchors and aliases (& and *) are not used in a checklist: write it out",
    ),
    "checklist-colon": (
        "此行用了全角冒号“：”，请改成半角“:”再加空格",
        "this line has a full-width colon '：': write ': '",
    ),
    "duplicate-key": (
        "字段“{key}”重复，前一个在第 {first} 行",
        "field {key!r} is given twice, first on line {first}",
    ),
    "unknown-key": (
        "未知字段“{key}”，可用：{known}",
        "unknown field {key!r}: use {known}",
    ),
    "missing-key": ("缺少字段“{key}”", "field {key!r} is missing"),
    "wrong-type": (
        "“{key}”应为{expected}，却是{found}",
        "{key!r} should be {expected}, but is {found}",
    ),
    "empty-value": ("“{key}”是空的", "{key!r} is empty"),
    "bad-id": (
        "标识“{id}”只能用小写英文字母、数字和连字符",
        "id {id!r}: only lower-case letters, digits and hyphens",
    ),
    "duplicate-id": (
        "标识“{id}”重复，前一个在 {first}",
        "id {id!r} is used twice, first at {first}",
    ),
    "unknown-theme": ("没有主题“{theme}”，可用：{known}", "no theme {theme!r}: use {known}"),
    "unknown-group": (
        "没有词组“<{group}>”，请先写在 words 下面",
        "no word group <{group}>: define it under words",
    ),
    "bad-group": (
        "词组的尖括号不成对：“{term}”",
        "the angle brackets of a word group do not pair: {term!r}",
    ),
    "misplaced-sign": (
        "“{term}”里的“{sign}”在这里不起作用，会被当成文字",
        "{sign!r} in {term!r} means nothing here and would be looked for as it stands",
    ),
    "short-term": (
        "用语“{term}”只有一个字，会到处命中，请写长些",
        "term {term!r} is one character and would hit everywhere: make it longer",
    ),
    "unreachable-term": (
        "用语“{term}”永远轮不到：已有更短的“{by}”",
        "term {term!r} can never decide: the shorter {by!r} already does",
    ),
    "ruled-out-term": (
        "用语“{term}”含有排除词“{by}”，永远不会计入",
        "term {term!r} contains {by!r}, which rules it out",
    ),
    "bad-years": (
        "报告年度应写成“2021-2025”或“2026-”，却是“{years}”",
        "years should read like '2021-2025' or '2026-', not {years!r}",
    ),
    "no-example": (
        "要素“{id}”至少要有一个达到的例句和一个不计入的例句",
        "element {id!r} needs at least one example that is met and one that is not",
    ),
    # a review file
    "duplicate-decision": (
        "对“{name}”的处理意见重复，前一个在第 {first} 行",
        "{name!r} is decided twice, first on line {first}",
    ),
    "not-utf8": ("不是 UTF-8 编码，请在编辑器里另存为 UTF-8", "is not UTF-8: save it as UTF-8"),
    "entry-form": (
        "每个字段请另起一行、顶格写，每条处理意见另起一行，以“- ”开头",
        "begin each field on a line of its own, not indented, and each decision on one with '- '",
    ),
    "misplaced-key": (
        "“{decision}”用不着字段“{key}”，它只用于 {of}",
        "field {key!r} has no place in {decision!r}: it is for {of!r} only",
    ),
    "bad-date": (
        "日期应写成 2027-03-31 这样，却是“{found}”",
        "a date should read like 2027-03-31, not {found!r}",
    ),
    "past-date": (
        "{found} 已经过去，请写 {today} 或以后的日期",
        "{found} is over: give {today} or a later day",
    ),
    "quote-not-found": (
        "报告里没有这句话：“{quote}”，请从报告原文复制（至少六个字）",
        "these words do not stand in the report: {quote!r}; copy them from it, six characters at least",
    ),
    "no-such-line": (
        "报告第 {number} 行没有可以引用的句子（至少六个字）",
        "line {number} of the report has no sentence to quote, six characters at least",
    ),
    # labels, and a baseline
    "nothing-to-evaluate": (
        "文件夹里没有标注文件（.yaml）",
        "the folder has no label files (.yaml)",
    ),
    "no-report": ("没有与标注对应的报告：{report}", "the labels have no report: {report}"),
    "no-label": (
        "这些要素没有标注：{names}；没有列出的可用 default 一并说明",
        "these elements have no label: {names}; `default` may say what the others are",
    ),
    "not-in-report": (
        "报告 {report} 里没有这几个字：“{words}”",
        "these words do not stand in {report}: {words!r}",
    ),
    "bad-baseline": (
        "不是 fzcheck evaluate --format json 写出的文件：{reason}",
        "was not written by fzcheck evaluate --format json: {reason}",
    ),
    # signing
    "bad-name": (
        "姓名“{name}”不能用：只能有文字、数字和 - _ . @ ·，不以点或连字符开头，最多 64 个字",
        "{name!r} is no permitted name: letters, digits and - _ . @ ·, no dot or dash in front, 64 at most",
    ),
    "not-plain": (
        "是链接或别的东西，不写到它里面去，请换成普通的文件夹",
        "is a link or something else, and is not written through: put a plain folder there",
    ),
    "no-ssh-keygen": (
        "找不到 ssh-keygen，请安装 OpenSSH（8.9 或更高）",
        "there is no ssh-keygen: install OpenSSH, 8.9 or later",
    ),
    "ssh-keygen": ("ssh-keygen 没有成功：{reason}", "ssh-keygen failed: {reason}"),
    # fzcheck.toml
    "toml": ("TOML 语法有误：{reason}", "TOML syntax: {reason}"),
    # the examples of a checklist
    "example-unmet": (
        "例句应当达到“{element}”，却没有：{text}{because}",
        "this example should meet {element!r} and does not: {text}{because}",
    ),
    "example-met": (
        "例句不应达到“{element}”，却因“{matched}”而达到：{text}",
        "this example should not meet {element!r}, but does by {matched!r}: {text}",
    ),
    "example-reason": (
        "例句不计入“{element}”的原因应是 {expected}，却是 {found}：{text}",
        "this example of {element!r} should not count because of {expected}, not {found}: {text}",
    ),
}


class FzcheckError(Exception):
    """
    Something that the user can put right; fzcheck prints it as one line and exits with 2.

    Args:
        rule: key of WORDING.
        path: the file it is about, as the user named it; "" where there is none.
        line, column: 1-based; 0 where they mean nothing.
        args: what the wording has in braces.
    """

    def __init__(self, rule: str, path: str = "", line: int = 0, column: int = 0, **args: object) -> None:
        super().__init__(rule, path, line, column, args)
        self.rule = rule
        self.path = path
        self.line = line
        self.column = column
        self.values = args

    def text(self, lang: Lang = "zh") -> str:
        """The message as it is printed: `path:line:column: wording [rule]`, with what there is."""
        place = ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])
        wording = WORDING[self.rule][lang == "en"].format(**self.values)
        return f"{place}: {wording} [{self.rule}]" if self.path else f"{wording} [{self.rule}]"

    def __str__(self) -> str:
        return self.text("en")


class FzcheckErrors(Exception):  # noqa: N818  it is several errors
    """Several FzcheckError at once, in the order in which they stand in the file."""

    def __init__(self, errors: list[FzcheckError]) -> None:
        super().__init__(errors)
        self.errors = sorted(errors, key=lambda e: (e.path, e.line, e.column, e.rule))

    def __str__(self) -> str:
        return "\n".join(str(e) for e in self.errors)
