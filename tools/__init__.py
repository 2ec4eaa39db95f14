"""The project's own commands: set up a machine, run the server, run every check.

They run before anything is installed, so they import the standard library only, and no module
of the application. Messages are for the person at the keyboard, in Vietnamese.
"""

import sys

# Said here, in words an old Python can still parse, before any module with newer syntax is read.
if sys.version_info < (3, 11):
    raise SystemExit(
        f"Cần Python 3.11 trở lên, máy này đang dùng Python {sys.version.split()[0]}. Hãy cài "
        "Python mới hơn rồi chạy lại (hoặc chỉ rõ: make run PYTHON=python3.12)."
    )
