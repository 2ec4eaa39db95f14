"""Sentences of single units as the level above tells them."""

from __future__ import annotations

import pytest

from forms.proposing.voice import Reporters, Speakers, for_many, without_link

COMMUNES = {f"u{n}": f"Xã {n}" for n in range(8)} | {"t": "Thị trấn Lương", "p": "Phòng GD&ĐT"}
MOST = Speakers("xã, thị trấn", many_places=True, many=True)
FEW = Speakers("xã", many_places=False, many=False)
ALONE = Speakers("xã", many_places=True, many=True, alone=True)
OFFICES = Speakers("", many_places=False, many=False)


@pytest.mark.parametrize(
    ("who", "text", "told"),
    [
        (
            MOST,
            "Uỷ ban nhân dân xã ban hành Kế hoạch; kiện toàn Ban Chỉ đạo.",
            "Uỷ ban nhân dân các xã, thị trấn ban hành Kế hoạch; kiện toàn Ban Chỉ đạo.",
        ),
        (FEW, "UBND xã xây dựng Kế hoạch.", "UBND một số xã xây dựng Kế hoạch."),
        (
            FEW,
            "Căn cứ Quyết định số 387, UBND xã lập Ban do đồng chí Chủ tịch UBND xã làm Trưởng.",
            "Căn cứ Quyết định số 387, UBND một số xã lập Ban do đồng chí Chủ tịch UBND xã "
            "làm Trưởng.",
        ),
        (
            FEW,
            "Nội dung được đưa vào chương trình giám sát của Đảng ủy, HĐND xã.",
            "Nội dung được đưa vào chương trình giám sát của Đảng ủy, HĐND các xã.",
        ),
        (
            MOST,
            "Đến nay, cấp ủy, chính quyền, Hội Khuyến học xã đã ban hành từ 05 đến 06 văn bản.",
            "Đến nay, cấp ủy, chính quyền, Hội Khuyến học mỗi xã, thị trấn đã ban hành từ 05 "
            "đến 06 văn bản.",
        ),
        (MOST, "Toàn xã có từ 05 đến 09 chi hội.", "Mỗi xã, thị trấn có từ 05 đến 09 chi hội."),
        (
            FEW,
            "Ngân sách xã hỗ trợ quỹ {{quy.ngan_sach.luy_ke}} triệu đồng.",
            "Ngân sách các xã hỗ trợ quỹ {{quy.ngan_sach.luy_ke}} triệu đồng.",
        ),
        (
            ALONE,
            "Ban Thường vụ Đảng uỷ đã ban hành Kế hoạch trên địa bàn xã; phân công cấp uỷ viên.",
            "Ban Thường vụ Đảng uỷ các xã đã ban hành Kế hoạch trên địa bàn; phân công cấp uỷ "
            "viên.",
        ),
        (
            ALONE,
            "Hằng năm, Đảng ủy đưa nội dung vào chương trình công tác của UBND xã.",
            "Hằng năm, Đảng ủy các xã đưa nội dung vào chương trình công tác của UBND xã.",
        ),
        (
            Speakers("xã", many_places=False, many=False, alone=True),
            "Ủy ban Kiểm tra Đảng ủy tham mưu tổ chức giám sát chuyên đề.",
            "Ủy ban Kiểm tra Đảng ủy một số xã tham mưu tổ chức giám sát chuyên đề.",
        ),
        (FEW, "UBND xã mở lớp trên địa bàn xã.", "UBND một số xã mở lớp trên địa bàn."),
        (OFFICES, "Đơn vị đã ban hành Kế hoạch.", "Một số đơn vị đã ban hành Kế hoạch."),
        (
            OFFICES,
            "Thông qua tổ chức của mình, đơn vị vận động đoàn viên đăng ký.",
            "Thông qua tổ chức của mình, một số đơn vị vận động đoàn viên đăng ký.",
        ),
        (
            OFFICES,
            "Thông qua các trung tâm và nhà văn hóa thôn, đơn vị phối hợp tuyên truyền.",
            "Thông qua các trung tâm và nhà văn hóa thôn, một số đơn vị phối hợp tuyên truyền.",
        ),
        (
            OFFICES,
            "Cán bộ trong đơn vị đóng góp quỹ của đơn vị.",
            "Cán bộ trong một số đơn vị đóng góp quỹ của đơn vị.",
        ),
        (
            OFFICES,
            "Đơn vị đã thực hiện từ 25 đến 83 tin, bài.",
            "Mỗi đơn vị đã thực hiện từ 25 đến 83 tin, bài.",
        ),
        (
            FEW,
            "Trung tâm học tập cộng đồng chưa có trụ sở, phải dùng hội trường UBND xã.",
            "Một số trung tâm học tập cộng đồng chưa có trụ sở, phải dùng hội trường UBND xã.",
        ),
    ],
)
def test_the_one_who_speaks_becomes_many(who: Speakers, text: str, told: str) -> None:
    assert for_many(text, who) == told


