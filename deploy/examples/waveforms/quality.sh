#!/bin/sh
# Data quality of digitised waveforms: pedestal, noise and hits of every channel; which channels are dead or noisy.
#
# P3S_INPUT_FILE      the data file; a relative path is looked up in the current directory, then beside this script
# FRESHET_OUTPUT_DIR  where channels.csv, rms.svg, summary.json and filelist.json go; default: the current directory
# DEAD_RMS            a channel with less noise (ADC counts) is dead; default 0.5
# NOISY_FACTOR        a channel with more noise than this times the median of its plane is noisy; default 2
# HIT_SIGMA           a hit rises above the pedestal by more than this times the channel's noise; default 5
#
# Exit codes: 0 done, 2 no usable input file or setting, 3 the file's content is wrong, 4 results cannot be written.
# One file on purpose: with P3S_MODE=COPY it runs alone in the job's directory.
set -u
export LC_ALL=C

fail() { # EXIT_CODE MESSAGE
  echo "quality.sh: $2" >&2
  exit "$1"
}

positive() { # NAME VALUE
  case $2 in
    *[!0-9.]* | *.*.* | . | '') fail 2 "$1 is '$2'; it must be a positive number, for example 2.5" ;;
    *[1-9]*) ;;
    *) fail 2 "$1 is '$2'; it must be greater than 0" ;;
  esac
}

dead_rms=${DEAD_RMS:-0.5}
noisy_factor=${NOISY_FACTOR:-2}
hit_sigma=${HIT_SIGMA:-5}
positive DEAD_RMS "$dead_rms"
positive NOISY_FACTOR "$noisy_factor"
positive HIT_SIGMA "$hit_sigma"

