#!/bin/sh
# Judges one plane: monitor.sh U, V or Z. A step of the workflow around quality.sh beside it, whose settings it takes.
#
# U_ADC                the data file of the plane (V_ADC, Z_ADC)
# U_CSV, U_JSON        where the table of channels and the quantities go (V_CSV, V_JSON, Z_CSV, Z_JSON)
# FRESHET_OUTPUT_DIR   where the picture and the other results go; default: the current directory
#
# Exit codes: 0 done, 2 wrong plane or a variable is missing, 4 a file cannot be written; others as quality.sh.
set -u

fail() { # EXIT_CODE MESSAGE
  echo "monitor.sh: $2" >&2
  exit "$1"
}

plane=${1:-}
case $plane in
  U) input=${U_ADC:-} table=${U_CSV:-} quantities=${U_JSON:-} ;;
  V) input=${V_ADC:-} table=${V_CSV:-} quantities=${V_JSON:-} ;;
  Z) input=${Z_ADC:-} table=${Z_CSV:-} quantities=${Z_JSON:-} ;;
  *) fail 2 "'$plane' is no plane: monitor.sh U, V or Z" ;;
esac
[ -n "$input" ] && [ -n "$table" ] && [ -n "$quantities" ] ||
  fail 2 "set ${plane}_ADC to the data file, ${plane}_CSV and ${plane}_JSON to the files to write"

output=${FRESHET_OUTPUT_DIR:-.}
P3S_INPUT_FILE=$input "$(dirname "$0")/quality.sh" || exit
cp "$output/channels.csv" "$table" || fail 4 "cannot write $table"
cp "$output/summary.json" "$quantities" || fail 4 "cannot write $quantities"
