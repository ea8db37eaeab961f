"""Bring every text into the one written form that both runtimes of the encoder read."""

from __future__ import annotations

import html
import re
import unicodedata

LONGEST_TEXT = 4000
"""Characters read of one text; whatever stands behind them is another person's novel."""

LONGEST_WORD = 40
"""Characters of a Latin word; longer runs are identifiers or noise."""

_TAG = re.compile(r"<[^<>]{1,200}>")
_ACCENT = re.compile(r"[\u0300-\u036f]")
_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+|[a-z][a-z0-9]*(?:\+\+|#)?|[0-9]+[a-z][a-z0-9]*")


def prepare(text: str | None) -> str:
    """Give the words of ``text`` separated by single spaces; an empty string means nothing to encode.

    NFKC, lower case, tags and accents removed. Han characters stand alone and again as overlapping
    pairs (``缝纫工`` -> ``缝 纫 工 缝纫 纫工``); Latin words stay whole, with digits that belong to them
    (``c1``, ``c++``). Plain numbers, punctuation and other scripts say nothing about a trade and go.
    """
    if not text:
        return ""
    plain = _plain(text[:LONGEST_TEXT])
    return " ".join(word for run in _RUN.findall(plain) for word in _words(run))


def _plain(text: str) -> str:
    if "<" in text or "&" in text:
        text = _TAG.sub(" ", html.unescape(text))
    text = unicodedata.normalize("NFKC", text).lower()
    if not text.isascii():
        text = _ACCENT.sub("", unicodedata.normalize("NFD", text)).translate(_SIMPLIFIED)
    return text


def _words(run: str) -> list[str]:
    if run[0] < "\u3400":
        return [run[:LONGEST_WORD]]
    return [*run, *(run[i : i + 2] for i in range(len(run) - 1))]


# Traditional characters of trade words and places, each followed by its simplified form.
_PAIRS = (
    "電电廚厨師师傅傅車车駕驾駛驶員员縫缝紉纫製制裝装機机械械維维護护養养經经銷销售售業业務务倉仓庫库"
    "運运輸输貨货產产線线質质檢检驗验測测試试設设計计畫画圖图紙纸網网頁页軟软體体開开發发資资訊讯財财"
    "會会計计納纳稅税銀银證证券券險险醫医藥药護护理理學学習习導导輔辅課课語语譯译編编輯辑記记者者攝摄"
    "影影廣广告告場场採采購购鋼钢鐵铁銅铜鋁铝塗涂漆漆木木傢家具具燈灯飾饰紡纺織织繡绣鞋鞋箱箱環环衛卫"
    "潔洁綠绿農农漁渔獸兽醫医畜畜飼饲養养園园藝艺術术樓楼層层築筑築筑橋桥隧隧鑽钻礦矿煤煤氣气焊焊銲焊"
    "鍋锅爐炉壓压縮缩閥阀門门窗窗玻玻璃璃膠胶塑塑橡橡陶陶瓷瓷雲云數数據据庫库聯联絡络訂订單单櫃柜檯台"
    "臺台館馆飯饭餐餐麵面點点烘烘燒烧烤烤滷卤雜杂務务勞劳動动協协調调際际國国進进齡龄幹干後后裡里"
    "從从僱雇傭佣執执長长隊队組组織织辦办處处總总監监顧顾問问業业項项標标準准證证書书歲岁頭头連连"
    "鏈链鎖锁鑄铸鍛锻鏟铲銑铣鑼锣鉗钳鍍镀錶表鐘钟錄录級级願愿當当學学專专賣卖買买廠厂訓训練练補补"
)
_SIMPLIFIED = {ord(old): new for old, new in zip(_PAIRS[::2], _PAIRS[1::2], strict=True) if old != new}
