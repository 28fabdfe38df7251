"""Tests of scorer.organs: whose act a clause tells of."""

from __future__ import annotations

import pytest
from conftest import doc

from scorer.checklist import DEFAULT, load
from scorer.compiled import Compiled
from scorer.lookup import Lookup
from scorer.model import Level
from scorer.organs import Issuer

TOWN = Issuer("某镇人民政府", "township")
BUREAU = Issuer("某县水利局", "department")
COUNTY = Issuer("某县人民政府", "county")
HOUSING = Issuer("某市某区住房和城乡建设局", "department")
MARKET = Issuer("某区市场监督管理局", "department")
CITY = Issuer("某市人民政府", "county")


def other(issuer: Issuer, text: str, *matched: int) -> str:
    """Whose act the clauses number `matched` of `text` tell, all of them where none is named."""
    clauses = text.rstrip("。").split(",")
    return issuer.other(clauses, matched or range(len(clauses)))


@pytest.mark.parametrize(
    ("issuer", "text"),
    [
        (TOWN, "县城管局举办了两期执法培训班。"),
        (TOWN, "区委政法委组织开展全区矛盾纠纷大排查。"),
        (TOWN, "今年市政府公布了重大行政决策目录。"),
        (TOWN, "社会稳定风险评估由区住建局统一委托。"),
        (TOWN, "县委常委会专题研究法治建设,县长多次作出批示。"),
        (BUREAU, "权责清单编制由县委编办统一部署。"),
        (BUREAU, "一村一法律顾问由县司法局统一选派。"),
        (BUREAU, "法制审核是县司法局对各部门开展的一项工作。"),
        (COUNTY, "市司法局组织了执法培训。"),
        (TOWN, "县里年初印发了工作要点。"),
        (TOWN, "县上开述法会。"),
        (TOWN, "县领导来镇上接访。"),
        (TOWN, "区消防救援大队检查厂房300家次。"),
        (TOWN, "县草原监理站带着执法记录仪来过。"),
        (BUREAU, "市局要求亲自部署。"),
        (TOWN, "前三季度全县信访总量同比下降12%。"),
        (TOWN, "县自然资源局全年在我镇查处破坏耕地案件6件。"),
        (BUREAU, "处罚的裁量基准由该局掌握。"),
        (HOUSING, "市住建局举办执法培训班。"),
        (HOUSING, "区城管局举办执法培训班。"),
        (BUREAU, "改线走向由县政府常务会议集体讨论决定。"),
    ],
)
def test_the_act_of_another(issuer: Issuer, text: str) -> None:
    """A superior or another organ that acts without the issuer says nothing of the issuer."""
    assert other(issuer, text)


@pytest.mark.parametrize(
    ("issuer", "text"),
    [
        (TOWN, "镇政府举办了两期执法培训班。"),
        (TOWN, "县司法局举办执法培训班,我镇12名执法人员全部参加。"),
        (TOWN, "县司法局对我镇3份规范性文件进行合法性审查。"),
        (TOWN, "县司法局审核后印发。"),
        (TOWN, "县综合行政执法局派驻执法队员12名。"),
        (TOWN, "参加由县司法局组织的执法培训2期。"),
        (TOWN, "村法律顾问由县司法局统一选派。"),
        (TOWN, "县法院判决驳回原告诉讼请求。"),
        (TOWN, "市场监管所开展联合执法。"),
        (TOWN, "区域内企业全部检查一遍。"),
        (TOWN, "在县委领导下抓好依法行政。"),
        (TOWN, "市里场所全部检查一遍,我镇参加。"),
        (BUREAU, "县水利局举办了执法培训班。"),
        (BUREAU, "县局组织执法人员培训。"),
        (BUREAU, "由县水利局牵头开展河道执法。"),
        (COUNTY, "县司法局组织了执法培训。"),
        (CITY, "市司法局组织了执法培训。"),
        (Issuer("", None), "县司法局组织了执法培训。"),
        (HOUSING, "区住建局举办执法培训班。"),
        (MARKET, "区市场监管局举办执法培训班。"),
        (TOWN, "县里放下来的98项处罚权都接在手上。"),
    ],
)
def test_the_act_of_the_issuer(issuer: Issuer, text: str) -> None:
    """What the issuer does, takes part in, or has done to it, is its own."""
    assert other(issuer, text) == ""


def test_a_clause_without_a_subject_has_that_of_the_first() -> None:
    """县司法局…, 培训…: the second clause goes on about the first one's subject, until the issuer is named."""
    assert other(TOWN, "县司法局制定计划,培训执法人员300人", 1)
    assert not other(TOWN, "县司法局制定计划,镇里培训执法人员30人", 1)


def test_that_one_is_not_the_issuer() -> None:
    """县城管局被诉,该局局长出庭: 该局 is the one just named."""
    assert other(BUREAU, "5月,县城管局因拆违被诉,该局局长出庭应诉", 2) == "该局"


@pytest.fixture(scope="module")
def full() -> Compiled:
    """The default checklist."""
    return load(DEFAULT)


@pytest.mark.parametrize(("title", "level", "met"), [("某镇", "township", False), ("某县", "county", True)])
def test_it_depends_on_who_reports(full: Compiled, title: str, level: Level, met: bool) -> None:  # noqa: FBT001
    """The county's training is the county's own and not the town's."""
    from scorer.match import Matcher

    document = doc(f"{title}人民政府2024年法治政府建设情况报告\n县司法局举办行政执法人员培训班2期。\n")
    assert document.level == level
    assert Lookup(document, full.vocabulary).issuer
    hits = Matcher(document, full.vocabulary).hits(full.patterns["enforcers.training"])
    assert [not hit.why for hit in hits] == [met]
