"""Write a text so that a phrase set apart by blanks, ornaments or old characters still reads as itself."""

from __future__ import annotations

import re
import unicodedata

_OLD = str.maketrans(
    "別優歲後滿齡擾婦離異級輩體檢費押證業擔單資訓貸學習電話開辦驗傷險負責錄錄用證寫邊個門風險護紙國灣漢蘇東廣劉陳楊趙黃韓鄭馬許聯繫無殘疾帶攜陽陰傳聾啞殼"
    "過員廠車間餐飲廳飯館飾銷產處務報價節約書買賣輕鬆賺錢萬億數實戶籍農鎮鄉縣區親戚爾藏滿蒙維語種種類術齊選壯藝樂髮購會誠請電焊機師調鐵銅鋁鋼線組裝縫紉製衣帽鞋襪寵獸醫藥劑師師職位則須與",
    "别优岁后满龄扰妇离异级辈体检费押证业担单资训贷学习电话开办验伤险负责录录用证写边个门风险护纸国湾汉苏东广刘陈杨赵黄韩郑马许联系无残疾带携阳阴传聋哑壳"
    "过员厂车间餐饮厅饭馆饰销产处务报价节约书买卖轻松赚钱万亿数实户籍农镇乡县区亲戚尔藏满蒙维语种种类术齐选壮艺乐发购会诚请电焊机师调铁铜铝钢线组装缝纫制衣帽鞋袜宠兽医药剂师师职位则须与",
)
_OLD |= str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬♂♀", "一二三四五六七八九十百千万男女")
_SPACE = " \t\u3000\u00a0"
_ORNAMENT = re.compile(
    "[~～·•*★☆♥❤✦✨_=^|]|[\u2000-\u200f\u2028-\u202f\u2060-\u206f\ufe00-\ufe0f]|[\U0001f000-\U0001faff]|[\u2600-\u27bf]"
)
_DASH = "-‐‑‒–—―－"


def plain(text: str) -> tuple[str, list[int]]:
    """Give the text to be searched and, per character, its place in ``text``.

    Widths even, lower case, simplified characters; blanks and ornaments gone; dashes stay between figures.
    """
    kept: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if char in _SPACE or (
            char not in "♂♀" and _ORNAMENT.match(char) and not _between_figures(text, place)
        ):
            continue
        if char in _DASH and not _between_figures(text, place):
            continue
        for part in unicodedata.normalize("NFKC", char).lower().translate(_OLD):
            if part.strip() or part == "\n":
                kept.append(
                    "，"
                    if part == ","
                    else "。"
                    if part == "\n"
                    else "-"
                    if char in _DASH or part == "~"
                    else part
                )
                places.append(place)
    return "".join(kept), places


def _between_figures(text: str, place: int) -> bool:
    before, after = text[:place].rstrip(_SPACE)[-1:], text[place + 1 :].lstrip(_SPACE)[:1]
    figure = re.compile(r"[\d岁歲十]")
    return bool(figure.match(before) and figure.match(after))
