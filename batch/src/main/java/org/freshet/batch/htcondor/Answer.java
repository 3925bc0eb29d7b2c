package org.freshet.batch.htcondor;

import java.util.List;
import java.util.regex.Pattern;

/** How a command of HTCondor ended. */
sealed interface Answer {

    /** What happened, for an operator, without full stop; of a command that succeeded, the same. */
    String sentence();

    /**
     * It ended by itself.
     *
     * @param command its name
     * @param status 0 = success; every failure of HTCondor's commands is 1
     */
    record Exited(String command, int status, String out, String err) implements Answer {

        private static final int SHOWN = 400;
        private static final Pattern CAUSE = Pattern.compile("[A-Z]+:\\d+:.*");

        @Override
        public String sentence() {
            return command + " ended with exit status " + status + (complaint().isEmpty() ? "" : ": " + complaint());
        }

        /** The first line of its complaint, with the cause where the second line gives one; empty if there is none. */
        String complaint() {
            var lines =
                    err.lines().map(String::strip).filter(it -> !it.isEmpty()).toList();
            if (lines.isEmpty()) {
                return "";
            }
            var text = lines.getFirst().replaceFirst("^-- ", "");
            if (lines.size() > 1 && CAUSE.matcher(lines.get(1)).matches()) {
                text += " (" + lines.get(1) + ")";
            }
            if (text.endsWith("(null)")) {
                text += ", which is how HTCondor says that none of its daemons runs on this machine";
            }
            text = text.replaceAll("\\p{Cntrl}", " ");
            return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        }

        List<String> complaints() {
            return err.lines().toList();
        }
    }

    /** It could not be started, so nothing happened. */
    record NotStarted(String sentence) implements Answer {}

    /** It was ended because it took too long or said too much, so it is not known what happened. */
    record Ended(String sentence) implements Answer {}
}
