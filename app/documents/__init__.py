"""Documents in and out: Word, Excel, CSV, PDF, ZIP, format profiles. Knows no models."""

from app.documents.archive import archive_names, bundle
from app.documents.checking import Deviation, check_word
from app.documents.errors import DocumentError, PdfUnavailable, ProfileError, UnreadableFile
from app.documents.excel import (
    ChartSpec,
    SheetSpec,
    WorkbookSpec,
    usual_chart,
    workbook_of,
    write_answers_workbook,
    write_csv,
    write_excel,
)
from app.documents.pdf import to_pdf
from app.documents.profiles import (
    Profile,
    all_profiles,
    choose_profile,
    get_profile,
    load_profile,
    override_profile,
)
from app.documents.reading import (
    BlockEdit,
    ReturnedBlock,
    ReturnedCopy,
    compare_copy,
    read_back,
    read_word_blocks,
)
from app.documents.word import write_volume, write_word
from app.documents.zip_opening import NotAnArchive, open_zip

__all__ = [
    "BlockEdit",
    "ChartSpec",
    "Deviation",
    "DocumentError",
    "NotAnArchive",
    "PdfUnavailable",
    "Profile",
    "ProfileError",
    "ReturnedBlock",
    "ReturnedCopy",
    "SheetSpec",
    "UnreadableFile",
    "WorkbookSpec",
    "all_profiles",
    "archive_names",
    "bundle",
    "check_word",
    "choose_profile",
    "compare_copy",
    "get_profile",
    "load_profile",
    "open_zip",
    "override_profile",
    "read_back",
    "read_word_blocks",
    "to_pdf",
    "usual_chart",
    "workbook_of",
    "write_answers_workbook",
    "write_csv",
    "write_excel",
    "write_volume",
    "write_word",
]
