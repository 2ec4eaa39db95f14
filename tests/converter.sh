#!/bin/sh
# Stands in for LibreOffice, called as `soffice … --outdir FOLDER …/van-ban.docx`: a PDF at once.
# With CONVERTER_FOLDER set it tells there that it began, and waits while told to be slow.
if [ -n "$CONVERTER_FOLDER" ]; then
    echo x >> "$CONVERTER_FOLDER/started"
    while [ -e "$CONVERTER_FOLDER/slow" ]; do sleep 0.05; done
fi
for last; do :; done
printf '%%PDF-1.4 thu' > "${last%.docx}.pdf"
