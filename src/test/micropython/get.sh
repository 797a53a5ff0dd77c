#!/bin/bash
# Gets a MicroPython that has sockets, for the tests of src/main/micropython: the one in the PATH, else Debian 13's, unpacked
# with the libraries it needs into a folder of its own. Nothing is installed, and no root is needed.
#
# usage: get.sh   prints the program's path
# environment: MICROPYTHON_CACHE  where it is kept (default ~/.cache/pi-routes/micropython)
# exit code: 0 it is there, 77 this machine cannot get it
set -euo pipefail
W=${MICROPYTHON_CACHE:-$HOME/.cache/pi-routes/micropython}

skip() { echo "##### micropython: NOT THERE, the MicroPython devices will NOT be tested: $*" >&2; exit 77; }

if command -v micropython; then exit 0; fi
if [ -x "$W/micropython" ]; then echo "$W/micropython"; exit 0; fi
for tool in apt-get dpkg; do command -v $tool >/dev/null || skip "no micropython, and no $tool to get it"; done

# A package database of its own, for another release than the host's.
mkdir -p "$W"/apt/{lists/partial,cache/archives/partial,state} "$W/dl" "$W/root"
: > "$W/apt/state/status"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian trixie main" \
  > "$W/apt/sources.list"
cat > "$W/apt/apt.conf" <<C
APT::Install-Recommends "false"; APT::Sandbox::User "root"; Acquire::Languages "none";
Dir::State "$W/apt/state"; Dir::State::Lists "$W/apt/lists"; Dir::State::status "$W/apt/state/status";
Dir::Cache "$W/apt/cache"; Dir::Etc::sourcelist "$W/apt/sources.list"; Dir::Etc::sourceparts "-"; Debug::NoLocking "true";
C
export APT_CONFIG=$W/apt/apt.conf
apt-get -qq update || skip "the packages of Debian 13 cannot be reached"
packages=$(apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces \
  --no-enhances micropython | grep '^[a-z]' | sort -u)
# shellcheck disable=SC2086
(cd "$W/dl" && apt-get -qq download $packages) || skip "micropython could not be downloaded"
for deb in "$W"/dl/*.deb; do dpkg -x "$deb" "$W/root"; done

# With its own C library, because the host's is older; the libraries' folder has the architecture's name.
loader=$(find "$W/root/usr" -name 'ld-linux-*.so.*' | head -1)
libraries=$(dirname "$(find "$W/root/usr/lib" -name 'libc.so.6')")
printf '#!/bin/sh\nexec "%s" --library-path "%s" "%s" "$@"\n' "$loader" "$libraries" "$W/root/usr/bin/micropython" \
  > "$W/launcher"
chmod 755 "$W/launcher"
"$W/launcher" -c 'import socket, select, tls, _thread' || skip "Debian 13's micropython does not run here"
mv "$W/launcher" "$W/micropython"
rm -rf "$W/apt" "$W/dl"
echo "$W/micropython"
