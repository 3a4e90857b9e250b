#!/bin/sh
# Takes leaflet.js and leaflet.css from the pinned npm package; nothing else of it is kept here.
# Use: static/vendor/leaflet/build.sh        needs npm; NPM_DIR=… names a folder with node_modules.
set -eu
VERSION=1.9.4
here=$(cd "$(dirname "$0")" && pwd)
dir=${NPM_DIR:-$(mktemp -d)}
if [ ! -d "$dir/node_modules/leaflet" ]; then
  npm install --prefix "$dir" --silent --no-save "leaflet@$VERSION"
fi
dist="$dir/node_modules/leaflet/dist"
# The source map is not shipped, so neither is the comment that points at it.
sed 's|//# sourceMappingURL=.*$||' "$dist/leaflet.js" > "$here/leaflet.js"
# Our map has neither their markers nor their layer switch: drop the rules that name pictures.
python3 - "$dist/leaflet.css" "$here/leaflet.css" <<'PY'
import re, sys
source, target = sys.argv[1:]
css = open(source, encoding="utf-8").read().replace("\r\n", "\n")
css = re.sub(r"[^{}]*\{[^{}]*url\((?!#)[^{}]*\}", "\n", css)
if "url(images" in css:
    sys.exit("leaflet.css still names pictures")
open(target, "w", encoding="utf-8").write(css)
PY
ls -l "$here"