input=${P3S_INPUT_FILE:-}
[ -n "$input" ] || fail 2 "no input file: set P3S_INPUT_FILE to a waveform file"
case $input in
  /*) ;;
  *)
    beside=$(cd "$(dirname "$0")" && pwd)/$input
    if [ ! -e "$input" ] && [ -e "$beside" ]; then input=$beside; fi
    ;;
esac
[ -e "$input" ] || fail 2 "input file $input does not exist on $(uname -n)"
[ -f "$input" ] || fail 2 "input file $input is not a file"
[ -r "$input" ] || fail 2 "input file $input cannot be read by user $(id -un 2>/dev/null || id -u)"

output=${FRESHET_OUTPUT_DIR:-.}
[ -d "$output" ] || mkdir -p "$output" || fail 4 "cannot make the output directory $output"
[ -w "$output" ] || fail 4 "output directory $output cannot be written"

# On standard input, so that no file name is taken for an awk assignment. A refused file leaves no results.
QUALITY_INPUT=$input QUALITY_OUTPUT=$output \
  awk -v dead_rms="$dead_rms" -v noisy_factor="$noisy_factor" -v hit_sigma="$hit_sigma" '
  function refuse(reason) {
    print "quality.sh: " input ":" (NR ? NR : 1) ": " reason | "cat 1>&2"
    refused = 1
    exit 3
  }

  BEGIN {
    input = ENVIRON["QUALITY_INPUT"]
    output = ENVIRON["QUALITY_OUTPUT"]
    dead_rms += 0; noisy_factor += 0; hit_sigma += 0
    csv = output "/channels.csv"; svg = output "/rms.svg"
    summary = output "/summary.json"; filelist = output "/filelist.json"
  }

  # ---- reading: the header, then one line per channel

  NR == 1 {
    if ($0 !~ /^# freshet waveforms 1$/) refuse("not a waveform file: its first line must be \"# freshet waveforms 1\"")
    next
  }
  NR == 2 {
    if ($0 !~ /^# run [0-9]+ subrun [0-9]+ channels [0-9]+ samples [0-9]+$/)
      refuse("expected \"# run N subrun N channels N samples N\"")
    run = $3; subrun = $5; expected = $7 + 0; samples = $9 + 0
    if (expected < 1 || samples < 16) refuse("a file has at least 1 channel of 16 samples")
    next
  }
  /^#/ || NF == 0 { next }
  {
    if (NF != samples + 2)
      refuse(NF " columns, expected " samples + 2 " (channel, plane, " samples " samples)")
    if ($1 !~ /^[0-9]+$/) refuse("channel \"" $1 "\" is not a number")
    if ($2 !~ /^[UVZ]$/) refuse("plane \"" $2 "\" is none of U, V, Z")
    if ($1 + 0 in seen) refuse("channel " $1 + 0 " was in line " seen[$1 + 0] " already")
    for (i = 3; i <= NF; i++)
      if ($i !~ /^[0-9]+$/ || $i > 4095) refuse("column " i ": \"" $i "\" is not an ADC count from 0 to 4095")
    seen[$1 + 0] = NR
    channel[++n] = $1 + 0
    plane[n] = $2
    measure(n)
  }

  # ---- one channel: pedestal and noise without its pulses, then the pulses

  # The median of the whole numbers v[1..m], by counting them: files of thousands of samples stay quick.
  function median_of_counts(m,    i, k, low, high_, tally) {
    low = high_ = v[1]
    for (i = 1; i <= m; i++) {
      tally[v[i]]++
      if (v[i] < low) low = v[i]
      if (v[i] > high_) high_ = v[i]
    }
    for (i = low; i < high_ && (k += tally[i]) * 2 < m; i++) continue
    return i
  }

  # Starts from median and median deviation, then cuts at 4 RMS until nothing changes: pulses do not count as noise.
  function measure(c,    i, k, m, s, count, sum, squares, before, x) {
    for (i = 1; i <= samples; i++) v[i] = $(i + 2) + 0
    m = median_of_counts(samples)
    for (i = 1; i <= samples; i++) v[i] = $(i + 2) > m ? $(i + 2) - m : m - $(i + 2)
    s = 1.4826 * median_of_counts(samples) + 0.5
    for (k = 1; k <= 10; k++) {
      mark_pulses(m, 4 * s)
      count = sum = squares = 0
      for (i = 1; i <= samples; i++) {
        if (in_pulse[i]) continue
        x = $(i + 2) - m
        count++; sum += x; squares += x * x
      }
      if (count == before || count < samples / 4) break
      before = count
      sum /= count
      m += sum
      s = squares / count - sum * sum
      s = s > 0 ? sqrt(s) : 0
      if (s < 0.3) break
    }
    mean[c] = m
    rms[c] = s
    hits[c] = s < dead_rms ? 0 : count_hits(m + hit_sigma * s)
  }

  # Marks the samples farther than cut from m, and the flanks of a pulse: five samples before and after them.
  function mark_pulses(m, cut,    i, k) {
    for (i = 1; i <= samples; i++) in_pulse[i] = 0
    for (i = 1; i <= samples; i++)
      if ($(i + 2) - m > cut || m - $(i + 2) > cut)
        for (k = i - 5; k <= i + 5; k++) in_pulse[k] = 1
  }

  # A hit is a run of at least two samples above the threshold.
  function count_hits(threshold,    i, length_, found) {
    for (i = 3; i <= NF; i++) {
      length_ = $i > threshold ? length_ + 1 : 0
      if (length_ == 2) found++
    }
    return found + 0
  }

  # ---- all channels

  END {
    if (refused) exit 3
    if (NR < 2) refuse("the file is empty or has no header")
    if (n != expected) refuse("the file ends after " n + 0 " channels, its header says " expected)
    label = sprintf("run%06d_%03d", run, subrun)
    split("U V Z", planes, " ")
    for (p = 1; p <= 3; p++) judge(planes[p])
    write_csv()
    write_svg()
    write_json()
    report()
  }

  # The median of w[1..m], which it sorts.
  function median(w, m,    i, j, x) {
    for (i = 2; i <= m; i++) {
      x = w[i]
      for (j = i - 1; j > 0 && w[j] > x; j--) w[j + 1] = w[j]
      w[j + 1] = x
    }
    return m % 2 ? w[(m + 1) / 2] : (w[m / 2] + w[m / 2 + 1]) / 2
  }

  # Verdicts and totals of one plane. Dead channels stay out of the median.
  function judge(name,    c, m, w) {
    for (c = 1; c <= n; c++)
      if (plane[c] == name && rms[c] >= dead_rms) w[++m] = rms[c]
    middle[name] = m ? median(w, m) : 0
    for (c = 1; c <= n; c++) {
      if (plane[c] != name) continue
      verdict[c] = rms[c] < dead_rms ? "dead" : rms[c] > noisy_factor * middle[name] ? "noisy" : "good"
      count[name]++
      of[name, verdict[c]]++
      hits_of[name] += hits[c]
      pedestal_of[name] += mean[c]
    }
  }

  function write_csv(    c) {
    print "channel,plane,mean,rms,hits,verdict" > csv
    for (c = 1; c <= n; c++)
      printf "%d,%s,%.2f,%.3f,%d,%s\n", channel[c], plane[c], mean[c], rms[c], hits[c], verdict[c] > csv
    close(csv)
  }

  # The channels of one verdict, in the order of the file.
  function names(which, separator,    c, text) {
    for (c = 1; c <= n; c++)
      if (verdict[c] == which) text = text (text == "" ? "" : separator) channel[c]
    return text
  }

  function total(which,    c, m) {
    for (c = 1; c <= n; c++) m += verdict[c] == which
    return m + 0
  }

  # ---- the results format: a summary of named quantities, and a list of pictures and files

  function write_json(    p, name) {
    print "[\n  {\n    \"run\": \"" label "\",\n    \"APA\": \"1\"," > summary
    for (p = 1; p <= 3; p++) {
      name = planes[p]
      if (!count[name]) continue
      quantity("Plane " name " Mean Pedestal", sprintf("%.1f", pedestal_of[name] / count[name]))
      quantity("Plane " name " Median RMS", sprintf("%.3f", middle[name]))
      quantity("Plane " name " NHits", hits_of[name])
      quantity("Plane " name " NDead Channels", of[name, "dead"] + 0)
      quantity("Plane " name " NNoisy Channels", of[name, "noisy"] + 0)
    }
    quantity("NDead Channels", total("dead"))
    quantity("NNoisy Channels", total("noisy"))
    print "    \"Dead Channels\": \"" (total("dead") ? names("dead", " ") : "none") "\"," > summary
    print "    \"Noisy Channels\": \"" (total("noisy") ? names("noisy", " ") : "none") "\"\n  }\n]" > summary
    close(summary)
    print "[\n  {\n    \"Category\": \"Noise Monitor\",\n    \"Files\": {" > filelist
    print "      \"RMS per channel\": \"rms.svg\",\n      \"Table of channels\": \"channels.csv\"" > filelist
    print "    }\n  }\n]" > filelist
    close(filelist)
  }

  function quantity(name, value) { print "    \"" name "\": \"" value "\"," > summary }

  # ---- the picture: RMS per channel; what is wrong is marked by shape, colour and number

  function write_svg(    c, p) {
    wide = 960; high = 420; left = 64; right = 24; top = 76; bottom = 52
    for (c = 1; c <= n; c++) if (rms[c] > highest) highest = rms[c]
    step = highest > 40 ? 20 : highest > 20 ? 10 : highest > 8 ? 4 : highest > 4 ? 2 : 1
    ceiling = step * (int(highest * 1.08 / step) + 1)
    head_of_svg()
    for (p = 1; p <= 3; p++) draw_plane(planes[p])
    draw_axes()
    for (c = 1; c <= n; c++) draw_channel(c)
    print "</svg>" > svg
    close(svg)
  }

  function x_of(position) { return left + (wide - left - right) * (position - 0.5) / n }
  function y_of(value)    { return high - bottom - (high - top - bottom) * value / ceiling }

  # Colours are attributes, so that the picture is right where style sheets are forbidden; dark is the addition.
  function head_of_svg() {
    printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\"", wide, high, wide, high > svg
    print " aria-labelledby=\"t d\" font-family=\"Inter, Noto Sans, Segoe UI, Roboto, Liberation Sans, Arial, sans-serif\" font-size=\"13\">" > svg
    print "<title id=\"t\">Noise per channel, run " run + 0 ", subrun " subrun + 0 "</title>" > svg
    print "<desc id=\"d\">" finding() "</desc>" > svg
    print "<style>@media (prefers-color-scheme: dark) { .bg { fill: #141c26 } .band { fill: #0f161f } .ink { fill: #e3e9f1 }" > svg
    print ".quiet { fill: #92a0b2 } .line { stroke: #263241 } .edge { stroke: #66758a } .good { fill: #829cbb }" > svg
    print ".dead { stroke: #ff8d89 } .deadink { fill: #ff8d89 } .noisy { fill: #f9b63c } .noisyink { fill: #f9b63c } }</style>" > svg
    print "<rect class=\"bg\" width=\"" wide "\" height=\"" high "\" fill=\"#ffffff\"/>" > svg
    words(left, 28, "ink", "#15202d", "start", "Noise per channel, run " run + 0 ", subrun " subrun + 0, "font-size=\"16\" font-weight=\"650\"")
    mark(left + 6, 51, "good");   words(left + 18, 55, "ink", "#15202d", "start", "good (" total("good") ")")
    mark(left + 116, 51, "dead"); words(left + 130, 55, "ink", "#15202d", "start", "dead (" total("dead") "): RMS below " dead_rms)
    mark(left + 306, 51, "noisy"); words(left + 320, 55, "ink", "#15202d", "start", "noisy (" total("noisy") "): RMS above " noisy_factor " x median of its plane")
    printf "<path class=\"edge\" d=\"M%d 51h22\" stroke=\"#7d8998\" stroke-dasharray=\"5 4\"/>\n", left + 604 > svg
    words(left + 634, 55, "ink", "#15202d", "start", "limit for noisy")
  }

  function words(x, y, class, fill, anchor, text, more) {
    printf "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" fill=\"%s\" text-anchor=\"%s\" %s>%s</text>\n", class, x, y, fill, anchor, more, text > svg
  }

  function mark(x, y, which, tip) {
    tip = tip == "" ? "" : "<title>" tip "</title>"
    if (which == "dead")
      printf "<path class=\"dead\" d=\"M%.1f %.1fl9 9m0 -9l-9 9\" stroke=\"#8f0009\" stroke-width=\"2.5\" fill=\"none\">%s</path>\n", x - 4.5, y - 4.5, tip > svg
    else if (which == "noisy")
      printf "<path class=\"noisy\" d=\"M%.1f %.1fl6 11h-12z\" fill=\"#8a5f00\">%s</path>\n", x, y - 6.5, tip > svg
    else
      printf "<circle class=\"good\" cx=\"%.1f\" cy=\"%.1f\" r=\"2.6\" fill=\"#4d586f\">%s</circle>\n", x, y, tip > svg
  }

  # The band behind a plane, its name, and its limit for noisy channels. Planes stand together in the file.
  function draw_plane(name,    c, first, last, a, b) {
    for (c = 1; c <= n; c++) if (plane[c] == name) { if (!first) first = c; last = c }
    if (!first) return
    a = x_of(first - 0.5)
    b = x_of(last + 0.5)
    if (name == "V")
      printf "<rect class=\"band\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#ebeff4\"/>\n", a, top, b - a, high - top - bottom > svg
    words((a + b) / 2, top + 18, "quiet", "#576475", "middle", "plane " name)
    printf "<path class=\"edge\" d=\"M%.1f %.1fH%.1f\" stroke=\"#7d8998\" stroke-dasharray=\"5 4\"/>\n", a, y_of(noisy_factor * middle[name]), b > svg
  }

  function draw_axes(    v, c, every) {
    for (v = 0; v <= ceiling; v += step) {
      printf "<path class=\"line\" d=\"M%d %.1fH%d\" stroke=\"#d9dfe7\" stroke-width=\"%s\"/>\n", left, y_of(v), wide - right, v ? "0.7" : "1.4" > svg
      words(left - 10, y_of(v) + 4.5, "quiet", "#576475", "end", v)
    }
    every = n > 400 ? 100 : n > 160 ? 50 : n > 40 ? 10 : 5
    for (c = 1; c <= n; c++)
      if (channel[c] % every == 0) words(x_of(c), high - bottom + 18, "quiet", "#576475", "middle", channel[c])
    words((left + wide - right) / 2, high - 12, "ink", "#15202d", "middle", "channel")
    words(0, 0, "ink", "#15202d", "middle", "RMS (ADC counts)", sprintf("transform=\"translate(18 %.1f) rotate(-90)\"", (top + high - bottom) / 2))
  }

  function draw_channel(c,    x, y) {
    x = x_of(c); y = y_of(rms[c])
    mark(x, y, verdict[c], sprintf("channel %d, plane %s: RMS %.2f, %s", channel[c], plane[c], rms[c], verdict[c]))
    if (verdict[c] == "dead") words(x, y - 10, "deadink", "#8f0009", "middle", channel[c], "font-weight=\"650\"")
    if (verdict[c] == "noisy") words(x, y - 11, "noisyink", "#8a5f00", "middle", channel[c], "font-weight=\"650\"")
  }

  # ---- what a person reads

  function finding() { return phrase("dead") "; " phrase("noisy") "." }

  function phrase(which,    m) {
    m = total(which)
    return (m ? m : "no") " " which " channel" (m == 1 ? "" : "s") (m ? ": " names(which, ", ") : "")
  }

  function report(    p, name) {
    print "Run " run + 0 ", subrun " subrun + 0 ": " n " channels of " samples " samples in " input "\n"
    print "plane  channels  pedestal    RMS   hits   dead  noisy"
    for (p = 1; p <= 3; p++) {
      name = planes[p]
      if (count[name])
        printf "%-5s  %8d  %8.1f  %5.2f  %5d  %5d  %5d\n", name, count[name], pedestal_of[name] / count[name], \
          middle[name], hits_of[name], of[name, "dead"], of[name, "noisy"]
    }
    print "\n" finding()
    print "Results: channels.csv, rms.svg, summary.json, filelist.json in " output
  }
' < "$input"
status=$?
[ "$status" -eq 0 ] || [ "$status" -eq 3 ] || fail 4 "the results could not be made in $output (awk ended with $status)"
exit "$status"
