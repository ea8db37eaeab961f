"""What strangers may reach: posts that are or were public, and the address a rate limit counts."""

from __future__ import annotations

from fastapi import Request

from features.errors import NotFound
from features.records import Post
from serving.office import Office


def public_post(office: Office, post_id: int) -> Post:
    """Give a post anybody may see; NotFound for the others."""
    row = office.board.post(post_id)
    if row is None or row["status"] != "published":
        raise NotFound("no_post", where="post_id", id=post_id)
    found: Post = office.store.posts.get(post_id)
    return found


def known_post(office: Office, post_id: int) -> Post:
    """Give a post that is or was public: one may complain of a post that has been taken back."""
    row = office.board.post(post_id)
    if row is None or row["status"] not in ("published", "filled", "expired", "withdrawn", "suspended"):
        raise NotFound("no_post", where="post_id", id=post_id)
    found: Post = office.store.posts.get(post_id)
    return found


def address(request: Request) -> str:
    """Give the address a form came from, as the rate limit counts it."""
    return request.client.host if request.client else ""
