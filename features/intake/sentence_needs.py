"""Find what a worker asks for beside pay; what is refused or merely accepted is no need."""

from __future__ import annotations

import re

from features.records.vocabulary import Need

_ASKS: dict[Need, re.Pattern[str]] = {
    "lodging": re.compile(
        r"[包管供][吃食饭]?(?:住|往|主)|[包管供](?:吃|饭)[包管供]?(?:住|往|主)|吃住(?:都)?[包管要]|食宿|[包管]宿|宿舍|住宿|(?:要|能|得|可以)住(?:的|$)|住的(?:地方|地儿)|地方(?:住|睡)|住处|有住|[要有]住(?:的|$)|住.{0,2}[要得]?(?:管|包)|(?:安排|提供|解决|管我|给)(?:吃)?住|吃住(?:全|都|一起)?(?:包|管|解决|免费)|床位|有(?:房间|房子)住|住得下|住单位|住公司|睡的地方|住哪|管我住|包吃住"
        r"|housing|dormitor|\bdorm|accommodation|lodging|place to (?:live|stay|sleep)"
        r"|room and board|给住|铺位|住宿?(?:要|得|能)?解决|吃住有|要有床|睡觉的地方"
        r"|吃住在厂|board and lodging|a place to live|with housing|need a room|a room and"
        r"|with a room"
    ),
    "meals": re.compile(
        r"[包管供](?:一顿|两顿|三顿|三餐|中餐|中饭|午饭|晚饭|早饭)?(?:吃|饭|餐|伙食"
        r"|食)|吃住(?:都)?[包管要]|食宿|[中午早晚]?饭(?:都)?要(?:有|管|包)|(?:中饭"
        r"|午饭|午餐|饭)[要得](?:有|管|包)|有饭吃|有(?:工作餐|食堂|午饭|中饭)|吃饭要"
        r"|供饭|有食堂|管[一两三]?餐|包[一两三]餐|中午有饭|午餐|一顿(?:中|午|晚)?饭"
        r"|board and lodging|一日三餐|[管包][我]?[一两三]顿|吃饭(?:免费|不要钱|不花钱)"
        r"|管我?吃|(?:安排|解决|管我)吃住|吃住(?:全|都)?(?:包|管|解决|免费)|工作餐"
        r"|伙食|三餐|提供(?:三餐|午餐|伙食|吃)|包吃住"
        r"|\bmeals?\b|\bfood\b|room and board|lunch"
    ),
    "near_home": re.compile(
        r"[离隔]?(?:家|屋)(?:里|头)?(?:近|不远|边|旁)|离[家屋](?:里|头)?(?:要)?(?:近|不远)|[家屋](?:门口|跟前|附近|旁边|边上)|就近|附近的?(?:厂|活|工作|岗位)|本(?:村|镇|乡|地|县)|不出(?:县|镇|乡|村|远门)|(?:村|镇)(?:里|上)(?:的|有|找|做|干)|在(?:家|屋)里?(?:做|干|能做|加工)|门口(?:做|干|上班)|离得近|(?:家|屋)(?:对面|隔壁|旁|后头)|骑车能到|离.{0,4}(?:村|镇|屋|家).{0,2}近|不出远门|[离隔](?:我)?(?:家|屋|村|村子|屋里|镇|老家)(?:里|头|上)?(?:不要|别|不能|不)?(?:太)?(?:近|远)|不(?:想|能|要|愿)?(?:去|走|跑)(?:太)?远|别太远|走路(?:就)?能到|家边|屋边|村里的?(?:厂|车间|合作社)|近点|近一点"
        r"|near (?:my |our )?(?:home|house|village|family)|close to (?:my )?home"
        r"|nearby|near home|local(?:ly)? "
    ),
    "couple_room": re.compile(
        r"夫妻(?:房|间|宿舍|两|俩|二人|一起|都|档|工)|两口子|俩口子|(?:爱人|老公"
        r"|老婆|媳妇|丈夫|妻子|对象|男人|屋里人|我家那口子|当家的).{0,8}(?:一起|一块"
        r"|同一个|一个厂|一同|也要|也来|也去|也找)|(?:跟|和|带|同).{0,3}(?:爱人|老公"
        r"|老婆|媳妇|丈夫|妻子|对象).{0,8}(?:一起|一块|一个厂|同)|我俩.{0,3}一间"
        r"|(?:两|俩|2)(?:个)?人(?:一起|同)(?:一个|个)?(?:厂|单位|地方)|我们(?:两"
        r"|俩|2)个?(?:人)?(?:一起|想在|要在)|老两口|(?:跟|和|带|同)老伴.{0,4}(?:一起"
        r"|一块)|(?:老公|老婆|媳妇|爱人|老伴|对象)也(?:想|要|去|来|一起|跟)|my (?:wife"
        r"|husband) (?:wants|comes|too|also)|husband and wife|wife and (?:i"
        r"|me)|husband and (?:i|me)|together with my|couple|my (?:wife|husband) and i"
        r"|with my (?:wife|husband)"
    ),
    "insurance": re.compile(
        r"社保|社会保险|[三五]金|医保|交金|公积金|上保险|[五六]险|5险|6险|养老保险|(?:交|缴|买|上)(?:个|了)?保险|保险(?:要|得|都|齐)|三险|insurance"
    ),
    "child_school": re.compile(
        r"(?:娃娃?儿?|孙子|孙女|孩子|小孩|儿子|女儿|闺女|崽|仔|妹妹仔|kids?|child(?:ren)?|son"
        r"|daughter).{0,10}(?:上学|读书|念书|入学|转学|学校|上幼儿园|幼儿园|入园"
        r"|school|kindergarten)|(?:联系|解决|安排|有).{0,3}学校|(?:读书|上学|入学"
        r"|念书)(?:的?问题|要|能)|学位|school (?:place )?for my|(?:kid|child|son"
        r"|daughter).{0,30}school"
    ),
    "day_shift": re.compile(
        r"长?白班|白天班|早班|不连夜|不熬夜|正常班|[熬值]不[了得]夜|不(?:能|想|敢|爱)?熬夜|夜里不(?:行|上|能)"
        r"|晚上(?:不行|不能|不上|要回|不想)|夜班.{0,3}(?:不|熬不|干不|上不)|[不别莫勿没]{1}(?:想"
        r"|要|能|上|做|干|安排)*(?:上|做|倒|熬|值|通)?(?:夜班|大夜|晚班|夜)|没有?夜班"
        r"|无夜班|熬不了夜|只(?:能|做|上|想做)白天|白天(?:的班|上班|做)|不倒班|day ?shift"
        r"|days? only|no night|not at night|without nights?|daytime|day work"
    ),
}
_REFUSALS: dict[Need, re.Pattern[str]] = {
    "lodging": re.compile(
        r"(?:不用|不要|不需要?|用不着|无所谓|不必|不)(?:[包管供]?(?:吃)?住|宿舍)"
        r"|住(?:宿|的)?(?:不用|不要|自己|自理|无所谓|不需要)|住不住|住(?:厂|宿舍"
        r"|场里?|那里|宿)里?(?:也?可以|也行|都行|也中|没问题)|不住(?:厂|校|宿舍|家)?"
        r"|有(?:自己的)?房|自己(?:有地方)?住|自己租|no (?:need for )?(?:housing|lodging)"
        r"|don't need (?:housing|lodging|a room)"
    ),
    "meals": re.compile(
        r"(?:不用|不要|不需要?|用不着|不必|不)[包管供]?(?:吃|饭|餐)|(?:吃|饭)(?:饭"
        r"|的)?(?:不用|自己|自理|无所谓|不要)|自己(?:带饭|做饭)|no meals|fast ?food"
        r"|food (?:factory|processing|plant)"
    ),
    "near_home": re.compile(
        r"远近|远点也|不怕远|近不近|无所谓|远也|远一点也|不想在(?:本地|家)|不是本地|本地人|不限|以外"
    ),
    "couple_room": re.compile(
        r"(?:不用|不要|不需要?|用不着|没有|单身).{0,4}夫妻|夫妻(?:房|间)?.{0,3}(?:不用|用不着|不需要|不要|无所谓)"
    ),
    "insurance": re.compile(
        r"(?:社保|保险|[五六]险|养老).{0,4}(?:自己|断了|不用|不要|无所谓|交满|不交"
        r"|交够|已经|有了|可以没有|不需要)|(?:自己|不用|不要|不需要|已经|不想|一直"
        r"|在村里|别|不)(?:在)?(?:交|缴|买|上)(?:了|的|着|过)?.{0,3}(?:社保|保险"
        r"|养老|险)|(?:没有?|无)社保也|保险(?:公司|业务|销售|推销)|(?:卖|做|跑|干)过?保险"
        r"|no insurance"
    ),
    "child_school": re.compile(
        r"不用操心|上大学|大学|已经|在(?:老家|县城|镇上|家)?(?:上|读|念)|接送|接|放学|上学去了|住校|毕业|成年|大了|送.{0,4}上学|上学后"
    ),
    "day_shift": re.compile(
        r"(?:白班)?(?:夜班|晚班|倒班).{0,3}(?:均可|都行|都可以|也行|也能|可以|能上|没问题|不怕|无所谓)|白班(?:夜班|晚班|、|或|和).{0,6}(?:均可|都行|都可以|都中|无所谓)|白天(?:要|得|没空|没时间|有事|带|接)|白班不"
    ),
}


def needs(clause: str) -> dict[Need, str]:
    """Give the needs one clause states, each with the words that say so."""
    found: dict[Need, str] = {}
    for need, asks in _ASKS.items():
        match = asks.search(clause)
        if match and not _REFUSALS[need].search(clause):
            found[need] = match[0]
    return found
