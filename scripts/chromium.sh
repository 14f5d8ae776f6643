#!/usr/bin/env bash
# Print, as the last line on standard output, the path of a Chromium that starts
# headless, after installing one where none is found. Everything else that is
# said goes to standard error. See README.md in this folder.
#
#   CHROMIUM=PATH                    use this one and no other
#   SIGHTLINE_NO_SYSTEM_CHROMIUM=1   for testing this script: act as an ordinary
#                                    user on a machine with no Chromium and none
#                                    of its libraries or fonts
set -euo pipefail
umask 022

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
checkout=$(dirname -- "$here")
simulate=${SIGHTLINE_NO_SYSTEM_CHROMIUM:-}
packages=(chromium fonts-liberation)
lock_wait=300 # seconds to wait for another apt or another run of this script
scratch=''

say() { printf 'chromium.sh: %s\n' "$*" >&2; }
die() {
    say "$*"
    exit 1
}
cleanup() { if [ -n "$scratch" ]; then rm -rf -- "$scratch"; fi; }
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Does this executable start headless, run a script and print the page?
works() {
    local profile out='' tries
    [ -x "$1" ] && [ ! -d "$1" ] || return 1
    profile=$(mktemp -d) || return 1
    for tries in 1 2; do
        out=$(HOME=$profile timeout -k 5 60 "$1" --headless --no-sandbox --disable-gpu \
            --no-first-run --disable-dev-shm-usage --user-data-dir="$profile/$tries" --dump-dom \
            'data:text/html,<script>document.write("ok-"+6*7)</script>' 2>"$profile/err" </dev/null 9>&-) || true
        case $out in *ok-42*) break ;; esac
    done
    case $out in
    *ok-42*) rm -rf -- "$profile" ;;
    *)
        say "$1 does not start headless:"
        tail -n 5 -- "$profile/err" >&2 || true
        rm -rf -- "$profile"
        return 1
        ;;
    esac
}

# Set `found` to a working Chromium of the system, if there is one.
found=''
look_on_system() {
    local name path
    found=''
    if [ -n "$simulate" ]; then return 1; fi
    for name in chromium chromium-browser google-chrome /usr/bin/chromium; do
        path=$(type -P -- "$name") || continue
        if works "$path"; then
            found=$path
            return 0
        fi
    done
    return 1
}

# Run apt-get with the given prefix (nothing, or sudo -n). dpkg's own lock is
# waited for by apt; the locks on its lists and archives are not, so wait here.
# Any other failure is tried once more.
apt_get() {
    local -a prefix=()
    local failures=0 log status deadline=$((SECONDS + lock_wait))
    while [ "$1" != -- ]; do
        prefix+=("$1")
        shift
    done
    shift
    log=$scratch/apt.log
    while :; do
        status=0
        ${prefix[@]+"${prefix[@]}"} env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get \
            -o DPkg::Lock::Timeout=$lock_wait "$@" >"$log" 2>&1 </dev/null || status=$?
        cat -- "$log" >&2
        if [ "$status" -eq 0 ]; then return 0; fi
        if grep -Eqi 'could not get lock|unable to lock|unable to acquire' "$log" && [ "$SECONDS" -lt "$deadline" ]; then
            sleep 3
            continue
        fi
        failures=$((failures + 1))
        if [ "$failures" -ge 2 ]; then return "$status"; fi
        sleep 2
    done
}

install_on_system() {
    say "installing ${packages[*]} with apt-get"
    # A failed update is no reason to stop: the lists may be good enough.
    apt_get "$@" -- -q update || say 'apt-get update failed; going on with the lists there are'
    if look_on_system; then return 0; fi # somebody else's apt was faster
    apt_get "$@" -- -q install -y --no-install-recommends "${packages[@]}" || say 'apt-get install failed'
    look_on_system
}

