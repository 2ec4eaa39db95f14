"""Large campaigns are merged as long work: progress, cancelling, once however often begun."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.extensions import db
from app.models import Campaign, Draft, DraftBlock, Job
from app.services import clock, drafts, jobs, merge_jobs, merged_reports
from app.services.errors import Refused
from app.services.exported_files import PreparedChange, Progress, no_progress
from app.services.jobs import JobState
from tests.app.drafting.collecting import collect, report_of, send
from tests.app.page_client import PageClient
from tests.app.world import World

WORKS = {merge_jobs.KIND: merge_jobs.work}


@pytest.fixture
def job(world: World) -> Job:
    collect(world)
    made = merge_jobs.request(world.campaign, None, actor=world.actor("chuyenvien"))
    db.session.commit()
    return made


def texts() -> list[tuple[str, str]]:
    rows = db.session.scalars(
        db.select(DraftBlock).order_by(DraftBlock.section_key, DraftBlock.position)
    )
    return [(row.section_key, row.text) for row in rows]


def versions() -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(Draft)) or 0


def test_a_merge_as_a_job_gives_the_draft_that_merging_at_once_gives(
    world: World, job: Job
) -> None:
    assert jobs.run(job.id, WORKS)
    db.session.refresh(job)
    assert job.state == JobState.DONE
    assert job.message.startswith("Đã tổng hợp dự thảo")
    by_job = texts()
    draft = drafts.get_draft(world.campaign)
    assert draft.created_by == world.actor("chuyenvien").id
    for row in db.session.scalars(db.select(DraftBlock)):
        db.session.delete(row)
    db.session.flush()
    drafts.merge(world.campaign, actor=world.actor("chuyenvien"))
    assert texts() == by_job


def test_its_progress_is_told_in_words(job: Job) -> None:
    heard: list[str] = []

    def listening(found: Job, progress: Progress) -> PreparedChange:
        def hear(done: int, total: int, message: str) -> None:
            heard.append(message)
            progress(done, total, message)

        return merge_jobs.work(found, hear)

    jobs.run(job.id, {merge_jobs.KIND: listening})
    assert heard[0] == "Đang đọc báo cáo và cộng số liệu"
    assert any(words.startswith("Đang gom ý của các đơn vị, mục 1/") for words in heard)
    assert heard[-1] == "Đang ghi vào dự thảo"


def test_a_job_cancelled_before_it_writes_leaves_the_draft_alone(job: Job) -> None:
    def cancelled(found: Job, _progress: Progress) -> PreparedChange:
        change = merge_jobs.work(found, no_progress)
        jobs.cancel(db.session.get(Job, job.id, populate_existing=True))  # type: ignore[arg-type]
        db.session.commit()
        return change

    jobs.run(job.id, {merge_jobs.KIND: cancelled})
    db.session.refresh(job)
    assert (job.state, versions()) == (JobState.CANCELLED, 0)


def test_a_worker_that_lost_its_job_writes_nothing(job: Job) -> None:
    def slow(found: Job, _progress: Progress) -> PreparedChange:
        change = merge_jobs.work(found, no_progress)
        with clock.fixed(clock.now() + timedelta(minutes=5)):
            assert jobs.sweep() == [job.id]
        assert jobs.run(job.id, WORKS)
        return change

    jobs.run(job.id, {merge_jobs.KIND: slow})
    db.session.refresh(job)
    assert (job.state, job.attempts) == (JobState.DONE, 2)
    assert versions() == 1
    assert job.message.startswith("Đã tổng hợp dự thảo")


def test_an_error_while_writing_leaves_nothing_behind(job: Job) -> None:
    def breaking(found: Job, _progress: Progress) -> PreparedChange:
        def write() -> str:
            merge_jobs.work(found, no_progress).write()
            raise RuntimeError("đứt giữa chừng")

        return PreparedChange(write)

    jobs.run(job.id, {merge_jobs.KIND: breaking})
    db.session.refresh(job)
    assert (job.state, versions()) == (JobState.FAILED, 0)


def test_a_report_accepted_meanwhile_is_in_the_draft(world: World, job: Job) -> None:
    def overtaken(found: Job, progress: Progress) -> PreparedChange:
        change = merge_jobs.work(found, progress)
        send(world, "xa-c", report_of("xa-c", 1000, 100, text="Xã xây dựng quỹ khuyến học thôn."))
        return change

    jobs.run(job.id, {merge_jobs.KIND: overtaken})
    campaign = db.session.get_one(Campaign, job.campaign_id)
    draft = drafts.get_draft(campaign)
    assert not drafts.is_stale(draft)
    merged = merged_reports.merged_report(campaign)
    assert len(merged.reported) == 3


def test_only_one_merge_of_a_campaign_goes_on_at_a_time(world: World, job: Job) -> None:
    with pytest.raises(Refused, match="đang được tổng hợp"):
        merge_jobs.request(world.campaign, None, actor=world.actor("chuyenvien"))


def test_small_campaigns_are_merged_while_the_page_waits(world: World) -> None:
    units = len(world.reports)
    assert merge_jobs.is_small(world.campaign, 3000)
    assert not merge_jobs.is_small(world.campaign, units)


@pytest.fixture
def large(client: PageClient, world: World, monkeypatch: pytest.MonkeyPatch) -> PageClient:
    """The officer's browser; every campaign counts as a large one."""
    collect(world)
    monkeypatch.setattr(merge_jobs, "is_small", lambda _campaign, _most: False)
    client.login("chuyenvien")
    return client


