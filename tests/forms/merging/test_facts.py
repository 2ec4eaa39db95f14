"""Sentences on who filed and when."""

from __future__ import annotations

from forms.merging import filing_facts


def test_all_facts_in_the_order_of_a_report() -> None:
    assert filing_facts(
        20,
        15,
        late=[("Đảng ủy xã A", 2), ("Đảng ủy xã B", 11)],
        missing=["Đảng ủy xã C", "Chi bộ D", "Chi bộ E"],
        excluded=[("Chi bộ F", "mới thành lập")],
        deadline_text="17 giờ 00 ngày 14/5/2024",
        as_of="20/5/2024",
    ) == (
        "Tính đến 20/5/2024, có 17/20 đơn vị gửi báo cáo (đạt 85%).",
        "Đến hết 17 giờ 00 ngày 14/5/2024, 15 đơn vị gửi đúng hạn.",
        "02 đơn vị gửi trễ hạn: Đảng ủy xã A (trễ 02 ngày), Đảng ủy xã B (trễ 11 ngày).",
        "03 đơn vị chưa gửi báo cáo: Đảng ủy xã C, Chi bộ D, Chi bộ E.",
        "01 đơn vị không thuộc diện báo cáo: Chi bộ F (mới thành lập).",
    )


def test_what_is_not_there_is_not_said() -> None:
    assert filing_facts(17, 17) == ("Có 17/17 đơn vị gửi báo cáo (đạt 100%).",)


def test_nobody_in_time_and_nobody_asked() -> None:
    assert filing_facts(3, 0, deadline_text="ngày 14/5/2024")[:2] == (
        "Có 0/3 đơn vị gửi báo cáo (đạt 0%).",
        "Đến hết ngày 14/5/2024, chưa có đơn vị nào gửi đúng hạn.",
    )
    assert filing_facts(0, 0) == ("Chưa có đơn vị nào được yêu cầu báo cáo.",)


def test_a_reason_of_several_units_is_told_once() -> None:
    excluded = [("Đoàn A", "Báo cáo chung."), ("Hội B", "Báo cáo chung."), ("Chi bộ C", "")]
    assert filing_facts(2, 2, excluded=excluded)[-1] == (
        "03 đơn vị không thuộc diện báo cáo: Đoàn A, Hội B (báo cáo chung); Chi bộ C."
    )
