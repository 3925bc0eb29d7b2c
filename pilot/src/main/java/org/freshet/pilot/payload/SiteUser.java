package org.freshet.pilot.payload;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The user that a site wants for its payloads; the pilot is root and drops to it.
 *
 * <p>No program that still has the pilot's rights sees a variable of the payload, because some of them (LD_PRELOAD) make
 * a program do anything. They travel under names that mean nothing, and a shell that has dropped the rights already gives
 * them their own. The list of processes shows none, except those whose names a shell cannot export: for the moment that
 * env takes to set them they are in its command line. Freshet's own {@code FRESHET_OUTPUT_DIR} travels as it is.
 */
public final class SiteUser implements PayloadUser {

    /** What the last shell is called when it complains that it cannot run the payload. */
    static final String STARTER = "payload-start";

    /** Lets the payload open /dev/stdout and /dev/stderr by name, as scripts do; the pipes are the pilot's. */
    private static final String GIVE_PIPES = """
            [ -p /proc/$$/fd/1 ] && [ -p /proc/$$/fd/2 ] && chown -f -- "$0" /proc/$$/fd/1 /proc/$$/fd/2
            exec "$@"
            """;

    private static final String EMPTY = "chmod u+rwx -- \"$0\" && cd -- \"$0\" && "
            + "{ chmod -R u+rwx . 2>/dev/null; find . -mindepth 1 -delete; }";

    private static final String CARRIER = "freshet_";

    /** Variables that a shell takes for its own, so that it cannot hand them on like others. */
    private static final Set<String> SHELLS_OWN = Set.of(
            "BASHOPTS",
            "BASHPID",
            "BASH_VERSINFO",
            "DIRSTACK",
            "ENV",
            "EUID",
            "FUNCNAME",
            "GROUPS",
            "IFS",
            "LINENO",
            "MAIL",
            "MAILCHECK",
            "MAILPATH",
            "OLDPWD",
            "OPTARG",
            "OPTERR",
            "OPTIND",
            "POSIXLY_CORRECT",
            "PPID",
            "PS1",
            "PS2",
            "PS4",
            "PWD",
            "RANDOM",
            "SECONDS",
            "SHELLOPTS",
            "UID",
            "_");

    private final Commands commands;
    private final Account account;
    private final String setpriv;
    private final List<String> drop;

    private SiteUser(Commands commands, Account account, String setpriv) {
        this.commands = commands;
        this.account = account;
        this.setpriv = setpriv;
        this.drop = List.of(
                setpriv,
                "--reuid=" + Integer.toUnsignedString(account.uid()),
                "--regid=" + Integer.toUnsignedString(account.gid()),
                "--init-groups",
                "--inh-caps=-all",
                "--");
    }

    /**
     * Tries what a payload will need.
     *
     * @param work directory below which payloads run
     */
    static SiteUser of(String name, Map<String, String> pilotEnv, Path work, Commands commands)
            throws UnusableUserException {
        String setpriv = program(pilotEnv, "setpriv", name);
        var user = new SiteUser(commands, account(commands, program(pilotEnv, "getent", name), name), setpriv);
        if (user.account.uid() == 0) {
            throw new UnusableUserException(
                    "The site's payload user " + name + " is root.", "give the site an ordinary user.");
        }
        try {
            user.run(Commands.BRIEF, "/bin/sh", "-c", ":");
        } catch (IOException e) {
            throw new UnusableUserException(
                    "The pilot cannot run a program as the site's payload user " + name + " (" + Causes.of(e) + ").",
                    "check that " + setpriv + " is that of util-linux and that the pilot is root in earnest.");
        }
        try {
            user.run(Commands.BRIEF, "/bin/sh", "-c", "cd -- \"$0\"", work.toString());
        } catch (IOException e) {
            throw new UnusableUserException(
                    "The site's payload user " + name + " cannot enter the pilot's work directory " + work + ".",
                    "allow others to pass it and the directories above it (chmod o+x), or give another one with --work.");
        }
        user.refuseToChange(work);
        return user;
    }

    /** Whoever may write there could put another directory in the place of a job's, and root would change its owner. */
    private void refuseToChange(Path work) throws UnusableUserException {
        try {
            if (answers("-w", work)) {
                throw new UnusableUserException(
                        "The site's payload user " + account.name() + " may write in the pilot's work directory " + work
                                + ", and so exchange the directories of jobs.",
                        "make it writable by the pilot's user only (chmod go-w), or give another one with --work.");
            }
        } catch (IOException e) {
            throw new UnusableUserException(
                    "The pilot cannot look at its work directory " + work + " as the site's payload user "
                            + account.name() + " (" + Causes.of(e) + ").",
                    "repair it, or give another one with --work.");
        }
    }

    private static String program(Map<String, String> pilotEnv, String program, String user)
            throws UnusableUserException {
        return Programs.find(pilotEnv, program)
                .orElseThrow(() -> new UnusableUserException(
                        "There is no program " + program + " on this machine, so payloads cannot run as " + user + ".",
                        "install it (" + program + " is part of every common distribution)."));
    }

    private static Account account(Commands commands, String getent, String name) throws UnusableUserException {
        try {
            return Account.find(commands, getent, name);
        } catch (IOException e) {
            throw new UnusableUserException(
                    "The site's payload user " + name + " does not exist on this machine (" + Causes.of(e) + ").",
                    "make it here, or change the payload user of the site.");
        }
    }

