# Ends a payload when its pilot is gone. POSIX sh; lines that begin with # are not given to the shell.
#
# Standard input comes from the pilot, which writes a line whenever something changes:
#     GRACE DUE LEADER STRAYS MARKER
# with "-" for what does not apply, and "-" alone when there is nothing to guard. GRACE: seconds between SIGTERM and SIGKILL.
# DUE: seconds since boot at which the payload must end, unless a later line says otherwise. LEADER and STRAYS: processes as
# PID:START, START in ticks since boot; several are divided by commas. MARKER: the entry of the environment that only this
# payload has. The end of the input means that the pilot is gone.
#
# Finding and killing needs no other process than this one: where none can be started any more it still works, without pauses.

trap '' HUP INT TERM PIPE
PATH=/usr/local/bin:/usr/bin:/bin
blanks=$IFS
grace=- due=- leader=- leader_start=- strays=- marker= known= found= watch=

uptime() {
  read -r now _ < /proc/uptime
  now=${now%.*}
}

nap() {
  sleep 0.2 || sleep 1
}

# Adds one process to the table, unless it has ended. A process may have any name, even one with line breaks.
add() {
  stat=
  while IFS= read -r line; do stat="$stat $line"; done < "/proc/$1/stat" || return
  pid=$1
  set -- ${stat##*) }
  [ $# -ge 20 ] || return
  # a process whose first thread has ended looks dead while others go on
  state=$1.${18} parent=$2 group=$3 session=$4
  shift 19
  # the number of a leader that has ended may be somebody else's by now; its session and group are empty then
  [ "$pid" != "$leader" ] || [ "$1" = "$leader_start" ] || leader=-
  case $state in [ZX].[01]) ;; *) table="$table $pid:$parent:$group:$session:$1" ;; esac
}

# The processes whose environment holds the marker. Without grep any entry that contains it counts: no other job's does.
mark() {
  marked=' '
  if [ "$search" = grep ]; then
    for file in $(grep -lszFx -- "$marker" /proc/[0-9]*/environ); do
      file=${file%/environ}
      marked="$marked${file#/proc/} "
    done
    return
  fi
  for file in /proc/[0-9]*/environ; do
    text=
    while IFS= read -r line || [ -n "$line" ]; do text="$text $line"; line=; done < "$file"
    file=${file%/environ}
    case $text in *"$marker"*) marked="$marked${file#/proc/} " ;; esac
  done
}

# pid parent group session start: whether it is one of the payload's
belongs() {
  case " $known " in *" $1:$5 "*) return 0 ;; esac
  case " $found " in *" $2 "*) return 0 ;; esac
  case $marked in *" $1 "*) return 0 ;; esac
  [ "$3" = "$leader" ] || [ "$4" = "$leader" ]
}

# Sets found to the payload's processes that run. Who was found once is remembered: its parent may be gone next time.
look() {
  table= found=
  for dir in /proc/[0-9]*; do add "${dir#/proc/}"; done
  mark
  more=1
  while [ "$more" ]; do
    more= rest=
    for entry in $table; do
      IFS=:
      set -- $entry
      IFS=$blanks
      if belongs "$@"; then
        more=1 found="$found $1"
        case " $known " in *" $1:$5 "*) ;; *) known="$known $1:$5" ;; esac
      else
        rest="$rest $entry"
      fi
    done
    table=$rest
  done
}

signal() {
  [ "$leader" = - ] || kill -s "$1" -- "-$leader"
  for pid in $found; do kill -s "$1" "$pid"; done
}

# SIGTERM, the grace, SIGKILL until two looks in a row find nothing. A payload of which no leader is known is perhaps
# about to begin: it is looked for a little longer.
end_payload() {
  trap 'end_at_once' EXIT
  search=builtin
  [ "$(printf 'a\000b\000' | grep -czFx b)" != 1 ] || search=grep
  looks=2
  [ "$leader" != - ] || looks=15
  look
  signal TERM
  signal CONT
  uptime
  last=$((now + grace))
  while [ "$found" ] && [ "$now" -lt "$last" ]; do
    nap
    look
    uptime
  done
  empty=0 rounds=0
  while [ "$empty" -lt "$looks" ]; do
    look
    signal KILL
    empty=$((empty + 1)) rounds=$((rounds + 1))
    [ -z "$found" ] || empty=0
    if [ "$rounds" -lt 50 ]; then nap; else sleep 5; fi
  done
  trap - EXIT
}

# The shell exits when it cannot start a process.
end_at_once() {
  search=builtin rounds=0
  while [ "$rounds" -lt 50 ]; do
    look
    signal KILL
    rounds=$((rounds + 1))
  done
}

# Ends the payload when it is due, and says its marker then. SIGUSR1 calls it off; when the end has begun, it is the leave to
# go after it, because the number of this process must not become somebody else's before.
keep_watch() {
  over=
  trap 'trap - EXIT; exit' USR1
  trap 'while uptime; [ "$now" -lt "$due" ]; do :; done; say_cut_off; end_at_once' EXIT
  while uptime; [ "$now" -lt "$due" ]; do sleep 1; done
  trap 'over=1' USR1
  say_cut_off
  end_payload
  while [ -z "$over" ]; do sleep 1; done
}

say_cut_off() {
  printf '%s\n' "$marker"
}

rest_watch() {
  [ -z "$watch" ] || kill -s USR1 "$watch"
  watch=
}

while read -r grace_now due_now leader_now strays_now marker_now; do
  rest_watch
  grace=$grace_now due=$due_now leader=${leader_now%:*} leader_start=${leader_now#*:} marker=$marker_now known=
  IFS=,
  for stray in $strays_now; do known="$known $stray"; done
  IFS=$blanks
  if [ "${due:--}" != - ]; then
    keep_watch &
    watch=$!
  fi
done
[ "$grace" = - ] || end_payload
rest_watch
