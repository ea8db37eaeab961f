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
    "電电廚厨師师車车駕驾駛驶員员縫缝紉纫製制裝装機机維维護护養养經经銷销業业務务倉仓庫库運运輸输貨货產产線线質质檢检驗验測测試试設设計计畫画圖图紙纸網网頁页軟软體体開开發发資资訊讯財财"
    "會会納纳稅税銀银證证險险醫医藥药學学習习導导輔辅課课語语譯译編编輯辑記记攝摄廣广場场採采購购鋼钢鐵铁銅铜鋁铝塗涂傢家燈灯飾饰紡纺織织繡绣環环衛卫潔洁綠绿農农漁渔獸兽飼饲園园藝艺術术"
    "樓楼層层築筑橋桥鑽钻礦矿氣气銲焊鍋锅爐炉壓压縮缩閥阀門门膠胶雲云數数據据聯联絡络訂订單单櫃柜檯台臺台館馆飯饭麵面點点燒烧滷卤雜杂勞劳動动協协調调際际國国進进齡龄幹干後后裡里從从僱雇"
    "傭佣執执長长隊队組组辦办處处總总監监顧顾問问項项標标準准書书歲岁頭头連连鏈链鎖锁鑄铸鍛锻鏟铲銑铣鑼锣鉗钳鍍镀錶表鐘钟錄录級级願愿當当專专賣卖買买廠厂訓训練练補补"
)
_SIMPLIFIED = {ord(old): new for old, new in zip(_PAIRS[::2], _PAIRS[1::2], strict=True)}
