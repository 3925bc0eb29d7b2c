# Lists the items of a foreach, as the payload's user: glob|file WHAT RESULT MOST
#
# glob: the names that match, each with a NUL behind it, at most MOST of them. As in a shell, a wildcard matches neither
# "/" nor a leading dot. What a shell passes over in silence is a failure: a directory that has to be looked into and
# cannot be read, and one before the first wildcard that is not there.
# file: the first MOST bytes of it.
PATH=/usr/bin:/bin
LC_ALL=C
IFS=
most=$4
fail() {
  printf '%s\n' "$1" >&2
  exit 1
}
# FOUND REST: what matches REST in the directory FOUND, which ends in "/"
walk() {
  if [ ! -d "$1" ]; then
    [ -z "$fixed" ] || fail "The directory $1 does not exist."
    return 0
  fi
  [ -x "$1" ] || fail "The directory $1 cannot be entered: permission denied."
  case ${2%%/*} in
    *[*?[]*)
      fixed=
      [ -r "$1" ] || fail "The directory $1 cannot be read: permission denied."
      for entry in "$1"${2%%/*}; do
        case ${entry##*/} in
          . | ..) ;;
          *) step "$entry" "$2" ;;
        esac
      done
      ;;
    *) step "$1${2%%/*}" "$2" ;;
  esac
}
# ENTRY REST: what matches REST, whose first name has become ENTRY
step() {
  case $2 in
    */*)
      walk "$1/" "${2#*/}"
      return
      ;;
  esac
  [ -e "$1" ] || [ -L "$1" ] || return 0
  count=$((count + 1))
  [ "$count" -le "$most" ] || fail "More than $most files match."
  printf '%s\0' "$1" || exit 1
}
case $1 in
  glob)
    count=0
    fixed=yes
    exec >"$3" || exit 1
    walk / "${2#/}"
    ;;
  file)
    [ -e "$2" ] || fail "The file does not exist, or a directory above it cannot be entered."
    [ -f "$2" ] || fail "It is not a file."
    [ -r "$2" ] || fail "The file cannot be read: permission denied."
    exec head -c "$most" <"$2" >"$3"
    ;;
esac
