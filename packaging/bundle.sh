#!/bin/sh
# Build the program folder dist/pullquote and try it: version, sample, exports, pictures.
set -eu
cd "$(dirname "$0")/.."
python=.venv/bin/python

"$python" -m pip install --quiet --disable-pip-version-check 'pyinstaller>=6.11,<7'
"$python" -m PyInstaller --noconfirm --log-level WARN \
    --distpath dist --workpath build/bundle packaging/pullquote.spec

mkdir -p dist/pullquote/share/applications dist/pullquote/share/icons/hicolor/scalable/apps
cp packaging/org.pullquote.Pullquote.desktop dist/pullquote/share/applications/
cp packaging/org.pullquote.Pullquote.svg dist/pullquote/share/icons/hicolor/scalable/apps/

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
echo "bundle: $(dist/pullquote/pullquote --version), $(du -sh dist/pullquote | cut -f1)"
(cd "$folder" && QT_QPA_PLATFORM=offscreen "$OLDPWD"/dist/pullquote/pullquote demo --offscreen -o demo)
for made in Sample.pullquote csv/quotes.csv jsonl/documents.jsonl window-light.png window-dark.png; do
    [ -s "$folder/demo/$made" ] || { echo "bundle: $made was not made"; exit 1; }
done
echo "bundle: tried; it lies in dist/pullquote"
