"""Lists of documents become one row a document; doubts are shown, never settled."""

from __future__ import annotations

from forms.schema import Choice, Column, MergeRule
from tests.forms.builders import a_field
from tests.forms.merging.campaigns import items, merged_field

KL49 = {
    "symbol": "49-KL/TW",
    "date": "2019-05-10",
    "issuer": "Ban Bí thư",
    "title": "về khuyến học",
}


def documents(*answers: dict, scope: str = "superior", columns: tuple[Column, ...] = ()):
    rule = MergeRule("union_documents", options={"issuer_scope": scope})
    return merged_field(a_field("citations", merge=rule, columns=columns), *answers)


def symbols(found) -> list[str]:
    return [item.cells["symbol"].value for item in found.items]


def test_spellings_of_one_symbol_are_one_document_with_its_units() -> None:
    found = documents(
        items(KL49),
        items({**KL49, "symbol": "49 – KL/TƯ", "issuer": "Ban Bí thư Trung ương Đảng"}),
        items({**KL49, "issuer": ""}),
    )
    (item,) = found.items
    assert (item.cells["symbol"].value, item.share) == ("49-KL/TW", "3/3")
    assert (found.conflicts, found.probable) == ((), ())


def test_the_most_frequent_title_is_shown_and_the_others_kept() -> None:
    other = {**KL49, "title": "về công tác khuyến học"}
    found = documents(items(other), items(KL49), items(KL49))
    assert found.items[0].cells["title"].value == "về khuyến học"
    assert found.items[0].spellings == ("về công tác khuyến học",)


def test_two_dates_of_one_symbol_are_a_conflict_that_names_units() -> None:
    found = documents(items(KL49), items({**KL49, "date": "2019-05-11"}))
    (conflict,) = found.conflicts
    assert (conflict.kind, conflict.items) == ("dates", (0,))
    assert conflict.message == (
        "49-KL/TW có 2 ngày ban hành: 10/5/2019 (Đảng ủy xã 1); 11/5/2019 (Đảng ủy xã 2)."
    )


def test_a_wholly_different_title_is_a_conflict() -> None:
    found = documents(items(KL49), items(KL49), items({**KL49, "title": "phòng cháy rừng mùa khô"}))
    (conflict,) = found.conflicts
    assert conflict.kind == "titles"
    assert "“phòng cháy rừng mùa khô” (Đảng ủy xã 3)" in conflict.message


def test_one_number_of_two_years_is_two_documents_that_may_be_one() -> None:
    found = documents(items(KL49), items({**KL49, "date": "2018-05-10"}))
    assert len(found.items) == 2
    assert found.probable[0].items == (0, 1)


def test_a_document_without_date_is_offered_never_merged() -> None:
    found = documents(items(KL49), items({**KL49, "date": ""}))
    assert len(found.items) == 2
    (offer,) = found.probable
    assert offer.units == ("u1", "u2")
    assert "không ghi ngày" in offer.message


def test_a_symbol_without_its_body_is_offered() -> None:
    found = documents(items(KL49), items({**KL49, "symbol": "49-KL"}))
    assert len(found.items) == 2
    assert len(found.probable) == 1


def test_issuers_that_contradict_each_other_are_two_documents() -> None:
    plan = {"symbol": "12/KH-UBND", "date": "2024-01-02", "title": "khuyến học"}
    found = documents(
        items({**plan, "issuer": "UBND tỉnh"}), items({**plan, "issuer": "UBND huyện Kim Động"})
    )
    assert len(found.items) == 2
    assert len(found.probable) == 1


def test_own_documents_of_two_units_are_two_documents() -> None:
    own = {"symbol": "15-KH/ĐU", "date": "2024-01-02", "title": "khuyến học"}
    found = documents(items(own, own), items(own), scope="own")
    assert [item.units for item in found.items] == [("u1",), ("u2",)]
    assert found.probable == ()
    assert len(documents(items(own), items(own)).items) == 1


def test_documents_stand_by_level_then_date_then_symbol() -> None:
    rows = [
        {"symbol": "9-KH/ĐU", "date": "2019-01-01"},
        {"symbol": "303-KH/TU", "date": "2024-04-26"},
        {"symbol": "10-CT/TW", "date": "2020-01-01"},
        {"symbol": "2-CT/TW", "date": "2020-01-01"},
        {"symbol": "49-KL/TW", "date": "2019-05-10"},
        {"symbol": "15/KH-UBND", "date": "2018-01-01"},
    ]
    assert symbols(documents(items(*rows))) == [
        "49-KL/TW", "2-CT/TW", "10-CT/TW", "303-KH/TU", "9-KH/ĐU", "15/KH-UBND",
    ]  # fmt: skip


def test_a_column_of_levels_decides_the_order() -> None:
    levels = Column("level", "Cấp", "choice", choices=(Choice("xa", "Xã"), Choice("tw", "TW")))
    rows = ({**KL49, "level": "tw"}, {"symbol": "9-KH/ĐU", "date": "2024-01-01", "level": "xa"})
    assert symbols(documents(items(*rows), columns=(levels,))) == ["9-KH/ĐU", "49-KL/TW"]


def test_documents_without_a_symbol_are_known_by_their_title() -> None:
    found = documents(
        items({"title": "Đề án khuyến học", "date": "2024-01-02"}),
        items({"title": "đề án khuyến học.", "date": "2024-01-02"}),
        items({"title": "Đề án khác", "date": "2024-01-02"}),
    )
    assert [item.share for item in found.items] == ["1/3", "2/3"]


def test_the_column_of_levels_is_the_outline_s_whatever_it_is_called() -> None:
    levels = Column("cap", "Cấp", "choice", choices=(Choice("xa", "Xã"), Choice("tw", "TW")))
    rows = ({**KL49, "cap": "tw"}, {"symbol": "9-KH/ĐU", "date": "2024-01-01", "cap": "xa"})
    assert symbols(documents(items(*rows), columns=(levels,))) == ["9-KH/ĐU", "49-KL/TW"]
