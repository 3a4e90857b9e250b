#!/bin/sh
# Rebuilds govuk.css and govuk-frontend.min.js from the pinned npm packages, outside the repository.
# Use: static/vendor/govuk-frontend/build.sh        needs Node 20 or newer; nothing of npm is kept here.
# To work on the styles only, give a folder that already holds node_modules: NPM_DIR=… build.sh
set -eu
VERSION=6.6.0
SASS_VERSION=1.104.1
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
dir=${NPM_DIR:-$(mktemp -d)}
if [ ! -d "$dir/node_modules/govuk-frontend" ]; then
  npm install --prefix "$dir" --silent --no-save "govuk-frontend@$VERSION" "sass@$SASS_VERSION"
fi
dist="$dir/node_modules/govuk-frontend/dist/govuk"
"$dir/node_modules/.bin/sass" --no-source-map --no-charset --style=compressed --quiet-deps \
  --load-path="$dir/node_modules" "$root/govuk/scss/portal.scss" "$here/govuk.css"
# The crest may only be used on GOV.UK, and its file is not here: drop the two rules that name it.
python3 - "$here/govuk.css" <<'PY'
import re, sys
path = sys.argv[1]
css = open(path, encoding="utf-8").read().lstrip("\ufeff")
css = re.sub(r"@supports[^{]*\{\.govuk-footer__copyright-logo::before\{[^}]*\}\}", "", css)
css = re.sub(r"\.govuk-footer__copyright-logo::before\{[^}]*crest[^}]*\}", "", css)
left = [word for word in ("crest", "GDS Transport", "url(") if word in css]
if left:
    sys.exit(f"govuk.css still names {left}")
open(path, "w", encoding="utf-8").write(css.rstrip() + "\n")
PY
# The source map is not shipped, so neither is the comment that points at it.
sed 's|//# sourceMappingURL=.*$||' "$dist/govuk-frontend.min.js" > "$here/govuk-frontend.min.js"
# The expected HTML of every component is the oracle of our own templates.
for component in $(cat "$root/tests/govuk/fixtures/COMPONENTS"); do
  cp "$dist/components/$component/fixtures.json" "$root/tests/govuk/fixtures/$component.json"
done
ls -l "$here"
