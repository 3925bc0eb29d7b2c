#!/bin/sh
# Puts the tables and the quantities of the three planes together.
#
# U_CSV, V_CSV, Z_CSV     tables of channels, as monitor.sh writes them
# U_JSON, V_JSON, Z_JSON  quantities, as monitor.sh writes them
# CHANNELS_CSV            where the table of all channels goes, in the order of their numbers
# PLANES_JSON             where the quantities of all planes go
#
# Exit codes: 0 done, 2 a variable is missing or an input cannot be read, 3 an input does not belong to the others,
# 4 a file cannot be written.
set -u
export LC_ALL=C

fail() { # EXIT_CODE MESSAGE
  echo "merge.sh: $2" >&2
  exit "$1"
}

for name in U_CSV V_CSV Z_CSV U_JSON V_JSON Z_JSON; do
  eval "file=\${$name:-}"
  [ -n "$file" ] || fail 2 "no input file: set $name to a file that monitor.sh wrote"
  [ -f "$file" ] && [ -r "$file" ] || fail 2 "$name: $file does not exist on $(uname -n), or cannot be read"
done
[ -n "${CHANNELS_CSV:-}" ] && [ -n "${PLANES_JSON:-}" ] || fail 2 "set CHANNELS_CSV and PLANES_JSON to the files to write"

header=channel,plane,mean,rms,hits,verdict
for file in "$U_CSV" "$V_CSV" "$Z_CSV"; do
  [ "$(head -n 1 -- "$file")" = "$header" ] || fail 3 "$file is no table of channels: its first line must be $header"
done
{
  echo "$header"
  for file in "$U_CSV" "$V_CSV" "$Z_CSV"; do tail -n +2 -- "$file"; done | sort -t , -k 1,1n
} > "$CHANNELS_CSV" || fail 4 "cannot write $CHANNELS_CSV"

# Every quantity of a plane has a line of its own, "Plane U NHits": "53",
run=
for file in "$U_JSON" "$V_JSON" "$Z_JSON"; do
  of=$(sed -n 's/^ *"run": "\([^"]*\)",$/\1/p' < "$file")
  [ -n "$of" ] || fail 3 "$file does not say of which run it is"
  [ -z "$run" ] || [ "$run" = "$of" ] || fail 3 "$file is of $of, the one before of $run"
  run=$of
done
{
  printf '[\n  {\n    "run": "%s"' "$run"
  for file in "$U_JSON" "$V_JSON" "$Z_JSON"; do sed -n 's/^ *\("Plane [UVZ] [^"]*": "[^"]*"\),*$/\1/p' < "$file"; done |
    while IFS= read -r quantity; do printf ',\n    %s' "$quantity"; done
  printf '\n  }\n]\n'
} > "$PLANES_JSON" || fail 4 "cannot write $PLANES_JSON"
echo "$run: $(($(wc -l < "$CHANNELS_CSV") - 1)) channels in $CHANNELS_CSV, quantities in $PLANES_JSON"
