"""What stands over a column: words of county offices, of an English form, of the ministry's fields."""

from __future__ import annotations

from features.benchmarks.layouts.shape import Draw, chance, pick

ZH: dict[str, tuple[str, ...]] = {
    "employer": (
        "用人单位名称", "招工单位", "企业全称", "公司名称", "参会单位", "单位全称", "招聘企业", "用工企业",
        "招聘单位名称", "企业", "单位",
    ),
    "title": ("招聘岗位", "需求工种", "岗位(工种)", "招聘工种", "职位", "职位名称", "用工岗位", "岗位名称"),
    "heads": ("需求人数", "招工人数", "需求数", "拟招人数", "招聘数量", "用工人数", "名额", "需求量（人）"),
    "pay": (
        "工资", "薪酬待遇", "月收入", "工资待遇", "薪资", "月工资", "薪资（元/月）", "工资(元)",
        "福利待遇及工资",
    ),
    "schooling": ("学历", "文化要求", "最低学历", "文化程度要求", "学历条件"),
    "age": ("年龄", "年龄段", "年龄条件", "年龄范围"),
    "place": ("工作地址", "上班地点", "用工地点", "就业地点", "工作地", "单位地址", "上班地址"),
    "phone": ("电话", "联系方式", "手机号", "手机", "报名电话", "咨询电话", "联系手机"),
    "contact": ("联系人及电话", "联系人/电话", "联系人、联系方式", "报名联系人及电话"),
    "contact_name": ("联系人", "联络人", "负责人", "联系人姓名"),
    "name": ("姓名", "人员姓名", "求职者", "务工人员姓名", "求职人员", "劳动力姓名"),
    "id": ("身份证号", "身份证", "身份证号码", "公民身份证号", "居民身份证号码", "证件号码"),
    "born": ("出生日期", "出生年月日", "生日"),
    "years": ("年龄", "周岁", "实际年龄"),
    "has_schooling": ("学历", "文化程度", "最高学历", "文化", "受教育程度"),
    "wanted": ("求职工种", "意向岗位", "想找的工作", "求职意向", "意向工种", "就业意向", "期望岗位"),
    "wished": ("期望工资", "期望月薪", "工资要求", "意向薪资", "期望薪酬(元/月)", "薪资要求"),
    "home": ("住址", "家庭住址", "户籍地址", "现住址", "居住地", "家庭地址"),
    "firm": ("单位名称", "企业全称", "公司名称", "企业名称", "用人单位", "市场主体名称"),
    "credit": ("统一社会信用代码", "信用代码", "社会信用代码", "营业执照号（统一社会信用代码）", "统一代码"),
    "industry": ("所属行业", "行业", "行业类别", "行业门类"),
    "size": ("职工人数", "员工人数", "从业人数", "单位人数", "在职人数", "用工规模（人）"),
    "address": ("注册地址", "单位地址", "经营地址", "地址", "企业地址"),
    "letter": ("介绍信编号", "推荐信编号", "介绍信号", "信函编号", "介绍信号码"),
    "slip": ("反馈结果", "录用结果", "回执结果", "推荐结果", "用人单位意见", "结果"),
    "slip_on": ("回执日期", "反馈日期", "回执时间", "反馈时间"),
    "slip_detail": ("录用形式", "用工形式", "录用方式"),
    "interviewed": ("是否面试", "面试与否", "是否参加面试"),
    "not_hired": ("未录用原因", "不录用原因", "未录用理由"),
    "arrived_on": ("到岗日期", "到岗时间", "上岗日期", "报到日期"),
    "debtor": ("失信主体名称", "单位名称", "企业名称", "欠薪单位", "用人单位名称"),
    "listed_on": ("列入日期", "列入时间", "认定日期", "列入名单日期"),
    "expires_on": ("有效期至", "截止日期", "到期日期", "惩戒期满日期"),
    "removed_on": ("移出日期", "移出时间", "提前移出日期"),
    "responsible": ("法定代表人", "主要负责人", "负责人姓名", "直接责任人"),
    "source": ("列入机关", "认定部门", "列入决定机关"),
    "course": ("培训项目", "培训工种", "课程名称", "培训专业"),
    "provider": ("培训机构", "承办机构", "培训学校", "承训单位"),
    "level": ("技能等级", "培训等级", "级别"),
    "course_place": ("培训地点", "上课地点", "办班地点"),
    "starts_on": ("开班日期", "开班时间", "开课日期"),
    "ends_on": ("结业日期", "结束时间", "结班日期"),
    "course_places": ("计划人数", "招生人数", "培训人数", "名额"),
    "fee": ("收费标准", "培训费（元）", "学费"),
    "fair": ("招聘会名称", "活动名称", "场次名称"),
    "came_at": ("签到时间", "到场时间", "入场时间"),
    "intentions": ("意向单位", "达成意向单位", "意向企业"),
}  # fmt: skip

EN: dict[str, str] = {
    "employer": "Employer", "title": "Job title", "heads": "Vacancies", "pay": "Monthly salary",
    "schooling": "Education", "age": "Age", "place": "Work location", "phone": "Phone",
    "contact_name": "Contact",
    "name": "Name", "id": "ID number", "born": "Date of birth", "has_schooling": "Education",
    "wanted": "Job wanted", "wished": "Expected salary", "home": "Home address", "firm": "Company name",
    "credit": "Credit code", "industry": "Industry", "size": "Employees", "address": "Address",
    "letter": "Letter no", "slip": "Outcome", "slip_on": "Slip date", "interviewed": "Interviewed",
    "arrived_on": "Arrival date",
}  # fmt: skip

CODES: dict[str, str] = {
    "title": "aca112", "heads": "acb240", "place": "acb202", "contact_name": "aae004", "phone": "aae005",
    "name": "aac003", "id": "aac002", "has_schooling": "aac011", "wished": "acc034", "credit": "aab998",
}  # fmt: skip
"""The fields named in the ministry's tables."""

BLANK = ("", "", "列{n}", "字段{n}", "Unnamed: {n}", "Column{n}")
MISLEADING = ("备注", "其他", "说明", "项目", "情况", "备用", "附注")


def header(draw: Draw, item: str, language: str) -> str:
    """Draw the words over one item, falling back on Chinese where a list has none."""
    if language == "en" and item in EN:
        word = EN[item]
        return pick(draw, (word, word.upper(), word.lower(), word.replace(" ", "_").lower()))
    if language == "codes" and item in CODES:
        return pick(draw, (CODES[item], CODES[item].upper()))
    return pick(draw, ZH[item])


def mangled(draw: Draw, text: str) -> str:
    """Write a header as people type it: spread out, starred, numbered, broken over lines."""
    if not text or text.isascii():
        return text
    half = len(text) // 2
    ways = [
        pick(draw, (" ", "  ", "　")).join(text) if len(text) <= 4 else text,
        pick(draw, ("*", "＊", "* ")) + text,
        text + pick(draw, ("（必填）", "*", "：", "（选填）", "(必填项)")),
        text[:half] + "\n" + text[half:] if half > 1 and "（" not in text else text,
        pick(draw, (" ", "")) + text + " ",
    ]
    return pick(draw, ways) if chance(draw, 0.37) else text


def unsaid(draw: Draw, number: int) -> str:
    """Draw a header that says nothing, or something that is not so."""
    return pick(draw, BLANK).format(n=number) if chance(draw, 0.6) else pick(draw, MISLEADING)
