package org.freshet.cli.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.freshet.cli.text.Terminal;

/**
 * One change asked for each of several things. One that is refused does not keep the others from being tried.
 *
 * @param json whether the answers are printed as they came
 */
public record ChangeEach(Server server, Terminal terminal, boolean json) {

    private static final int MOST_IDS_NAMED = 20;

    /**
     * Asks.
     *
     * @param kind of thing as the URL names it, for example {@code jobs}
     * @param action last part of the URL
     * @param sentence says what was done
     * @return the worst of all
     */
    public ExitCode ask(
            String kind, List<IdArgument> ids, String action, byte[] body, Function<Answer, String> sentence) {
        var answers = new ArrayList<Answer>();
        var worst = ExitCode.OK;
        for (var id : ids) {
            try {
                var answer = server.post("/" + kind + "/" + id + "/" + action, body);
                answers.add(answer);
                if (!json) {
                    terminal.say(sentence.apply(answer));
                }
            } catch (CommandFailure failure) {
                failure.sentences().forEach(terminal::note);
                worst = worst.worse(failure.code());
                if (failure.code() == ExitCode.UNREACHABLE) {
                    notTried(ids.subList(ids.indexOf(id) + 1, ids.size()));
                    break;
                }
            }
        }
        if (json) {
            print(answers, ids.size() == 1);
        }
        return worst;
    }

    private void notTried(List<IdArgument> rest) {
        if (!rest.isEmpty()) {
            String ids =
                    rest.stream().limit(MOST_IDS_NAMED).map(IdArgument::text).collect(Collectors.joining(", "));
            terminal.note("Not tried: " + ids + (rest.size() > MOST_IDS_NAMED ? ", …" : "") + ".");
        }
    }

    private void print(List<Answer> answers, boolean one) {
        if (one) {
            answers.forEach(answer -> terminal.json(answer.bytes()));
            return;
        }
        var list = Json.MAPPER.createArrayNode();
        answers.forEach(answer -> list.add(answer.tree()));
        terminal.json(Json.MAPPER.writeValueAsBytes(list));
    }
}
