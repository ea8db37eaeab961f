"""Word patterns for ``features.text``: what an ad says beside the trade, and what must not be read.

Patterns run over NFKC lower-case text, in the regular expressions of polars (no look-around).
"""

from __future__ import annotations

SYNONYMS: tuple[tuple[str, str], ...] = (
    (r"[男女]式?装", "服装"),
    (r"[男女]式?(鞋|包|裤|帽)", "$1"),
    (
        r"\b(sales|trades|crafts|handy|repair|service|fore|camera|post|fire|police)(?:wo)?m[ae]n\b",
        "$1 worker",
    ),
    (r"\bwait(?:er|ress)(es|s)?\b", "waiting staff"),
    (r"\bsteward(?:ess)?(es|s)?\b", "cabin crew"),
    (r"\bact(?:or|ress)(es|s)?\b", "performer"),
    (r"\bhost(?:ess)?(es|s)?\b", "host"),
)
"""Words for a trade that carry a sex, brought to one that does not."""

_SEX = (
    r"不限男女|(?:只|仅)?[限招要][男女](?:性|士|生|工|的)?|"
    r"[男女](?:性|士|生|工|孩|的)|男女(?:不限|都可)?|妇女|先生|小姐|阿姨|大叔|大爷|大妈|大姐|大哥|"
    r"小哥|小妹|小伙子?|小?姑娘|美女|帅哥|靓[女仔妹]|宝妈|宝爸|姐妹|兄弟|性别(?:不限)?|[男女]"
)
_AGE = (
    r"(?:年龄)?\d{2}\s*(?:周?岁)?\s*[-~—至到]\s*\d{2}\s*周?岁(?:以[上下内]|左右)?|"
    r"(?:年龄)?\d{2}\s*周?岁(?:以[上下内]|左右)?|年龄\s*\d{2}(?:以[上下内]|左右)?|年龄不限|[4-9]0后|00后|"
    r"青壮年|中青年|年轻人?"
)
_HEALTH = (
    r"身体健康|身体好|健康状况(?:良好)?|无(?:传染病|疾病|病史|纹身|不良嗜好)|"
    r"(?:听力|视力|肢体|智力|精神)?(?:残疾人?|残障)|聋哑人?|哑巴|驼背|高血压|色盲|色弱|乙肝|肝功|病史|身高\d*(?:cm|厘米|米)?"
)
_FAMILY = (
    r"已婚|未婚|离异|离婚|单身|丧偶|婚否|婚姻状况|已育|未育|生育|怀孕|孕[期妇]|哺乳期?|备孕|[离结]过婚|寡妇|"
    r"老公|老婆|丈夫|妻子"
)
_PEOPLES = (  # the 56 of GB/T 3304
    "汉|满|回|藏|苗|彝|壮|侗|瑶|白|傣|黎|畲|羌|"
    "维吾尔|蒙古|布依|朝鲜|土家|哈尼|哈萨克|傈僳|佤|拉祜|水|东乡|纳西|景颇|"
    "土|达斡尔|仫佬|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|"
    "鄂温克|德昂|保安|裕固|京|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|高山|塔塔尔|柯尔克孜"
)
_ORIGIN = (
    r"(?:"
    + _PEOPLES
    + r")族|少数民族|民族不限|民族|农民工|农村户[口籍]|城镇户[口籍]|(?:本地|外地)?户[口籍](?:不限)?|"
    r"籍贯|(?:本|外)地人?|当地人|本[市县]人|外省人?|农村人|城里人|政治面貌|(?:中共)?党员|群众|信教|宗教信仰?|"
    r"维族|[回藏]民|穆斯林|基督教徒?|佛教徒?"
)
_GROUPS = (
    r"低保户?|贫困户|建档立卡(?:户|人员)?|脱贫(?:户|人口|劳动力)|(?:退役|退伍|复员|转业)军人|"
    r"下岗(?:职工|工人|人员)?|失业人员|就业困难(?:人员)?|零就业家庭|4050(?:人员)?"
)
_BESIDE = r"优先(?:考虑|录用)?|均可|皆可|勿扰"
"""What stands beside such a word and would tell, left alone, that one stood there."""
_LATIN = (
    r"\b(?:(?:fe)?males?|(?:wo)?m[ae]n)\b(?: only| preferred)?|"
    r"\bgirls?\b|\bboys?\b|\blad(?:y|ies)\b|\bgentlem[ae]n\b|"
    r"\bmr\b|\bmrs\b|\bms\b|\b\d{2}\s*(?:years? old|yo)\b|\bdisab(?:led|ility|ilities)\b|\bhealthy\b|"
    r"\b(?:un)?married\b|\bsingle\b|\bdivorced\b|\bwidowe?[dr]?\b|\bpregnan(?:t|cy)\b"
)
PROTECTED_HAN = "|".join((_SEX, _AGE, _HEALTH, _FAMILY, _ORIGIN, _GROUPS, _BESIDE))
"""What tells sex, age, health, marriage, origin or group in a text without Latin letters."""
PROTECTED = f"{PROTECTED_HAN}|{_LATIN}"
"""What tells sex, age, health, marriage, origin or group."""
LATIN = "[a-z]"
"""What every word of ``PROTECTED`` that is missing from ``PROTECTED_HAN`` has in it."""