@pytest.mark.parametrize(
    "text",
    [
        "Đảng bộ xã Tân An mở hội nghị.",  # a certain commune
        "Phong trào xây dựng xã hội học tập phát triển mạnh.",
        "Cấp ủy, chính quyền từ xã đến thôn vào cuộc.",
        "Hội Khuyến học hướng dẫn UBND xã, thị trấn kiện toàn tổ chức.",
        "Đơn vị học tập được công nhận đúng quy trình.",
        "Các cơ quan, đơn vị phối hợp chặt chẽ.",
        "Chi bộ các đơn vị bám sát nhiệm vụ của đơn vị.",
        "Các trường học, đơn vị đã phối hợp chặt chẽ.",
        "Tại cơ quan, đơn vị có ban khuyến học.",
        "Các đơn vị đã tổ chức hội nghị.",
        "Tổng kinh phí là 12 triệu đồng.",
        "",
    ],
)
@pytest.mark.parametrize("who", [MOST, FEW, OFFICES])
def test_what_speaks_of_nobody_in_particular_stays(text: str, who: Speakers) -> None:
    assert for_many(text, who) == text


@pytest.mark.parametrize("text", ["UBND xã họp.", "Đơn vị đã họp.", "Trung tâm đã mở lớp."])
def test_telling_again_changes_nothing(text: str) -> None:
    once = for_many(text, MOST)
    assert for_many(once, MOST) == once != text


def test_speakers_are_counted_among_their_like() -> None:
    who = Reporters(COMMUNES).speakers(["u1", "u2", "t"])
    assert who.places == "xã, thị trấn"
    assert not who.many_places
    assert not who.many
    assert Reporters(COMMUNES).speakers([f"u{n}" for n in range(4)])[1:3] == (True, True)
    assert Reporters(COMMUNES).speakers(["p"]).places == ""
    assert who.alone
    assert not Reporters(COMMUNES).speakers(["u1", "p"]).alone
    assert not Reporters(COMMUNES).speakers([]).alone


@pytest.mark.parametrize(
    "text",
    [
        "Đảng ủy, HĐND quan tâm công tác khuyến học.",
        "Công tác khuyến học được Đảng ủy quan tâm chỉ đạo.",
        "Đảng ủy Khối các cơ quan tổ chức hội nghị.",
        "Đảng ủy các xã tổ chức hội nghị.",
        "Đồng chí Bí thư Đảng ủy trực tiếp chỉ đạo.",
    ],
)
def test_other_committees_and_those_only_mentioned_stay_as_they_are(text: str) -> None:
    assert for_many(text, ALONE) == text


def test_a_committee_stays_where_others_than_communes_say_so_too() -> None:
    text = "Đảng ủy đã ban hành Kế hoạch."
    assert for_many(text, MOST) == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Trên cơ sở đó, Đảng ủy đã ban hành Kế hoạch.", "Đảng ủy đã ban hành Kế hoạch."),
        ("Xã A: Bên cạnh đó, hội trao 12 suất quà.", "Xã A: Hội trao 12 suất quà."),
        ("Qua đó nâng cao nhận thức.", "Nâng cao nhận thức."),
        ("Qua đóng góp, quỹ tăng.", "Qua đóng góp, quỹ tăng."),
        ("Qua đó.", "Qua đó."),
        ("", ""),
    ],
)
def test_a_sentence_stands_without_the_one_it_leaned_on(text: str, told: str) -> None:
    assert without_link(text) == told
