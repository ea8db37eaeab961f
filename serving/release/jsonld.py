"""schema.org JobPosting of one post, saying what the page says and nothing else.

https://schema.org/JobPosting
"""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

FORMS = {"full": "FULL_TIME", "part": "PART_TIME", "day": "PER_DIEM"}


def job_posting(post: dict[str, Any], base: str) -> Markup:
    """Give the JSON-LD of a published post; ``base`` is the address of the public pages."""
    told = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "identifier": {"@type": "PropertyValue", "name": "springwind", "value": str(post["post_id"])},
        "url": f"{base}/posts/{post['post_id']}",
        "disambiguatingDescription": "模拟数据 simulated" if post["simulated"] else None,
        "title": post["title"],
        "description": post["duties"] or post["title"],
        "datePosted": post["opened_on"].isoformat(),
        "validThrough": post["closes_on"].isoformat(),
        "employmentType": FORMS[post["form"]],
        "hiringOrganization": {"@type": "Organization", "name": post["employer"]},
        "jobLocation": _place(post),
        "totalJobOpenings": post["headcount"],
        "baseSalary": _pay(post),
        "skills": "、".join(post["skills"]) or None,
    }
    text = json.dumps({k: v for k, v in told.items() if v is not None}, ensure_ascii=False)
    # "<" written as an escape: no text of a post can end the script element
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704


def _place(post: dict[str, Any]) -> dict[str, Any]:
    address = {"@type": "PostalAddress", "addressCountry": "CN", "addressLocality": post["place"]}
    return {"@type": "Place", "address": address}


def _pay(post: dict[str, Any]) -> dict[str, Any] | None:
    low, high = post["monthly_low"], post["monthly_high"]
    if low is None and high is None:
        return None
    value: dict[str, Any] = {"@type": "QuantitativeValue", "unitText": "MONTH"}
    value.update({k: v for k, v in (("minValue", low), ("maxValue", high)) if v is not None})
    return {"@type": "MonetaryAmount", "currency": "CNY", "value": value}
