"""Word → PDF by LibreOffice, each call with a profile folder of its own."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from app.documents.errors import PdfUnavailable

PROGRAM = "soffice"
TIMEOUT_SECONDS = 120.0


def to_pdf(data: bytes, *, program: str = PROGRAM, timeout: float = TIMEOUT_SECONDS) -> bytes:
    """Give it a copy without comments: they make LibreOffice slow. Raises PdfUnavailable."""
    path = shutil.which(program)
    if path is None:
        raise PdfUnavailable(
            "Máy chủ chưa cài LibreOffice nên chưa tạo được PDF. Hãy tải bản Word rồi chọn "
            "Lưu dưới dạng PDF trong Word."
        )
    with tempfile.TemporaryDirectory(prefix="pdf-") as folder:
        source, target = Path(folder, "van-ban.docx"), Path(folder, "van-ban.pdf")
        source.write_bytes(data)
        _convert(path, source, timeout)
        if not target.is_file():
            raise PdfUnavailable(
                "LibreOffice không đọc được văn bản này nên chưa tạo được PDF. Hãy tải bản Word."
            )
        return target.read_bytes()


def _convert(program: str, source: Path, timeout: float) -> None:
    profile = source.parent.joinpath("profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore"]
    command += ["--convert-to", "pdf", "--outdir", str(source.parent), str(source)]
    try:
        process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise PdfUnavailable(
            "Không chạy được LibreOffice trên máy chủ. Hãy tải bản Word hoặc báo quản trị."
        ) from error
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired as error:
        raise PdfUnavailable(
            "Tạo PDF quá lâu nên đã dừng. Hãy thử lại, hoặc tải bản Word rồi lưu thành PDF."
        ) from error
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """The program starts children of its own; all of them are in its process group."""
    if process.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
