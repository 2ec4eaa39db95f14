# Chạy phần mềm trên Windows: bấm đúp vào chay.bat.
# Tạo môi trường, cài thư viện, nạp dữ liệu mẫu, mở trình duyệt. Dừng bằng Ctrl+C.
[Console]::OutputEncoding = [System.Text.Encoding]::UTF8
$env:PYTHONUTF8 = "1"
Set-Location -LiteralPath $PSScriptRoot

function Test-Python([string[]] $Command) {
    if (-not (Get-Command $Command[0] -ErrorAction SilentlyContinue)) { return $false }
    $rest = @($Command | Select-Object -Skip 1)
    & $Command[0] @rest -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>$null | Out-Null
    return $LASTEXITCODE -eq 0
}

# "py" là trình chọn phiên bản đi kèm bộ cài Python trên Windows.
$candidates = @(@("py", "-3"), @("py", "-3.13"), @("py", "-3.12"), @("py", "-3.11"), @("python"))
$python = $null
foreach ($candidate in $candidates) {
    if (Test-Python $candidate) { $python = $candidate; break }
}
if ($null -eq $python) {
    Write-Host "Máy này chưa có Python 3.11 trở lên."
    Write-Host "Hãy cài Python từ trang python.org (đánh dấu «Add python.exe to PATH»), rồi bấm đúp chay.bat lần nữa."
    exit 1
}
$rest = @($python | Select-Object -Skip 1)
& $python[0] @rest -m tools.serve --open
exit $LASTEXITCODE
