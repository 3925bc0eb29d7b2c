#!/bin/sh
# Runs the template waveforms as a workflow on one data file, waits for its end, and prints what it found:
#
#   workflow.sh [FILE [OPTION...]]     FILE: default run001837_001.adc beside this script
#                                      OPTION: of 'freshet workflow start', for example --timeout 2m
#
# The pilots must find FILE and this directory under the same paths as this script, and the files of workflows must be readable here:
# so it is with local pilots. Data types and DAG are loaded if they are not there yet.
set -eu
here=$(dirname "$(readlink -f "$0")")
root=$here/../../..
freshet=$root/bin/freshet
[ -x "$freshet" ] || freshet=freshet
template=$here/waveforms.graphml # in a package
[ -f "$template" ] || template=$root/workflows/src/main/resources/org/freshet/workflows/templates/waveforms.graphml

file=$(readlink -f "${1:-$here/run001837_001.adc}")
[ $# = 0 ] || shift
fail() { # EXIT_CODE MESSAGE
  echo "workflow.sh: $2" >&2
  exit "$1"
}

[ -r "$file" ] || fail 2 "$file does not exist, or cannot be read"
case $file$here in
  *[\"\\]*) fail 2 "no quote and no backslash, please, in the paths of data file and example" ;;
esac
env='{"env": {"WAVEFORMS": "'$here'"}}'
jobs='"split": '$env', "monitor-U": '$env', "monitor-V": '$env', "monitor-Z": '$env', "merge": '$env', "summary": '$env
input='{"name": "'$(basename "$file")'", "dirpath": "'$(dirname "$file")'"}'

"$freshet" datatype add "$here/datatypes.json" >/dev/null
"$freshet" dag load "$template" --name waveforms >/dev/null
ended=$("$freshet" workflow start waveforms --files "{\"data:split\": $input}" --jobs "{$jobs}" --wait --json "$@") ||
  fail $? "no verdict; jobs and reasons: freshet workflow show ID, freshet job log ID"
id=$(echo "$ended" | grep -o '"id":[0-9]*' | head -n 1 | cut -d : -f 2)
verdict=$("$freshet" dataset list --workflow "$id" --type TXT --json | sed -n 's/.*"path":"\([^"]*\)".*/\1/p')
echo "Workflow $id found: $(cat "$verdict")"
