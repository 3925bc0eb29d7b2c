#!/bin/sh
# Writes the three data files of this example: generate.sh [DIRECTORY]   (default: beside this script)
#
# Digitised waveforms of a small detector with three planes of 40 wires. U and V are induction planes (bipolar pulses),
# Z is the collection plane (unipolar pulses). The same seed gives the same bytes with every POSIX awk: random numbers
# come from a generator of our own, not from awk's rand().
set -eu
export LC_ALL=C
target=${1:-$(dirname "$0")}

generate() { # SUBRUN "DEAD CHANNELS" "NOISY CHANNELS"
  file=$target/$(printf 'run001837_%03d.adc' "$1")
  awk -v run=1837 -v subrun="$1" -v dead="$2" -v noisy="$3" '
    # Minimal standard generator of Park and Miller; 16807 * 2^31 is exact in a double.
    function uniform() { seed = (seed * 16807) % 2147483647; return seed / 2147483647 }
    # One draw per statement: awk does not say in which order it evaluates an expression.
    function gauss(    radius) { radius = sqrt(-2 * log(uniform())); return radius * cos(6.283185307179586 * uniform()) }

    # Adds a pulse to wave[], its centre at sample at: a Gaussian on Z, its derivative on U and V.
    function pulse(at, height,    t, u) {
      for (t = int(at) - 12; t <= int(at) + 13; t++) {
        if (t < 0 || t >= samples) continue
        u = (t - at) / width
        wave[t] += collection ? height * exp(-u * u / 2) : -height * u * exp((1 - u * u) / 2)
      }
    }

    # Fills wave[] with the pulses of one wire: the tracks that cross it, and now and then a decay nearby.
    function signals(wire,    k, at, height) {
      for (k = 1; k <= tracks; k++) {
        at = start[k, plane] + slope[k, plane] * wire
        if (at > 5 && at < samples - 5) pulse(at, 45 + 40 * uniform())
      }
      if (uniform() < 0.15) {
        at = 10 + (samples - 20) * uniform()
        height = 25 + 20 * uniform()
        pulse(at, height)
      }
    }

    function one_channel(channel,    pedestal, noise, t, line, counts) {
      pedestal = int(collection ? 880 + 25 * gauss() : 1800 + 40 * gauss())
      noise = collection ? 2.4 : plane == "U" ? 3.2 : 3.0
      noise *= 1 + 0.05 * gauss()
      if (channel in is_noisy) noise *= 3.5 + uniform()
      for (t = 0; t < samples; t++) wave[t] = 0
      signals(channel % wires)
      line = channel " " plane
      for (t = 0; t < samples; t++) {
        # A dead channel still has a pedestal, and its last bit flickers.
        counts = channel in is_dead ? pedestal + (uniform() < 0.04) : int(pedestal + wave[t] + noise * gauss() + 0.5)
        line = line " " (counts < 0 ? 0 : counts > 4095 ? 4095 : counts)
      }
      print line
    }

    BEGIN {
      wires = 40; samples = 240; tracks = 3; width = 2.4
      seed = run * 1000 + subrun
      n = split(dead, list, " ");  for (k = 1; k <= n; k++) is_dead[list[k]]
      n = split(noisy, list, " "); for (k = 1; k <= n; k++) is_noisy[list[k]]
      split("U V Z", planes, " ")
      for (k = 1; k <= tracks; k++)
        for (p = 1; p <= 3; p++) {
          start[k, planes[p]] = 20 + (samples - 40) * uniform()
          slope[k, planes[p]] = 8 * uniform() - 4
        }
      print "# freshet waveforms 1"
      print "# run " run " subrun " subrun " channels " 3 * wires " samples " samples
      print "# one line per channel: number, plane, ADC counts (12 bits, one sample every 0.5 us)"
      for (channel = 0; channel < 3 * wires; channel++) {
        plane = planes[int(channel / wires) + 1]
        collection = plane == "Z"
        one_channel(channel)
      }
    }' > "$file"
  echo "$file"
}

generate 1 "17 64 90"     "33 107"
generate 2 "17 64 90"     "33 71 107"
generate 3 "17 64 90 112" "33 107"
