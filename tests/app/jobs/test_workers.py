"""Workers that are processes, killed for real, on each kind of queue."""

from __future__ import annotations

import os
import signal

import pytest

from app.extensions import db
from app.models import Campaign, Draft
from app.services import merge_jobs, storage
from app.services.actors import SYSTEM
from app.services.jobs import MOST_ATTEMPTS, JobState
from tests.app.jobs.conftest import QUEUES, Yard
from tests.waiting import PATIENCE, wait_until


@pytest.mark.parametrize("yard", QUEUES, indirect=True)
def test_a_worker_does_a_job_and_keeps_its_result(yard: Yard) -> None:
    job_id = yard.request()
    yard.start_worker()
    job = yard.wait_state(job_id, JobState.DONE)
    assert job.attempts == 1
    assert job.result_name.endswith(".pdf")
    assert storage.read(job.result_sha256).startswith(b"%PDF")


@pytest.mark.parametrize("yard", QUEUES, indirect=True)
def test_the_job_of_a_killed_worker_is_picked_up_again(yard: Yard) -> None:
    yard.slow()
    job_id = yard.request()
    first = yard.start_worker()
    wait_until(lambda: yard.started == 1, f"converter: {yard.told(job_id)}")
    assert yard.job(job_id).state == JobState.RUNNING
    yard.kill(first)
    yard.fast()
    yard.start_worker()
    job = yard.wait_state(job_id, JobState.DONE)
    assert job.attempts == 2
    assert yard.started == 2
    assert storage.read(job.result_sha256).startswith(b"%PDF")


def test_a_job_that_was_never_sent_to_the_queue_is_found(yard: Yard) -> None:
    job_id = yard.request(wake=False)
    yard.start_worker()
    assert yard.wait_state(job_id, JobState.DONE).attempts == 1


@pytest.mark.parametrize("yard", QUEUES, indirect=True)
def test_two_workers_never_do_one_job_twice(yard: Yard) -> None:
    job_ids = [yard.request() for _ in range(4)]
    for job_id in job_ids:
        with yard.app.app_context():
            yard.app.extensions["job_queue"].wake(job_id)
    yard.start_worker()
    yard.start_worker()
    for job_id in job_ids:
        assert yard.wait_state(job_id, JobState.DONE).attempts == 1
    assert yard.started == len(job_ids)


def test_a_living_worker_keeps_its_long_job(yard: Yard) -> None:
    """The heartbeat goes on through one long step: a sweep takes no job whose heart beats."""
    yard.slow()
    job_id = yard.request()
    yard.start_worker()
    wait_until(lambda: yard.started == 1, "converter")
    begun = yard.job(job_id).heartbeat_at
    assert begun is not None

    def has_lived_on() -> bool:
        beat = yard.job(job_id).heartbeat_at
        return beat is not None and (beat - begun).total_seconds() > 1

    wait_until(has_lived_on, yard.told(job_id))
    yard.fast()
    assert yard.wait_state(job_id, JobState.DONE).attempts == 1


def test_a_worker_asked_to_stop_ends_its_job_first(yard: Yard) -> None:
    yard.slow()
    job_id = yard.request()
    worker = yard.start_command()
    wait_until(lambda: yard.started == 1, "converter")
    os.kill(worker.pid, signal.SIGTERM)
    yard.fast()
    assert worker.wait(timeout=PATIENCE) == 0
    assert yard.job(job_id).state == JobState.DONE


def test_a_job_that_kills_every_worker_fails_at_last(yard: Yard) -> None:
    yard.slow()
    job_id = yard.request()
    for attempt in range(1, MOST_ATTEMPTS + 1):
        worker = yard.start_worker()
        wait_until(lambda number=attempt: yard.started == number, yard.told(job_id))  # type: ignore[misc]
        yard.kill(worker)
    yard.start_worker()
    job = yard.wait_state(job_id, JobState.FAILED)
    assert "nhiều lần" in job.error
    assert yard.started == MOST_ATTEMPTS


def test_a_merge_whose_worker_was_killed_is_written_once(yard: Yard) -> None:
    """Killed again and again at moments of its own choosing, the draft is merged once."""
    with yard.app.app_context():
        campaign = db.session.get_one(Campaign, yard.campaign_id)
        job_id = merge_jobs.request(campaign, True, actor=SYSTEM).id
        db.session.commit()
    for _ in range(MOST_ATTEMPTS - 1):
        worker = yard.start_worker()
        wait_until(lambda: yard.job(job_id).attempts > 0, "begun")
        yard.kill(worker)
    yard.start_worker()
    job = yard.wait_state(job_id, JobState.DONE)
    assert job.message.startswith("Đã tổng hợp dự thảo")
    with yard.app.app_context():
        assert db.session.scalar(db.select(db.func.count()).select_from(Draft)) == 1
