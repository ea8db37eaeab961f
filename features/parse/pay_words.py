"""The words around a figure of pay: units, bounds, and what makes a figure something else than pay."""

from __future__ import annotations

import re
from typing import Literal

Unit = Literal["hour", "day", "month", "year", "piece"]

NUMBER = r"\d+(?:\.\d+)?"
SCALE = r"(?:万|千|百|w(?![a-z])|k(?![a-z]))"
MONEY = r"(?:元整?|块钱?|圆|rmb|cny|yuan|人民币)"
HOUR = r"(?:个?小时|工时|钟头|点?钟(?![点表])|时(?!间|长)|hours?|hrs?|h(?![a-z]))"
DAY = r"(?:天|日|days?|d(?![a-z])|晚|夜|班(?!组|车)|个?工(?![作资时价种人厂]))"
MONTH = r"(?:个?月|months?|mo(?![a-z])|m(?![a-z]))"
YEAR = r"(?:年|years?|yr|annum|y(?![a-z])|p\.?a)"
PIECE = (
    "(?:个(?!月|小时|工|班|人)|公斤"
    "|[件套串票单斤吨米条克只箱车方亩双张页次本包袋批根块台桶趟篇字户幅份遍颗粒朵捆盒瓶支片担棵辆筐]|百[个只件条]"
    "|课时|节课?|场|公里|亩|平方米?|平米|平(?![均时日台])|kg|pcs?|pieces?|orders?)"
)
ANY = f"(?:{HOUR}|{DAY}|{MONTH}|{YEAR}|{PIECE})"
PER = re.compile(
    rf"(?:/|每|(?=[年月日时]薪)|per |an? (?=hour|day|month|year))\s*(?:人\s*/\s*)?1?(?:"
    rf"(?P<hour>{HOUR})|(?P<day>{DAY})|(?P<month>{MONTH})|(?P<year>{YEAR})|(?P<piece>{PIECE}))"
)
LATE = re.compile(
    rf"^(?:1|一)(?:(?P<hour>{HOUR})|(?P<day>[天日]|个?[工班](?![作资时价种人厂组车]))|(?P<month>个月)"
    rf"|(?P<year>年)|(?P<piece>{PIECE}))"
)
"""A unit behind the figure without a stroke: ``250块一天``."""

LEAD: tuple[tuple[Unit, re.Pattern[str]], ...] = (
    (
        "hour",
        re.compile(
            r"时薪|按小?时|小时工|钟点工|每个?小时|每工时|(?<!\d)1个?(?:小时|钟头?)|工价|per hour"
            r"|hourly|/小?时:?"
            r"|小时工资"
        ),
    ),
    (
        "day",
        re.compile(
            r"日薪|每个?[班晚夜]|按[天日]|日工资|日均|天工资|日入|日收入|日[赚挣]|每天|每日|1天|1日"
            r"|天薪|per day|daily|/[天日]|工日|(?<!\d)1个?[工班](?![作资时价种人厂组车])"
            r"|(?<!\d)(?:[4-9]|1[0-2])个?小时制?$"
        ),
    ),
    (
        "year",
        re.compile(
            r"年薪|按年|年收入|年入|每年|(?<![第\d])1年(?!后|以上|之后)|年包|年均|年总|年综合|年到手"
            r"|全年[^,]{0,2}(?:收入|保底|工资|到手)|per year|annual|yearly|/年"
        ),
    ),
    (
        "month",
        re.compile(
            r"月薪|月入|月收入|月[赚挣]|每月|月均|1个月|月工资|月综合|/月|monthly|per month"
            r"|月到手|月底薪|月保底"
        ),
    ),
    (
        "piece",
        re.compile(
            rf"每{PIECE}|1[件单条套串双]|1个$|1(?:公斤|[斤桶车辆亩箱袋包张只吨筐担趟])[一-鿿]{{0,2}}$"
            rf"|按件|单价|每单"
        ),
    ),
)
"""Units named in front of the figure, nearest wins."""

