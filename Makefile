# Every command of the project; `make help` lists them. Works on a bare checkout: the commands
# under tools/ need Python 3.11 or newer and nothing else.

.DEFAULT_GOAL := help
.PHONY: help run test check lint types contracts quick fix e2e bench golden assets pins clean dev

# The first Python that is new enough, or plain python3, which then says what is wrong.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	then echo "$$name"; exit; fi; done; echo python3)
BIN := .venv/bin
TYPED := $(wildcard forms app tools bench wsgi.py)

help: ## Liệt kê các lệnh
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## /  make \1\t/' | expand -t 18

run: ## Chạy phần mềm trên máy này, có dữ liệu mẫu (PORT=8000)
	@$(PYTHON) -m tools.serve

test: ## Toàn bộ kiểm tra: mã nguồn, SQLite, PostgreSQL, trình duyệt, LibreOffice
	@$(PYTHON) -m tools.suite

check: lint types contracts quick ## Kiểm tra nhanh trước khi ghi nhận thay đổi

lint: dev ## Kiểm tra cách viết mã
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: dev ## Kiểm tra kiểu dữ liệu
	$(BIN)/mypy $(TYPED)

contracts: dev ## Kiểm tra quy tắc giữa các phần của mã
	$(BIN)/lint-imports

quick: dev ## Các bài kiểm tra không cần trình duyệt, LibreOffice, trên SQLite
	$(BIN)/python -m pytest tests -q -n 2 -m "not browser and not office"

fix: dev ## Tự sửa cách viết mã
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

e2e: dev ## Các bài kiểm tra bằng trình duyệt
	@$(PYTHON) -m tools.setup browser
	@$(PYTHON) -m tools.setup htmx-test
	$(BIN)/python -m pytest tests/browser -q -n 2

bench: dev ## Đo tốc độ, ghi vào bench/results.json (ONLY=tên để đo một phần)
	$(BIN)/python -m bench $(if $(ONLY),--only $(ONLY))

golden: dev ## Ghi lại các kết quả mẫu trong tests/golden, để xem lại bằng git diff
	UPDATE_GOLDEN=1 $(BIN)/python -m pytest tests/golden tests/app/exports/test_golden_structure.py -q

assets: ## Lấy lại Bootstrap và bộ biểu tượng (cần npm)
	@$(PYTHON) -m tools.setup assets

pins: ## Chọn lại phiên bản các thư viện trong requirements*.txt
	@$(PYTHON) -m tools.setup pins

clean: ## Xóa các tệp tạm của công cụ (không xóa dữ liệu)
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +

dev:
	@$(PYTHON) -m tools.setup dev
