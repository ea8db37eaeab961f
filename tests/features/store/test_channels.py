"""Subscribers, followed feeds, jobs and the province's words: what is kept and who sees it."""

from __future__ import annotations

import threading
import time

import pytest

from features.errors import Conflict, InputError, NotFound
from features.store.province import Told


def test_a_subscriber_only_moves_forward(store):
    number = store.subscribers.add("县电视台", "pull", began_seq=5, who="x")
    store.subscribers.sent(number, 9)
    store.subscribers.sent(number, 7)
    store.subscribers.acknowledge(number, 8)
    store.subscribers.acknowledge(number, 6)
    taker = store.subscribers.get(number)
    assert (taker.began_seq, taker.sent_seq, taker.acked_seq) == (5, 9, 8)


def test_failures_count_until_something_is_taken(store):
    number = store.subscribers.add("群", "wecom", url="http://192.0.2.1/", who="x")
    store.subscribers.failed(number, "no answer")
    store.subscribers.failed(number, "still none")
    failing = store.subscribers.get(number)
    assert (failing.failures, failing.last_error, failing.failing_since is not None) == (
        2,
        "still none",
        True,
    )
    store.subscribers.acknowledge(number, 1)
    fine = store.subscribers.get(number)
    assert (fine.failures, fine.last_error, fine.failing_since) == (0, "", None)


def test_two_subscribers_of_one_name_are_refused_until_one_has_ended(store):
    first = store.subscribers.add("同名", "pull", who="x")
    with pytest.raises(Conflict):
        store.subscribers.add("同名", "pull", who="x")
    store.subscribers.end(first)
    assert store.subscribers.add("同名", "pull", who="x") != first
    with pytest.raises(NotFound):
        store.subscribers.get(first)


@pytest.mark.parametrize(("channel", "url"), [("pull", "http://192.0.2.1/"), ("webhook", "")])
def test_an_address_belongs_to_those_that_are_sent_to(store, channel, url):
    with pytest.raises(InputError) as refused:
        store.subscribers.add("x", channel, url=url, who="x")
    assert refused.value.reason == "rule_taker_url"


def test_a_township_sees_its_own_subscribers_and_feeds(office, within):
    with within("999901101") as east:
        east.subscribers.add("东镇", "pull", who="x")
        east.feeds.add("http://192.0.2.1", "x")
    with within("999901102") as west:
        assert west.subscribers.all() == []
        assert west.feeds.all() == []
    assert [one.name for one in office.subscribers.all()] == ["东镇"]


def test_without_a_scope_nothing_of_the_channels_is_seen(office, sql):
    office.subscribers.add("x", "pull", who="x")
    office.jobs.ask("daily")
    office.feeds.identity()
    office.province.keep([Told(1, "a", "a", "b")])
    for table in ("subscriber", "followed", "job", "feed_identity", "province_row"):
        assert sql(f"SELECT count(*) FROM {table}", scope=None) == [(0,)], table


def test_the_name_of_the_feed_stays(store):
    assert store.feeds.identity() == store.feeds.identity()
    assert len(store.feeds.identity()) == 16


def test_a_job_is_taken_once_and_done(store):
    store.jobs.ask("daily")
    store.jobs.ask("daily")
    job = store.jobs.take(60)
    assert (job.kind, job.tries, store.jobs.take(60)) == ("daily", 1, None)
    store.jobs.done(job, None)
    assert store.jobs.take(60) is None
    assert store.jobs.seconds_to_next() is None


def test_what_is_asked_for_while_it_runs_is_done_once_more(store):
    store.jobs.ask("deliver", "1")
    job = store.jobs.take(60)
    store.jobs.ask("deliver", "1")
    store.jobs.done(job, 3600)
    again = store.jobs.take(60)
    assert again.job_id == job.job_id
    store.jobs.done(again, 3600)
    assert store.jobs.take(60) is None
    assert 3500 < store.jobs.seconds_to_next() <= 3600


def test_a_dead_workers_job_is_taken_by_another(store):
    store.jobs.ask("deliver", "1")
    first = store.jobs.take(0.05)
    time.sleep(0.1)
    second = store.jobs.take(60)
    assert (second.job_id, second.tries) == (first.job_id, 2)


def test_pauses_grow_up_to_the_longest(store):
    store.jobs.ask("deliver", "1")
    job = store.jobs.take(60)
    pauses = [store.jobs.failed(type(job)(job.job_id, job.kind, job.key, 1, n), "x") for n in (1, 2, 3, 40)]
    assert pauses == [5, 10, 20, 3600]
    assert store.jobs.all()[0]["last_error"] == "x"


def test_many_workers_take_each_job_once(store):
    for number in range(30):
        store.jobs.ask("deliver", str(number), tell=False)
    taken, lock = [], threading.Lock()

    def work():
        while job := store.jobs.take(60):
            with lock:
                taken.append(job.key)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(int, taken)) == list(range(30))


def test_a_job_asked_for_in_a_transaction_that_fails_was_never_asked_for(store):
    def fail():
        with store.transaction():
            store.jobs.ask("daily")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert store.jobs.all() == []


def test_the_newest_word_of_the_province_counts(office):
    office.province.keep([Told(1, "a", "a", "b1"), Told(2, "", "c", "b1", "E1", "aca111", "不对")])
    office.province.keep([Told(2, "c", "c", "b2")])
    assert office.province.frame(failed=True).is_empty()
    assert office.province.frame([2])["batch"].to_list() == ["b2"]
