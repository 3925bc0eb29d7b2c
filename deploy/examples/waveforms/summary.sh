#!/bin/sh
# Says of a whole run which channels are dead or noisy, from what merge.sh put together.
#
# CHANNELS_CSV, PLANES_JSON  as merge.sh writes them
# VERDICT_TXT                where the finding goes, one sentence
# FRESHET_OUTPUT_DIR         where channels.csv, summary.json and filelist.json go; default: the current directory
#
# Exit codes: 0 done, 2 a variable is missing or an input cannot be read, 3 an input's content is wrong, 4 a file cannot
# be written.
set -u
export LC_ALL=C

fail() { # EXIT_CODE MESSAGE
  echo "summary.sh: $2" >&2
  exit "$1"
}

for name in CHANNELS_CSV PLANES_JSON; do
  eval "file=\${$name:-}"
  [ -n "$file" ] || fail 2 "no input file: set $name to a file that merge.sh wrote"
  [ -f "$file" ] && [ -r "$file" ] || fail 2 "$name: $file does not exist on $(uname -n), or cannot be read"
done
[ -n "${VERDICT_TXT:-}" ] || fail 2 "set VERDICT_TXT to the file to write"
output=${FRESHET_OUTPUT_DIR:-.}
[ -d "$output" ] || mkdir -p "$output" || fail 4 "cannot make the output directory $output"

names() { # VERDICT SEPARATOR
  awk -F , -v which="$1" -v separator="$2" '
    NR > 1 && $6 == which { text = text (n++ ? separator : "") $1 }
    END { printf "%s", text }
  ' < "$CHANNELS_CSV"
}

count() { # VERDICT
  awk -F , -v which="$1" 'NR > 1 && $6 == which { n++ } END { printf "%d", n }' < "$CHANNELS_CSV"
}

phrase() { # VERDICT
  case $(count "$1") in
    0) printf 'no %s channels' "$1" ;;
    1) printf '1 %s channel: %s' "$1" "$(names "$1" ', ')" ;;
    *) printf '%d %s channels: %s' "$(count "$1")" "$1" "$(names "$1" ', ')" ;;
  esac
}

none() { # TEXT
  printf '%s' "${1:-none}"
}

run=$(sed -n 's/^ *"run": "\([^"]*\)",*$/\1/p' < "$PLANES_JSON")
[ -n "$run" ] || fail 3 "$PLANES_JSON does not say of which run it is"
{
  printf '[\n  {\n    "run": "%s",\n    "APA": "1",\n' "$run"
  sed -n 's/^ *\("Plane [UVZ] [^"]*": "[^"]*"\),*$/    \1,/p' < "$PLANES_JSON"
  printf '    "NDead Channels": "%d",\n    "NNoisy Channels": "%d",\n' "$(count dead)" "$(count noisy)"
  printf '    "Dead Channels": "%s",\n    "Noisy Channels": "%s"\n  }\n]\n' \
    "$(none "$(names dead ' ')")" "$(none "$(names noisy ' ')")"
} > "$output/summary.json" || fail 4 "cannot write $output/summary.json"
cat <<'LIST' > "$output/filelist.json" || fail 4 "cannot write $output/filelist.json"
[
  {
    "Category": "Noise Monitor",
    "Files": {
      "Table of channels": "channels.csv"
    }
  }
]
LIST
cp "$CHANNELS_CSV" "$output/channels.csv" || fail 4 "cannot write $output/channels.csv"
echo "$(phrase dead); $(phrase noisy)." > "$VERDICT_TXT" || fail 4 "cannot write $VERDICT_TXT"
echo "$run: $(cat "$VERDICT_TXT")"
