package org.freshet.cli.session;

/** What a script learns from {@code freshet}. Where several ids give several codes, the highest one wins. */
public enum ExitCode {
    OK(0, "done"),
    NOT_FINISHED(1, "a job ended, but not FINISHED (--wait, --follow, job wait, run-local)"),
    USAGE(2, "the command line was not understood"),
    UNREACHABLE(3, "no server answered, or it could not answer now"),
    NOT_ALLOWED(4, "no token, a wrong one, or one that may not do this"),
    NOT_FOUND(5, "no such job or pilot"),
    CONFLICT(6, "the job's state, or an earlier submission, does not allow this"),
    REFUSED(7, "the input was refused or could not be read; nothing was stored"),
    TIMED_OUT(8, "the time given with --timeout passed"),
    BATCH_SYSTEM(
            9, "the batch system could not be read, took no pilots for certain, or its pilots do not stay (pool run)"),
    PAUSED(10, "the pool paused a site by itself, until somebody resumes it (pool run)"),
    /** EX_SOFTWARE of sysexits.h, clear of the codes above. */
    FAULT(70, "a fault in freshet itself; FRESHET_DEBUG=1 shows where");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    /** For the help text. */
    public String meaning() {
        return meaning;
    }

    /** The one that a script should hear about first. */
    public ExitCode worse(ExitCode other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** The meaning of an HTTP status that is not a success. */
    static ExitCode ofStatus(int status) {
        return switch (status) {
            case 400, 411, 413, 414, 415, 422 -> REFUSED;
            case 401, 403 -> NOT_ALLOWED;
            case 404, 410 -> NOT_FOUND;
            case 409, 412 -> CONFLICT;
            default -> UNREACHABLE;
        };
    }
}
