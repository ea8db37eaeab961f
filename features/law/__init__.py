"""What a post may say, by article; minimum pay by place and date."""

from features.law.check import Finding, check_post, check_text

__all__ = ["Finding", "check_post", "check_text"]
