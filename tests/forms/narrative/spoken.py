"""Short ways to claims from a few sentences."""

from forms.narrative import Claim, ClaimSet, analyse_answers, build_claims

NAMES = {f"u{number}": (f"xã Tân {number}",) for number in range(2500)}
SHARED = "Công tác khuyến học được cấp ủy quan tâm lãnh đạo, chỉ đạo thường xuyên."
POOL = [
    SHARED,
    "Kinh phí hoạt động khuyến học còn hạn hẹp.",
    "Đã ban hành kế hoạch triển khai thực hiện Kết luận số 49-KL/TW.",
    "Chưa ban hành kế hoạch triển khai thực hiện Kết luận số 49-KL/TW.",
    "Có 12 lớp chuyên đề cho 340 lượt người tham gia.",
    "Có 15 lớp chuyên đề cho 1.250 lượt người tham gia.",
    "Không.",
    "KẾT QUẢ ĐẠT ĐƯỢC",
    "12",
]


def claims_of(*texts: str, expected: int | None = None, difficulties: bool = False) -> ClaimSet:
    answers = [(f"u{number}", "ket_qua", text) for number, text in enumerate(texts)]
    return build_claims(analyse_answers(answers, NAMES), NAMES, expected, difficulties=difficulties)


def only(claims: ClaimSet) -> Claim:
    (claim,) = claims.claims
    return claim
