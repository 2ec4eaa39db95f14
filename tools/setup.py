"""Command line of the single set-up steps: `python -m tools.setup STEP`."""

from __future__ import annotations

import argparse
import sys

from tools import assets, htmx, pins, programs, venv
from tools.console import run_main, step


def _venv() -> None:
    venv.ensure_venv()


def _dev() -> None:
    venv.ensure_venv(venv.DEVELOPMENT)


def _browser() -> None:
    programs.ensure_browser()


def _office() -> None:
    programs.ensure(programs.OFFICE)


def _htmx() -> None:
    htmx.ensure_served(venv.ensure_venv())


def _htmx_test() -> None:
    htmx.ensure_tested(venv.ensure_venv(venv.DEVELOPMENT))


STEPS = {
    "venv": (_venv, "môi trường Python và các thư viện để chạy"),
    "dev": (_dev, "thêm các thư viện để kiểm tra"),
    "browser": (_browser, "trình duyệt cho các bài kiểm tra màn hình"),
    "office": (_office, "LibreOffice, phông chữ, poppler cho các bài kiểm tra văn bản"),
    "htmx": (_htmx, "bản htmx trên máy, cho mạng không ra được Internet"),
    "htmx-test": (_htmx_test, "các bản htmx mà bài kiểm tra màn hình dùng"),
    "assets": (assets.build_assets, "lấy lại Bootstrap và bộ biểu tượng (cần npm)"),
    "pins": (pins.write_pins, "chọn lại phiên bản trong requirements*.txt"),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.setup", description=__doc__)
    commands = parser.add_subparsers(dest="step", required=True)
    for name, (_, text) in STEPS.items():
        commands.add_parser(name, help=text)
    chosen, text = STEPS[parser.parse_args().step]
    step(f"Chuẩn bị {text}")
    chosen()
    return 0


if __name__ == "__main__":
    sys.exit(run_main(main))