def test_the_draft_page_shows_how_far_a_large_merge_is(large: PageClient, world: World) -> None:
    address = f"/dot/{world.campaign.id}/du-thao"
    page = large.post(f"{address}/ghep", follow=True)
    assert "Đang tổng hợp dự thảo" in page.words()
    assert "Dừng tổng hợp" in page.words()
    job = merge_jobs.find_current(world.campaign)
    assert job is not None
    fragment = large.get(f"{address}/ghep/viec/{job.id}", htmx=True)
    assert "Đang chờ đến lượt" in fragment.words("#dang-ghep")
    jobs.run(job.id, WORKS)
    done = large.get(f"{address}/ghep/viec/{job.id}", htmx=True)
    assert done.response.headers["HX-Redirect"] == address
    page = large.get(address)
    assert "Đã tổng hợp dự thảo" in page.words()
    assert "Mục lục dự thảo" in page.words()


def test_a_waiting_merge_can_be_stopped(large: PageClient, world: World) -> None:
    address = f"/dot/{world.campaign.id}/du-thao"
    large.post(f"{address}/ghep", follow=True)
    job = merge_jobs.find_current(world.campaign)
    assert job is not None
    page = large.post(f"{address}/ghep/viec/{job.id}/dung", follow=True)
    assert "Đã yêu cầu dừng" in page.words()
    assert "Tổng hợp dự thảo" in page.words()
    assert not jobs.run(job.id, WORKS)


def test_a_failed_merge_says_so_until_one_goes_well(large: PageClient, world: World) -> None:
    address = f"/dot/{world.campaign.id}/du-thao"
    large.post(f"{address}/ghep", follow=True)
    job = merge_jobs.find_current(world.campaign)
    assert job is not None

    def refusing(_job: Job, _progress: Progress) -> PreparedChange:
        raise Refused("Máy chủ hết chỗ.")

    jobs.run(job.id, {merge_jobs.KIND: refusing})
    assert "không làm được: Máy chủ hết chỗ." in large.get(address).words()
    drafts.merge(world.campaign, actor=world.actor("chuyenvien"))
    db.session.commit()
    assert "không làm được" not in large.get(address).words()


def test_merges_do_not_stand_among_the_exported_files(large: PageClient, world: World) -> None:
    large.post(f"/dot/{world.campaign.id}/du-thao/ghep", follow=True)
    page = large.get(f"/dot/{world.campaign.id}/xuat")
    assert "Chưa có bản nào" in page.words()