_NUMBER = r"\d+(?:\.\d+)?"
_UNIT = r"(?:k|w|千|万|元|块|百)"
PAY = (
    rf"(?:底薪|月薪|年薪|日薪|时薪|工资|薪资|待遇|收入|月入|日结|周结|月结|现结)\s*{_NUMBER}{_UNIT}?(?:以上|起|左右|\+)*(?:\s*[-~—至到]\s*{_NUMBER}{_UNIT}?)?|"
    rf"(?:综合|底薪|月薪|年薪|日薪|时薪|工资|薪资|薪酬|待遇|收入|月入|年入|到手|税前|税后|保底|无责)*\s*"
    rf"{_NUMBER}\s*{_UNIT}?\s*(?:[-~—至到]\s*{_NUMBER}\s*)?{_UNIT}\s*(?:/|每|一)?\s*(?:月|年|天|日|小?时|h)?(?:以上|以下|起|左右|\+)*|"
    r"\d{3,6}\s*[-~—至到]\s*\d{3,6}|\d{4,6}(?:以上|以下|起|\+)?|"
    r"综合薪资|综合工资|综合月薪|底薪|月薪|年薪|日薪|时薪|高薪|薪资|薪酬|工资|待遇(?:优厚|好|优)?|月入|月结|周结|日结|现结|"
    r"上不封顶|提成|奖金|年终奖?|\d{2}薪|收入"
)
"""Pay as people write it."""

BENEFITS = (
    r"(?:[包管供免][费]?(?:吃住?|住宿?|食宿|餐|三餐|两餐|中餐|午餐|工作餐))+|包吃包住|提供?(?:食宿|住宿|工作餐|宿舍)|免费(?:食宿|住宿|工作餐|班车)|"
    r"[五六七]险(?:[一二两]金)?|社保|公积金|意外险|商业保险|有?双休|单双?休|大小周|周末双休|做六休一|月休\d*天?|长白班|"
    r"朝[八九]晚[五六]|\d{1,2}小时制?|八小时|不加班|不倒班|加班费|班车接送|接送|住房补贴|餐补|房补|话补|交通补贴|高温补贴|补贴|补助|"
    r"带薪(?:年假|培训|休假)?|年假|法定节假日|节日福利|节日礼物|生日福利|定期体检|员工旅游|团建|团队聚餐|下午茶|零食|"
    r"全勤奖?|绩效奖?|股票期权|期权|晋升空间|晋升快|弹性工作|福利(?:好|待遇|多)?|夫妻房"
)
"""What comes with the post beside pay; offers are records of their own."""

SLOGANS = (
    r"急招|急聘|高薪诚聘|诚聘|诚招|招聘|直招|直聘|招募|招人|热招|大量|若干名?|\d+[名人位]|"
    r"欢迎(?:您|你)?(?:加入|咨询|来电)?|加入我们|有无经验(?:均可|都可以?)|无需经验|不限经验|经验不限|无经验可?|零基础|包教会?|"
    r"可?(?:寒|暑)假工|应届生?(?:亦可|可投)?|长期(?:稳定)?|短期|稳定|轻松|简单易学|上手快|工作环境好|环境好|空调车间|无尘|"
    r"学历不限|不限学历|(?:小学|初中|高中|中专|大专|本科|硕士|博士)(?:及?以上)?|\d{1,2}(?:-\d{1,2})?年(?:以上)?(?:经验)?|"
    r"五百强|500强|上市公司|国企|央企|外企|知名企业|大平台|大公司|名企|正式工|名额有限|就近分配|离家近|家门口"
)
"""What an ad shouts; none of it is a trade."""
