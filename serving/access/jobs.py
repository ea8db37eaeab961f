"""Who may use which route: what a person does in the office decides. A route without a rule is closed.

The first rule that fits counts; ``*`` stands for every method. Routes for anybody do not come here: they
ask for no caller.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from features.errors import Forbidden
from features.say import Lang, say
from features.store.accounts import JOBS, Job

ALL = frozenset(JOBS)
EVERYDAY = ALL - {"administrator"}
"""Everything but administration: what a machine's key may do unless less was said."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Open the routes that begin with ``prefix`` to people with one of these jobs."""

    method: str
    prefix: str
    jobs: frozenset[Job]


def _rules(told: str) -> tuple[Rule, ...]:
    lines = [line.split() for line in told.strip().splitlines()]
    return tuple(Rule(method, prefix, _jobs(jobs)) for method, prefix, jobs in lines)


def _jobs(told: str) -> frozenset[Job]:
    if told == "all":
        return ALL
    return frozenset(job for job in JOBS if job in told.split(","))


RULES = _rules("""
    GET    /posts/{post_id}/candidates         window,organiser
    GET    /api/v1/posts/{post_id}/candidates  window,organiser
    GET    /api/v1/posts/{post_id}/ledger      all
    POST   /api/v1/posts/{post_id}/ledger      reviewer
    *      /find                               window,organiser
    *      /match                              window
    *      /workers                            window
    *      /letters                            window
    *      /outcome                            window
    *      /api/v1/matches                     window,organiser
    *      /api/v1/workers                     window
    *      /api/v1/referrals                   window
    POST   /release/check                      window,reviewer
    GET    /release                            window,reviewer
    *      /release                            reviewer
    *      /fairs/{fair_id}/desk               window,organiser
    *      /fairs/{fair_id}/in                 window,organiser
    *      /fairs/{fair_id}/check-in           window,organiser
    *      /fairs/{fair_id}/slips              window,organiser
    *      /fairs/{fair_id}/booths             window,organiser
    *      /fairs/{fair_id}/sheets             window,organiser
    *      /fairs/{fair_id}/texts              window,organiser
    *      /fairs/{fair_id}/papers             window,organiser
    *      /intentions                         window
    *      /api/v1/intentions                  window
    GET    /api/v1/release                     window,reviewer
    *      /api/v1/release                     reviewer
    GET    /fairs                              window,organiser,analyst
    *      /fairs                              organiser
    GET    /api/v1/fairs                       window,organiser,analyst
    *      /api/v1/fairs                       organiser
    GET    /posts/{post_id}/channels           window,reviewer,organiser
    *      /api/v1/subscribers/{subscriber_id}/changes  all
    *      /api/v1/subscribers/{subscriber_id}/taken    all
    *      /api/v1/subscribers                 reviewer
    *      /api/v1/followed                    reviewer
    GET    /api/v1/province                    window,reviewer
    GET    /worklist                           window,organiser
    *      /accounts                           administrator
    *      /password                           all
""")


@lru_cache(maxsize=1024)
def jobs_for(method: str, pattern: str) -> frozenset[Job] | None:
    """Give who may use a route (its pattern, parameters in braces), None where no rule names it."""
    asked = "GET" if method == "HEAD" else method
    for rule in RULES:
        if rule.method in ("*", asked) and (pattern == rule.prefix or pattern.startswith(rule.prefix + "/")):
            return rule.jobs
    return None


def admit(jobs: Iterable[Job], method: str, pattern: str) -> None:
    """Raise Forbidden unless one of the jobs opens this route."""
    allowed = jobs_for(method, pattern) or frozenset()
    if allowed.isdisjoint(jobs):
        raise NotYourJob(pattern, allowed)


def named(jobs: Iterable[Job], lang: Lang) -> str:
    """Give the jobs in words, in the order of ``JOBS``."""
    held = frozenset(jobs)
    return ("、" if lang == "zh" else ", ").join(say(f"job.{job}", lang) for job in JOBS if job in held)


class NotYourJob(Forbidden):
    """Say whose job a page is."""

    code = "not_your_job"

    def __init__(self, where: str, jobs: frozenset[Job]) -> None:
        self.jobs = jobs
        super().__init__(where=where)

    def message(self, lang: Lang = "zh") -> str:
        """Name the jobs that may, in the reader's language."""
        return say("error.not_your_job", lang, where=self.where or "", jobs=named(self.jobs, lang) or "–")
