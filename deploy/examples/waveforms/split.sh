#!/bin/sh
# Splits a waveform file by plane, so that the planes can be judged side by side: U, V and Z, in the same format.
#
# RUN_ADC              the data file
# U_ADC, V_ADC, Z_ADC  where the three files go
#
# Exit codes: 0 done, 2 a variable is missing or the input cannot be read, 3 its content is wrong, 4 a file cannot be
# written.
set -u
export LC_ALL=C

fail() { # EXIT_CODE MESSAGE
  echo "split.sh: $2" >&2
  exit "$1"
}

input=${RUN_ADC:-}
[ -n "$input" ] || fail 2 "no input file: set RUN_ADC to a waveform file"
[ -f "$input" ] && [ -r "$input" ] || fail 2 "input file $input does not exist on $(uname -n), or cannot be read"
[ -n "${U_ADC:-}" ] && [ -n "${V_ADC:-}" ] && [ -n "${Z_ADC:-}" ] || fail 2 "set U_ADC, V_ADC and Z_ADC to the files to write"
for file in "$U_ADC" "$V_ADC" "$Z_ADC"; do
  true > "$file" || fail 4 "cannot write $file"
done

# On standard input, so that no file name is taken for an awk assignment.
awk '
  function refuse(reason) {
    print "split.sh: " ENVIRON["RUN_ADC"] ":" (NR ? NR : 1) ": " reason | "cat 1>&2"
    refused = 1
    exit 3
  }

  NR == 1 && $0 !~ /^# freshet waveforms 1$/ { refuse("not a waveform file: its first line must be \"# freshet waveforms 1\"") }
  NR == 2 {
    if ($0 !~ /^# run [0-9]+ subrun [0-9]+ channels [0-9]+ samples [0-9]+$/)
      refuse("expected \"# run N subrun N channels N samples N\"")
    run = $3; subrun = $5; expected = $7 + 0; samples = $9
  }
  /^#/ || NF == 0 { next }
  $2 !~ /^[UVZ]$/ { refuse("plane \"" $2 "\" is none of U, V, Z") }
  { line[$2, ++count[$2]] = $0; n++ }

  END {
    if (refused) exit 3
    if (NR < 2) refuse("the file is empty or has no header")
    if (n != expected) refuse("the file ends after " n + 0 " channels, its header says " expected)
    split("U V Z", planes, " ")
    for (p = 1; p <= 3; p++) if (!count[planes[p]]) refuse("no channel of plane " planes[p])
    for (p = 1; p <= 3; p++) write_plane(planes[p], ENVIRON[planes[p] "_ADC"])
  }

  function write_plane(plane, file,    i) {
    print "# freshet waveforms 1" > file
    print "# run " run " subrun " subrun " channels " count[plane] " samples " samples > file
    for (i = 1; i <= count[plane]; i++) print line[plane, i] > file
    if (close(file) != 0) exit 4
    print "Plane " plane ": " count[plane] " channels in " file
  }
' < "$input"
status=$?
[ "$status" -eq 0 ] || [ "$status" -eq 3 ] || fail 4 "the files could not be written (awk ended with $status)"
exit "$status"
