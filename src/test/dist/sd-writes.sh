#!/bin/bash
# What the program writes to its disk, measured: some minutes idle (devices and broker connected, nobody presses), then some
# minutes with a press every second. Prints what that makes in a day. Needs Linux, the program built before
# (./mvnw -DskipTests package), and a folder on a disk, not in memory.
#
# usage: sd-writes.sh [MINUTES]   of each part; default 10
# environment: SD_WRITES_DIR  where to write (default: target/sd-writes)
set -euo pipefail
cd "$(dirname "$0")/../../.."
MINUTES=${1:-10}
DIR=${SD_WRITES_DIR:-target/sd-writes}
JAR=$PWD/target/pi-routes.jar
DAY=$((24 * 60))

rm -rf "$DIR"; mkdir -p "$DIR"
case $(stat -f -c %T "$DIR") in tmpfs | ramfs) echo "sd-writes: $DIR is in memory; set SD_WRITES_DIR" >&2; exit 2 ;; esac

written() { awk '/^write_bytes/ {print $2}' "/proc/$1/io"; } # what reaches the block layer, as the kernel counts it
measure() { # NAME OPTION...
  local name=$1 folder=$DIR/$1; shift
  mkdir -p "$folder"
  (cd "$folder" && exec java -jar "$JAR" --gpio.board=virtual --broker.port=0 --page.port=0 --management.port=0 "$@" > log 2>&1) &
  local pid=$!
  trap 'kill $pid 2>/dev/null || true' EXIT
  until grep -q 'ready ' "$folder/log"; do kill -0 $pid || { cat "$folder/log"; exit 1; }; sleep 0.2; done
  # What belongs to the start is over.
  sleep 20
  local first log
  first=$(written $pid); log=$(wc -c < "$folder/log")
  sleep $((MINUTES * 60))
  local bytes=$(($(written $pid) - first)) lines=$(($(wc -c < "$folder/log") - log))
  kill $pid; wait $pid || true
  trap - EXIT
  # The log goes to the journal; what that makes of it on the card is journald's to say.
  echo "$name: $((bytes / 1024)) KiB in $MINUTES min, $((bytes / 1024 * DAY / MINUTES / 1024)) MiB a day" \
    "(of which $((lines * DAY / MINUTES / 1024)) KiB a day are the log's)"
}

measure idle --gpio-timer.enabled=false
measure one-press-a-second --gpio-timer.enabled=true --gpio-timer.period=1s
