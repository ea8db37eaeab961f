from __future__ import annotations

from fastapi.testclient import TestClient


def test_ready_names_bundle_posts_and_cursor(public: TestClient) -> None:
    answer = public.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "bundle": None, "posts": 2, "cursor": 6}


def test_metrics_count_by_route_pattern_and_never_by_address(api: TestClient) -> None:
    api.get("/api/v1/workers/1")
    api.get("/api/v1/workers/2")
    text = api.get("/metrics").text
    assert (
        'springwind_requests_total{method="GET",route="/api/v1/workers/{worker_id}",status="200"} 2' in text
    )
    for made_up in ('/static/zhang-san"} 1', "/static/../zhang-san", "/zhang-san"):
        api.get(made_up)
    api.request("ZHANG-SAN", "/posts")
    text = api.get("/metrics").text
    assert 'route="/static/{file}",status="404"} 1' in text
    assert "zhang-san" not in text.lower()
    assert "workers/1" not in text
    assert "springwind_posts_published 2" in text
