package org.freshet.batch.htcondor;

/** What to do about a job on hold, by the manual's table of HoldReasonCode. */
final class HoldAdvice {

    private static final int NO_SUCH_FILE = 2;
    private static final int EXEC_FORMAT = 8;
    private static final int NOT_PERMITTED = 13;
    private static final int NO_SPACE = 28;
    private static final int MEMORY = 102;
    private static final int DISK = 104;

    private HoldAdvice() {}

    /** @param subcode for most codes an errno of Unix */
    static String of(int code, int subcode) {
        return switch (code) {
            case 1 -> "Somebody put it on hold: condor_release lets it run, condor_rm ends it";
            case 3 ->
                "An expression of the submit file holds it (periodic_hold, on_exit_hold): pilots need none, take it out"
                        + " of the template";
            case 4 -> "Its credentials are not valid any more: renew them and release it";
            case 5 -> "An expression of the submit file could not be evaluated: correct it in the template";
            case 6 -> executable(subcode);
            case 7, 9 ->
                "Its log could not be opened" + errno(subcode)
                        + ": see that the directory named by output and error in the template exists and can be written";
            case 8, 10 ->
                "Its standard input could not be opened" + errno(subcode) + ": a pilot needs none, take"
                        + " input out of the template";
            case 11, 18 ->
                "HTCondor's transfer of files broke off: release it; if it happens again, look into the"
                        + " ShadowLog and the worker's StarterLog";
            case 12 ->
                "What it printed could not be brought back" + errno(subcode) + ": see that the order's directory"
                        + " exists, can be written and has room";
            case 13 ->
                "Its files could not be brought to the worker" + errno(subcode) + ": see that the secret and the"
                        + " pilot's package still exist and can be read, and that the worker has room";
            case 14 -> "Its directory cannot be entered" + errno(subcode) + ": see initialdir in the template";
            case 15 -> "It was submitted on hold: take hold out of the template";
            case 16 -> "Its files are still being handed over: wait";
            case 19, 48 -> "A hook of the pool refused it: ask whoever runs the pool";
            case 20 -> "It missed the time at which it was to start: take deferral_time out of the template";
            case 21 ->
                "The worker's own rules hold it (WANT_HOLD), often for memory or time: compare the reason with what"
                        + " the site asks for";
            case 22 ->
                "Its event log could not be written: see that the directory named by log in the template can be"
                        + " written, and is not on a file system that HTCondor refuses";
            case 23 -> "The worker does not know the user that it should run as: ask whoever runs the pool";
            case 24, 17 -> "No program of HTCondor on this machine can look after it: ask whoever runs the pool";
            case 25 -> "The cron settings of the submit file are not valid: take them out of the template";
            case 26, 27 ->
                "A rule of the pool holds it (SYSTEM_PERIODIC_HOLD), often for memory, disk or time: compare the"
                        + " reason with what the site asks for";
            case 32 ->
                "Its input is larger than the pool allows: the pilot's package is what is large, keep it on the"
                        + " workers or ask for a higher MAX_TRANSFER_INPUT_MB";
            case 33 ->
                "Its output is larger than the pool allows: only the pilot's log should come back, see"
                        + " transfer_output_files in the template";
            case 34 -> resource(subcode);
            case 35 -> "The container's image cannot be used: correct it in the template";
            case 36 -> "It failed at a checkpoint: a pilot has none, take checkpointing out of the template";
            case 45 -> "Containers do not work on that worker: ask whoever runs the pool to look at it";
            case 46, 47 ->
                "It ran longer than allowed_job_duration or allowed_execute_duration of the template: make the"
                        + " site's lifetime of pilots shorter than that";
            default ->
                "See HoldReasonCode " + code + " in HTCondor's manual; condor_release lets it try again, condor_rm"
                        + " ends it";
        };
    }

    private static String executable(int errno) {
        return switch (errno) {
            case NO_SUCH_FILE ->
                "The program start-pilot, or the shell that it names, is not on the worker: see executable"
                        + " and transfer_executable in the template";
            case NOT_PERMITTED ->
                "The program start-pilot may not be executed on the worker: set its x bits, and see that"
                        + " the file system is not mounted noexec";
            case EXEC_FORMAT ->
                "The program start-pilot is not for that kind of machine: restrict the workers with"
                        + " requirements in the template";
            default ->
                "The program start-pilot could not be started" + errno(errno) + ": try it by hand on that worker";
        };
    }

    private static String resource(int subcode) {
        return switch (subcode) {
            case MEMORY ->
                "It used more memory than was asked for: raise request_memory in the template, or lower what its payloads use";
            case DISK ->
                "It used more disk than was asked for: raise request_disk in the template, or lower what its payloads write";
            default -> "It used more of the machine than was asked for: raise what the template requests";
        };
    }

    private static String errno(int errno) {
        return switch (errno) {
            case 0 -> "";
            case NO_SUCH_FILE -> " (no such file or directory)";
            case NOT_PERMITTED -> " (permission denied)";
            case NO_SPACE -> " (no space left)";
            default -> " (errno " + errno + ")";
        };
    }
}
