"""
What a web page puts around a report: navigation, date and source lines, buttons, footers.

A line of noise is no sentence and can never be cited; what it says of date and issuer is read before it is dropped.
All text here is folded.
"""

from __future__ import annotations

import re

_LONGEST = 90

_NOISE = re.compile(
    r"^(?:当前|您?现?的?当前|您|你|所在)的?(?:位置|所在位置)|位置:?首页|首页\s*[>»/|]|^[^。]{0,30}[>»][^。]{0,30}[>»]"
    r"|(?:字体|字号|大小)[:\s]*[\[【(]?[大小]|^[\[【(]?大\s*中\s*小[\]】)]?$|【大中小】|\[大中小\]"
    r"|打印本?[页文]?.{0,4}(?:关闭|分享|收藏)|^(?:打印|关闭|收藏|分享|返回顶部?|返回|纠错|下载|保存)(?:本页|窗口|页面)?$|^分享到|^\[?关闭窗口"
    r"|扫一扫|扫码(?:阅读|关注|打开)|手机(?:版|端|打开|查看)|^[上下]一[篇条页][::\s]?"
    r"|^(?:发布|发文|成文|更新|生成|公开|印发|录入|信息)(?:日期|时间|单位|机构|机关|部门|来源)[::]"
    r"|^(?:来源|作者|编辑|责任编辑|责编|审核|初审|终审|点击数?|点击率|浏览(?:量|次数|数)?|阅读(?:量|次数|数)?|访问(?:量|次数)?|字数)[::]"
    r"|(?:浏览|阅读|点击|访问)(?:量|次数|数)[::\s]*\d|^索\s*引\s*号|^(?:主题分类|主题词|文\s*号|文件编号|公文种类|有效性|体裁分类|信息分类|信息索引)[::]?"
    r"|版权所有|备案号|ICP备|公网安备|网站标识码|主办单位|承办单位[::]|技术支持[::]|网站地图|联系我们|无障碍|适老化|长者模式|^(?:简体|繁体|繁體)"
    r"|^附件[::\d]|^相关(?:链接|文章|附件)|^(?:网站)?首页$|^登录|^注册|请输入关键字|^搜索$|政府信息公开(?:指南|目录|年报)\s|^\s*主办[::]"
)
# A row of a site's menu, whatever parts its entries.
_MENU = re.compile(
    "(?:(?:首页|走进|新闻|动态|政务公开|政务服务|信息公开|网上办事|办事服务|互动交流|公众参与|专题专栏|解读回应|政民互动|机构设置|领导之窗|政府文件).{0,10}){3}"
)
_MARKS_ONLY = re.compile(r"^[\W_]*$")


def is_noise(line: str) -> bool:
    """Whether the line `line`, stripped, is the page's and not the report's."""
    return bool(_MARKS_ONLY.match(line)) or (len(line) <= _LONGEST and bool(_NOISE.search(line) or _MENU.match(line)))
