#!/bin/sh
# Build the program folder dist/pullquote and try it: version, sample, exports, pictures.
set -eu
cd "$(dirname "$0")/.."
python=$PWD/.venv/bin/python

"$python" -m pip install -qq --disable-pip-version-check 'pyinstaller>=6.11,<7'
"$python" -m PyInstaller --noconfirm --log-level ERROR \
    --distpath dist --workpath build/bundle packaging/pullquote.spec

"$python" packaging/icu.py dist/pullquote
"$python" packaging/blas.py dist/pullquote
"$python" packaging/licences.py dist/pullquote

mkdir -p dist/pullquote/share/applications dist/pullquote/share/icons/hicolor/scalable/apps
cp packaging/org.pullquote.Pullquote.desktop dist/pullquote/share/applications/
cp packaging/org.pullquote.Pullquote.svg dist/pullquote/share/icons/hicolor/scalable/apps/
"$python" packaging/shell_files.py dist/pullquote/share >/dev/null

program=$PWD/dist/pullquote/pullquote
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export QT_QPA_PLATFORM=offscreen HOME="$folder"

# seconds COMMAND...: how long it takes, in seconds; the middle of three runs.
seconds() {
    "$python" - "$@" <<'PYTHON'
import subprocess, sys, time

def run():
    started = time.monotonic()
    subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - started

print(f"{sorted(run() for _ in range(3))[1]:.2f} s")
PYTHON
}

"$program" demo --offscreen -o "$folder/demo"
for made in Sample.pullquote csv/quotes.csv jsonl/documents.jsonl window-light.png window-dark.png; do
    [ -s "$folder/demo/$made" ] || { echo "bundle: $made was not made"; exit 1; }
done
"$program" check "$folder/demo/Sample.pullquote"
"$program" screenshot "$folder/demo/Sample.pullquote" --all -o "$folder/all" >/dev/null
echo "bundle: $(find "$folder/all" -name '*.png' -size +1k | wc -l) rooms and dialogs opened"
picture="screenshot $folder/demo/Sample.pullquote -o $folder/picture.png"
size=$(du -sm dist/pullquote | cut -f1)
echo "bundle: $("$program" --version), $size MB (bar 150), $(find dist/pullquote -type f | wc -l) files"
echo "bundle: --version takes $(seconds "$program" --version)"
# shellcheck disable=SC2086 # words of a command
echo "bundle: a project opened, painted and closed takes $(seconds "$program" $picture)," \
    "by .venv $(seconds "$python" -m pullquote $picture)"
echo "bundle: tried; it lies in dist/pullquote"
