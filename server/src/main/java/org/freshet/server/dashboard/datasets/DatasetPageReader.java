package org.freshet.server.dashboard.datasets;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.freshet.protocol.DatasetState;
import org.freshet.protocol.Explanation;
import org.freshet.protocol.Explanation.Look;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.HistorySql;
import org.freshet.server.dashboard.page.Ids;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Words;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Makes the page of one dataset. All that it says is of one moment. */
@Component
class DatasetPageReader {

    private final DatasetPagesSql datasets;
    private final HistorySql histories;
    private final Ids ids;
    private final Words words;

    DatasetPageReader(DatasetPagesSql datasets, HistorySql histories, Ids ids, Words words) {
        this.datasets = datasets;
        this.histories = histories;
        this.ids = ids;
        this.words = words;
    }

    /** The page that a URL asks for. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public DatasetPage read(String id) {
        var dataset = datasets.facts(ids.dataset(id)).orElseThrow(() -> ids.noDataset(id));
        var row = dataset.row();
        return new DatasetPage(
                Moment.of(dataset.now(), dataset.now()),
                dataset,
                why(dataset.now(), row, dataset.checked(), words),
                row.sourceJob() == null ? List.of() : datasets.readers(row.sourceJob(), row.path()),
                histories.ofDataset(row.id()));
    }

    /** Whether its file is there, and if not what it waits for. */
    static Explanation why(Instant now, DatasetRow row, boolean checked, Words words) {
        var source = row.sourceJob();
        var state = row.sourceState();
        if (source == null || state == null) {
            return ofNoJob(now, row, words);
        }
        var vertex = Objects.requireNonNullElse(row.source(), "");
        if (row.state() == DatasetState.WRITTEN) {
            return calm(
                    now,
                    words.say(checked ? "dataset.why.written" : "dataset.why.unchecked", source.toString(), vertex));
        }
        var word = Badge.of(state).word();
        if (!state.isFinal() || state == JobState.FINISHED) {
            return calm(now, words.say("dataset.why.expected", source.toString(), vertex, word));
        }
        return new Explanation(
                now,
                state == JobState.FAILED ? Look.BROKEN : Look.LATE,
                words.say("dataset.why.not", source.toString(), vertex, word),
                List.of(),
                words.say("workflow.next.failed"),
                row.workflow() == null
                        ? null
                        : words.say("dataset.command.rerun", row.workflow().toString()),
                List.of());
    }

    private static Explanation ofNoJob(Instant now, DatasetRow row, Words words) {
        if (row.state() == DatasetState.WRITTEN) {
            return calm(now, words.say("dataset.why.there"));
        }
        return new Explanation(
                now,
                row.workflow() == null ? Look.CALM : Look.LATE,
                words.say(row.workflow() == null ? "dataset.why.free" : "dataset.why.gone"),
                List.of(),
                row.workflow() == null ? words.say("dataset.next.free") : null,
                row.workflow() == null ? words.say("datasets.none.command") : null,
                List.of());
    }

    private static Explanation calm(Instant now, String sentence) {
        return new Explanation(now, Look.CALM, sentence, List.of(), null, null, List.of());
    }
}