    @Override
    public String by() {
        return " by the site's payload user " + account.name();
    }

    @Override
    public Map<String, String> variables() {
        return Map.of(
                "HOME", account.home().toString(),
                "USER", account.name(),
                "LOGNAME", account.name());
    }

    @Override
    public Start start(List<String> command, Map<String, String> env) {
        var carried = new TreeMap<>(Commands.environment());
        var script = new StringBuilder("unset PATH LC_ALL\n");
        var odd = new StringBuilder();
        var carriers = new StringBuilder();
        for (var it : env.entrySet()) {
            if (it.getKey().equals(PayloadEnvironment.OUTPUT_DIR)) {
                // Freshet's own, and the mark by which its guardian knows the payload from the first moment on
                carried.put(it.getKey(), it.getValue());
                continue;
            }
            String carrier = CARRIER + carried.size();
            carriers.append(' ').append(carrier);
            if (isOrdinary(it.getKey())) {
                carried.put(carrier, it.getValue());
                script.append("export ")
                        .append(it.getKey())
                        .append("=\"$")
                        .append(carrier)
                        .append("\"\n");
            } else {
                carried.put(carrier, it.getKey() + "=" + it.getValue());
                odd.append(" \"$").append(carrier).append('"');
            }
        }
        if (!odd.isEmpty()) {
            // env takes any word with = for a variable: setpriv stands between it and the payload's path
            script.append("set -- /usr/bin/env --")
                    .append(odd)
                    .append(" ")
                    .append(quoted(setpriv))
                    .append(" -- \"$@\"\n");
        }
        script.append("unset").append(carriers).append("\nexec \"$@\"\n");
        var words = new ArrayList<>(List.of("/bin/sh", "-c", GIVE_PIPES, account.ids()));
        words.addAll(drop);
        words.addAll(List.of("/bin/sh", "-c", script.toString(), STARTER));
        words.addAll(command);
        return new Start(words, carried);
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private static boolean isOrdinary(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]*") && !SHELLS_OWN.contains(name) && !name.startsWith(CARRIER);
    }

    @Override
    public void own(Path file) throws IOException {
        var unused = commands.run(List.of("/bin/chown", "-h", "--", account.ids(), file.toString()), Commands.BRIEF);
    }

    @Override
    public boolean isExecutable(Path file) throws NotStartedException {
        return isTrue("-x", file);
    }

    @Override
    public boolean isReadable(Path file) throws NotStartedException {
        return isTrue("-r", file);
    }

    @Override
    public boolean isDirectory(Path file) throws NotStartedException {
        return isTrue("-d", file);
    }

    @Override
    public boolean hasContents(Path file) throws NotStartedException {
        return isTrue("-f", file) && isTrue("-s", file);
    }

    @Override
    public void makeDirectory(Path directory) throws IOException {
        // others may make it at the same moment
        run(Commands.BRIEF, "/bin/sh", "-c", "[ -d \"$0\" ] || mkdir -- \"$0\" || [ -d \"$0\" ]", directory.toString());
    }

    @Override
    public boolean isFile(Path file) throws NotStartedException {
        return isTrue("-f", file);
    }

    @Override
    public boolean exists(Path file) throws NotStartedException {
        return isTrue("-e", file);
    }

    @Override
    public boolean isWritable(Path directory) throws NotStartedException {
        return isTrue("-w", directory) && isTrue("-x", directory);
    }

    @Override
    public void copy(Path from, Path to) throws IOException {
        run(Commands.LONG, "/bin/cp", "--remove-destination", "-p", "--", from.toString(), to.toString());
    }

    @Override
    public byte[] contents(Path file, int most) throws IOException {
        return commands.contents(drop, file, most);
    }

    @Override
    public void sync(Path file) throws IOException {
        run(Commands.LONG, "/bin/sync", "--", file.toString());
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        run(Commands.LONG, "/bin/mv", "-fT", "--", from.toString(), to.toString());
    }

    @Override
    public void delete(List<Path> files) throws IOException {
        var words = new ArrayList<>(List.of("/bin/rm", "-f", "--"));
        files.forEach(it -> words.add(it.toString()));
        run(Commands.LONG, words.toArray(String[]::new));
    }

    @Override
    public void removeTree(Path directory) throws IOException {
        // as the payload's user, so that a link put there meanwhile leads nowhere where it has no rights
        try {
            run(Commands.LONG, "/bin/sh", "-c", EMPTY, directory.toString());
        } finally {
            // the empty directory lies in the pilot's own
            var unused = commands.run(List.of("/bin/rmdir", "--", directory.toString()), Commands.BRIEF);
        }
    }

    private boolean isTrue(String test, Path file) throws NotStartedException {
        try {
            return answers(test, file);
        } catch (IOException e) {
            throw NotStartedException.ofHost(
                    "The pilot cannot look at " + file + by() + " (" + Causes.of(e) + ").",
                    "look on its host for a lack of memory or of processes, and for a file system that does not answer.");
        }
    }

    private boolean answers(String test, Path file) throws IOException {
        try {
            run(Commands.BRIEF, "/usr/bin/test", test, file.toString());
            return true;
        } catch (Commands.FailedException e) {
            if (e.isNo()) {
                return false;
            }
            throw e;
        }
    }

    private void run(Duration patience, String... words) throws IOException {
        var all = new ArrayList<>(drop);
        all.addAll(List.of(words));
        var unused = commands.run(all, patience);
    }
}
