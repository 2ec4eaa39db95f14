"""One job in one process: claiming, progress, cancelling, failing; no worker needed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.extensions import db
from app.models import Job
from app.services import clock, jobs, storage
from app.services.actors import SYSTEM
from app.services.errors import NotFound, Refused
from app.services.exported_files import ExportedFile, Progress
from app.services.job_queue import open_queue
from app.services.jobs import JobState
from tests.app.world import World

FILE = ExportedFile("thu.txt", "text/plain", b"xong")


@pytest.fixture
def job(world: World) -> Job:
    made = jobs.request("thu", {"a": 1}, actor=SYSTEM, campaign_id=world.campaign.id)
    db.session.commit()
    return made


def work(_job: Job, _progress: Progress) -> ExportedFile:
    return FILE


def test_a_job_is_done_once(job: Job) -> None:
    assert jobs.run(job.id, {"thu": work})
    assert not jobs.run(job.id, {"thu": work})
    db.session.refresh(job)
    assert (job.state, job.attempts) == (JobState.DONE, 1)
    assert storage.read(job.result_sha256) == b"xong"
    assert jobs.result_of(job) == FILE


def test_progress_is_written_by_stage_and_heard_by_others(job: Job) -> None:
    seen = []

    def telling(_job: Job, progress: Progress) -> ExportedFile:
        for done, words in enumerate(("Đang dựng", "Đang chuyển 1", "Đang chuyển 2")):
            progress(done, 3, words)
            seen.append(db.session.scalar(db.select(Job.message).where(Job.id == job.id)))
        return FILE

    jobs.run(job.id, {"thu": telling})
    assert seen == ["Đang dựng", "Đang chuyển 1", "Đang chuyển 1"]


def test_a_cancelled_job_stops_at_its_next_stage(job: Job) -> None:
    reached = []

    def cancelled(_job: Job, progress: Progress) -> ExportedFile:
        progress(0, 2, "Một")
        jobs.cancel(db.session.get(Job, job.id, populate_existing=True))  # type: ignore[arg-type]
        db.session.commit()
        progress(1, 2, "Hai")
        reached.append("sau khi hủy")
        return FILE

    jobs.run(job.id, {"thu": cancelled})
    db.session.refresh(job)
    assert (job.state, reached) == (JobState.CANCELLED, [])


def test_one_cancelled_in_its_last_step_leaves_no_result(job: Job) -> None:
    def late(_job: Job, _progress: Progress) -> ExportedFile:
        jobs.cancel(db.session.get(Job, job.id, populate_existing=True))  # type: ignore[arg-type]
        db.session.commit()
        return FILE

    jobs.run(job.id, {"thu": late})
    db.session.refresh(job)
    assert (job.state, job.result_sha256) == (JobState.CANCELLED, "")


def test_a_waiting_job_is_cancelled_at_once_and_never_done(job: Job) -> None:
    jobs.cancel(job)
    db.session.commit()
    assert not jobs.run(job.id, {"thu": work})
    with pytest.raises(Refused, match="không hủy được nữa"):
        jobs.cancel(job)


def test_a_refusal_is_told_in_its_own_words(job: Job) -> None:
    def refusing(_job: Job, _progress: Progress) -> ExportedFile:
        raise Refused("Chưa có gì để xuất.")

    jobs.run(job.id, {"thu": refusing})
    db.session.refresh(job)
    assert (job.state, job.error) == (JobState.FAILED, "Chưa có gì để xuất.")


def test_an_unforeseen_error_names_the_step_and_hides_its_text(job: Job) -> None:
    def breaking(_job: Job, progress: Progress) -> ExportedFile:
        progress(0, 2, "Đang dựng phần 5/21")
        raise RuntimeError("mat khau la 123")

    jobs.run(job.id, {"thu": breaking})
    db.session.refresh(job)
    assert "“Đang dựng phần 5/21”" in job.error
    assert "mat khau" not in job.error


def test_a_silent_worker_loses_its_job_and_cannot_write_any_more(job: Job) -> None:
    def slow(_job: Job, progress: Progress) -> ExportedFile:
        progress(0, 2, "Một")
        with clock.fixed(clock.now() + timedelta(minutes=5)):
            assert jobs.sweep() == [job.id]
        assert jobs.run(job.id, {"thu": work})
        progress(1, 2, "Hai")
        return ExportedFile("cu.txt", "text/plain", b"cu")

    jobs.run(job.id, {"thu": slow})
    db.session.refresh(job)
    assert (job.state, job.attempts, job.result_name) == (JobState.DONE, 2, "thu.txt")


def test_the_sweep_leaves_living_and_finished_jobs_alone(job: Job) -> None:
    assert jobs.sweep() == [job.id]
    jobs.run(job.id, {"thu": work})
    with clock.fixed(clock.now() + timedelta(days=1)):
        assert jobs.sweep() == []
    db.session.refresh(job)
    assert job.state == JobState.DONE


def test_a_job_of_another_campaign_is_not_found(job: Job) -> None:
    with pytest.raises(NotFound):
        jobs.get_job(job.campaign_id + 1 if job.campaign_id else 1, job.id)


@pytest.mark.parametrize("setting", ["", "mysql://x", "rabbit"])
def test_an_unknown_queue_is_named_at_start(setting: str, tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="JOBS="):
        open_queue(setting, tmp_path, "sqlite:///x.db")