# Set `private` to the first folder of the two that can be written.
private=''
choose_private() {
    local base
    local -a bases=()
    case ${XDG_CACHE_HOME:-} in /*) bases+=("$XDG_CACHE_HOME/sightline/chromium") ;; esac
    if [ "${#bases[@]}" -eq 0 ] && [ -n "${HOME:-}" ]; then bases+=("$HOME/.cache/sightline/chromium"); fi
    bases+=("$checkout/build/chromium")
    for base in "${bases[@]}"; do
        if mkdir -p -- "$base" 2>/dev/null && [ -w "$base" ]; then
            private=$base
            return 0
        fi
    done
    return 1
}

# apt-get with the system's sources, keys and proxy, but its state and cache in
# $scratch; the first argument is the list of installed packages to believe.
private_apt() {
    local status=$1
    shift
    DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get -q \
        -o Dir::State="$scratch/state" -o Dir::State::Lists="$scratch/state/lists" \
        -o Dir::State::status="$status" -o Dir::Cache="$scratch/cache" \
        -o Dir::Cache::Archives="$scratch/cache/archives" \
        -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o Dir::Log="$scratch/log" \
        -o Debug::NoLocking=1 -o APT::Sandbox::User=root -o Acquire::Retries=2 \
        "$@" >&2 </dev/null
}

write_font_config() { # FILE: the private fonts, and the system's where it has any
    local rule
    {
        printf '%s\n' '<?xml version="1.0"?>' '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">' '<fontconfig>'
        if [ -z "$simulate" ]; then
            printf '  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>\n'
            printf '  <dir>/usr/share/fonts</dir>\n'
        fi
        printf '  <dir>%s</dir>\n' "$private/root/usr/share/fonts"
        # What fontconfig's own installation would have switched on.
        for rule in 10-hinting-slight 11-lcdfilter-default 30-metric-aliases 45-latin 49-sansserif 60-latin; do
            printf '  <include ignore_missing="yes">%s</include>\n' \
                "$private/root/usr/share/fontconfig/conf.avail/$rule.conf"
        done
        printf '  <cachedir>%s</cachedir>\n' "$private/fontcache"
        printf '</fontconfig>\n'
    } >"$1"
}

write_wrapper() { # FILE
    local dir libs='' quoted
    for dir in "$private"/root/usr/lib/*-linux-gnu* "$private"/root/lib/*-linux-gnu*; do
        if [ ! -d "$dir" ]; then continue; fi
        libs=$libs:$dir
        for sub in nss pulseaudio blas lapack; do
            if [ -d "$dir/$sub" ]; then libs=$libs:$dir/$sub; fi
        done
    done
    printf -v quoted '%q' "$private/root/usr/lib/chromium${libs}"
    {
        printf '#!/usr/bin/env bash\n# Written by scripts/chromium.sh of Sightline.\n'
        # shellcheck disable=SC2016  # the wrapper expands it
        printf 'export LD_LIBRARY_PATH=%s${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}\n' "$quoted"
        printf 'export FONTCONFIG_FILE=%q\n' "$private/fonts.conf"
        printf 'exec %q "$@"\n' "$private/root/usr/lib/chromium/chromium"
    } >"$1"
    chmod 755 -- "$1"
}

install_privately() {
    local deb name status started=$SECONDS
    if ! type -P apt-get >/dev/null || ! type -P dpkg-deb >/dev/null; then
        die 'no Chromium found, and this is no Debian: install one, or name one in CHROMIUM'
    fi
    say "fetching ${packages[*]} and the libraries they need into $private"
    scratch=$private/tmp
    rm -rf -- "$private/chromium" "$private/root" "$scratch"
    mkdir -p -- "$scratch/state/lists/partial" "$scratch/cache/archives/partial" "$scratch/log" "$scratch/root"
    : >"$scratch/nothing-installed"

    # Hooks of the system's apt may fail for want of privileges: what counts is
    # whether the packages can then be had.
    private_apt "$scratch/nothing-installed" update || say 'apt-get update reported an error; going on'
    status=/var/lib/dpkg/status
    if [ -n "$simulate" ] || [ ! -r "$status" ]; then status=$scratch/nothing-installed; fi
    if ! private_apt "$status" install -y --no-install-recommends --reinstall --download-only "${packages[@]}"; then
        # For example a system with broken packages: leave it out of account.
        if [ "$status" = "$scratch/nothing-installed" ] ||
            ! private_apt "$scratch/nothing-installed" install -y --no-install-recommends --download-only "${packages[@]}"; then
            die 'the packages cannot be fetched (the first run needs the network)'
        fi
    fi

    for deb in "$scratch"/cache/archives/*.deb; do
        name=$(dpkg-deb -f "$deb" Package)
        case $name in
        # A program's libc must be the one that its loader, the system's, came with.
        libc6 | libc-bin) continue ;;
        esac
        dpkg-deb -x "$deb" "$scratch/root"
        dpkg-deb -f "$deb" Package Version | paste -sd ' ' >>"$scratch/packages"
    done
    say "fetched $(du -cm -- "$scratch"/cache/archives/*.deb | tail -n 1 | cut -f 1) MB in" \
        "$(wc -l <"$scratch/packages") packages, $((SECONDS - started)) s"
    [ -x "$scratch/root/usr/lib/chromium/chromium" ] || die 'the package has no /usr/lib/chromium/chromium'

    mv -- "$scratch/root" "$private/root"
    mv -- "$scratch/packages" "$private/packages"
    mkdir -p -- "$private/fontcache"
    write_font_config "$private/fonts.conf"
    write_wrapper "$scratch/chromium"
    mv -- "$scratch/chromium" "$private/chromium" # last: its presence says that all is there
    rm -rf -- "$scratch"
    scratch=''
}

if [ -n "${CHROMIUM:-}" ]; then
    found=$(type -P -- "$CHROMIUM") || die "CHROMIUM is set to $CHROMIUM, which cannot be run"
    case $found in /*) ;; *) found=$PWD/$found ;; esac
    works "$found" || die 'CHROMIUM is set to that one: unset it to have another found'
    printf '%s\n' "$found"
    exit 0
fi

if look_on_system; then
    printf '%s\n' "$found"
    exit 0
fi

# One fetched earlier comes before anything that needs the network.
if choose_private && [ -x "$private/chromium" ] && works "$private/chromium"; then
    printf '%s\n' "$private/chromium"
    exit 0
fi

if [ -z "$simulate" ] && type -P apt-get >/dev/null; then
    scratch=$(mktemp -d)
    if [ "$(id -u)" -eq 0 ]; then
        install_on_system || true
    elif type -P sudo >/dev/null && sudo -n true 2>/dev/null; then
        install_on_system sudo -n || true
    fi
    rm -rf -- "$scratch"
    scratch=''
    if [ -n "$found" ]; then
        printf '%s\n' "$found"
        exit 0
    fi
fi

[ -n "$private" ] || die "nowhere to put a private Chromium: neither the cache folder nor $checkout/build can be written"
exec 9>"$private/.lock"
if type -P flock >/dev/null; then
    flock -w $((lock_wait * 2)) 9 || die 'another run of this script has been at it for too long'
fi
# Another run may have finished it while this one waited.
if [ ! -x "$private/chromium" ] || ! works "$private/chromium"; then
    install_privately
    works "$private/chromium" || die 'the Chromium just fetched does not start'
fi
printf '%s\n' "$private/chromium"
