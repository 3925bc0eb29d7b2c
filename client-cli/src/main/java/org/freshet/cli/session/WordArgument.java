package org.freshet.cli.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.freshet.protocol.AlarmRule;
import org.freshet.protocol.AlarmSeverity;
import org.freshet.protocol.AlarmState;
import org.freshet.protocol.DatasetState;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.Spelling;
import org.freshet.protocol.WorkflowState;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads one of a few words, in any case of letters, and tells which there are if it is none of them.
 *
 * @param what what the words are, for people: {@code state}
 */
public record WordArgument<E extends Enum<E>>(String what, Class<E> type) implements ITypeConverter<E> {

    @Override
    public E convert(String text) {
        String wanted = text.replace('-', '_').replace(' ', '_');
        return Arrays.stream(type.getEnumConstants())
                .filter(it -> it.name().equalsIgnoreCase(wanted))
                .findFirst()
                .orElseThrow(() -> unknown(text));
    }

    private TypeConversionException unknown(String text) {
        String hint = Spelling.nearest(text, words(type))
                .map(it -> "did you mean '" + it + "'?")
                .orElse("there are " + String.join(", ", words(type)) + ".");
        return new TypeConversionException("no such " + what + " '" + text + "'; " + hint);
    }

    /** As people write them: {@code time_limit}. */
    public static <E extends Enum<E>> List<String> words(Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(it -> it.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** For the completion of shells. */
    public static final class JobStates extends ArrayList<String> {
        JobStates() {
            super(words(JobState.class));
        }
    }

    /** For the completion of shells. */
    public static final class PilotStates extends ArrayList<String> {
        PilotStates() {
            super(words(PilotState.class));
        }
    }

    /** For the completion of shells. */
    public static final class WorkflowStates extends ArrayList<String> {
        WorkflowStates() {
            super(words(WorkflowState.class));
        }
    }

    /** For the completion of shells. */
    public static final class DatasetStates extends ArrayList<String> {
        DatasetStates() {
            super(words(DatasetState.class));
        }
    }

    /** For the completion of shells. */
    public static final class FailureReasons extends ArrayList<String> {
        FailureReasons() {
            super(words(FailureReason.class));
        }
    }

    /** For the completion of shells. */
    public static final class AlarmStates extends ArrayList<String> {
        AlarmStates() {
            super(words(AlarmState.class));
        }
    }

    /** For the completion of shells. */
    public static final class AlarmSeverities extends ArrayList<String> {
        AlarmSeverities() {
            super(words(AlarmSeverity.class));
        }
    }

    /** For the completion of shells. */
    public static final class AlarmRules extends ArrayList<String> {
        AlarmRules() {
            super(words(AlarmRule.class));
        }
    }

    /** For the completion of shells. */
    static final class Colours extends ArrayList<String> {
        Colours() {
            super(words(Colour.class));
        }
    }
}