PAID_DAILY = re.compile(
    r"日结|零工|短工|临时工|日工|天结|按[天日]|日清|当天结|当日结|现结|大工|小工|点工|力工"
    r"|[白夜早中晚]班(?=\d)"
)
PIECEWORK = re.compile(
    r"计件|按件|piece ?rate|piecework|by the piece|件工资|件薪|按(?:产量|重量|亩|趟|平方|面积)[计算]"
)
NEGOTIABLE = re.compile(
    r"面议|面谈|可议|详谈|协商|商议|议价|另议|面洽|面仪|电议|[可商]谈|来(?:了|厂|店|公司)?再?[谈聊]"
    r"|见面再?聊"
    r"|(?:薪|工资|待遇|钱|价格?|报酬|收入)[^,，。;；]{0,5}(?:[谈聊议]|商量|商定|再说|电联)"
    r"|[看按](?:个人|你)?(?:手艺|能力|活|水平|技术|经验)[^,，。;；]{0,2}(?:[定给开]|算钱)|negotiable"
    r"|to be discussed"
)
TRIAL = re.compile(
    r"试用|实习|学徒|培训期|试岗|试工|见习|带教期|[前头](?:[1-6]|几)个?月|第1个?月|probation|trial|intern"
)
REGULAR = re.compile(
    r"转正|试用期?[满后过]|过了?(?:试用|实习|学徒|见习|培训)|(?:实习|学徒|见习|培训)期[满后过]|期满"
    r"|出师|正式|[之以往]后|第[2-7]个?月"
)
TOTAL = re.compile(
    r"月入|综合|做得好|能到|到手|月收入|总收入|收入|可拿|可达|能拿|挣|合计|平均|月均|人均|总|total|earn"
)
BASE = re.compile(r"底薪|基本工资|基本薪|基薪|保底|岗位工资|基础工资|base|基本|包底|底$")
AT_LEAST = re.compile(
    r"[保包]底|底薪|底线|基本工资|基本薪|不低于|不少于|至少|最少|最低|起薪|起步|高于|超过|>=?"
    r"|≥|from|at least|min|基础工资|基薪|基本$|上不封顶|over|above"
)
AT_MOST = re.compile(r"最高|最多|顶多|至多|不到|不足|不超过?|不高于|上限|低于|<=?|≤|up to|max|under|below")
WEEKLY = re.compile(r"周薪|半个?月|/周|每周|per week|weekly|/week")
FOREIGN = re.compile(r"[$€£]|usd|hkd|美元|美金|港[币元]|欧元|日元|新币")
"""Pay in other money is not converted: the rate is not ours to choose."""
NOT_LOWER = re.compile(r"不低于|不高于|不超")
ABOUT = re.compile(r"左右|上下|大约|约")
UP = re.compile(
    r"^\s*(?:元|块)?(?:/\S{1,3}?)?\s*(?:\(?含?\)?(?:及?以上|往上|起步?|多|余"
    r"|朝上|打底|保底|底薪|\+|加(?!班)|and up|or more|plus|upwards?|上不封顶))"
)
DOWN = re.compile(r"^\s*(?:元|块)?(?:/\S{1,3}?)?\s*(?:\(?含?\)?(?:及?以下|以内|之内|封顶|or less|max))")

NOT_PAY_BEFORE = re.compile(
    r"补贴|补助|津贴|餐补|房补|车补|话补|饭补|奖金?|奖励|全勤|押金|红包|分红|返费|返现|罚|扣|体检"
    r"|服装费|保险"
    r"|公积金|房租|租金|水电|加班费|qq|微信|wechat|电话|手机|tel|phone|联系|视力|身高|体重|报名费"
    r"|培训费|学费|餐费"
    r"|伙食|福利|礼金|红利|补$|介绍|工龄|编号|报销|返$|(?<!含)加班(?:时薪|工资|每小时)?[:：]?$|工号"
    r"|号码|产量|邮编|注册资[金本]|营业额|产值|路费|车费|allowance|overtime|bonus|deposit|subsidy"
)
PAID_OUT = re.compile(r"(?:到手|实发|实拿|实得|月薪|底薪|(?<!加班)工资)[为是约]?[:：]?$")
"""Right before a figure: it is pay, whatever is taken off or added before."""
REFUND = re.compile(r"报销|报.{0,4}(?:车票|路费|车费)|(?:车票|路费|车费).{0,2}报")
"""What is paid back; a bound that follows is the bound of the refund."""
NOT_PAY_AFTER = re.compile(
    rf"^\s*(?:{MONEY})?\s*(?:/\S)?(?:的)?(?:餐补|房补|补贴|补助|津贴|全勤|奖励|奖金(?!另)|押金|红包"
    rf"|返费|加班费|生活费补)"
)
NOT_MONEY = re.compile(
    r"^\s*(?:多|余|几)?\s*(?:周?岁|人|名|位|年(?!薪|收入|终|入)|个月|天|日|号|个?小时|(?<!多)点|月|班"
    r"|厘米|cm|mm|公里|千米|km|里路"
    r"|%|度|楼|层|栋|届|级|薪|险|金|休|顿|餐|休|倒|周(?!薪)|米|公斤|kg|斤|:|后|期|室|hours?|days?"
    r"|years?|people|平|票价|a\b(?! (?:month|day|hour|year))|路|届|年级|件|吨|台|套|辆|强|张|亿|户|家"
    r"|亩|平方|倍)"
)
