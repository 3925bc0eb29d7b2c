package org.freshet.server.dashboard.datasets;

import java.util.List;
import org.freshet.protocol.DatasetState;
import org.freshet.server.dashboard.page.ClockSql;
import org.freshet.server.dashboard.page.EmptyList;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.FilterField;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Pager;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.dashboard.page.Position;
import org.freshet.server.dashboard.page.Reach;
import org.freshet.server.dashboard.page.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** Makes the list of datasets. All its numbers are of one moment. */
@Component
class DatasetListReader {

    private static final String PATH = Paths.DATASETS;

    private static final List<FilterField> FIELDS = List.of(
            FilterField.choice("state", DatasetState.values()),
            FilterField.of("workflow", FilterField.Kind.ONE_NUMBER),
            FilterField.of("job", FilterField.Kind.ONE_NUMBER),
            FilterField.of("datatype", FilterField.Kind.TEXT).orAlso("type"),
            FilterField.of("datatag", FilterField.Kind.WHOLE),
            FilterField.of("path", FilterField.Kind.SUBSTRING),
            FilterField.of("id", FilterField.Kind.NUMBER));

    private static final Filter NONE = Filter.parse(PATH, FIELDS, new LinkedMultiValueMap<>());

    private final ClockSql clock;
    private final DatasetPagesSql datasets;
    private final Words words;

    DatasetListReader(ClockSql clock, DatasetPagesSql datasets, Words words) {
        this.clock = clock;
        this.datasets = datasets;
        this.words = words;
    }

    /** The page that a URL asks for. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public DatasetsPage read(MultiValueMap<String, String> query) {
        Filter filter = Filter.parse(PATH, FIELDS, Position.others(query));
        return page(filter, Position.parse(query));
    }

    private DatasetsPage page(Filter filter, Position position) {
        Long before = position.before();
        Reach reach = reach(filter, position);
        List<DatasetRow> found = before != null
                ? datasets.upward(filter, reach, Position.PAGE + 1)
                : datasets.downward(filter, reach, Position.PAGE + 1);
        if (before != null && found.size() <= Position.PAGE && reach.isToTheNewest()) {
            return page(filter, Position.NEWEST);
        }
        List<DatasetRow> rows = position.page(found);
        List<Long> ids = rows.stream().map(DatasetRow::id).toList();
        Reach newest = datasets.downFrom(filter, Reach.ALL.below());
        long arrived = position.top() == null ? 0 : datasets.count(filter, newest.after(position.top()));
        Pager pager =
                reach.goOn(Pager.of(filter, position, ids, found.size(), arrived), filter, position, ids, found.size());
        return new DatasetsPage(
                Moment.of(clock.now(), clock.now()),
                filter,
                count(filter, newest),
                rows,
                pager,
                reach.cuts(position, found.size()) ? words.say("datasets.cut.search", looked()) : null,
                datasets.types(),
                rows.isEmpty() ? empty(position, reach, pager) : null);
    }

    private Reach reach(Filter filter, Position position) {
        if (position.before() != null) {
            return datasets.upFrom(filter, position.before());
        }
        Long below = position.below();
        return datasets.downFrom(filter, below == null ? Reach.ALL.below() : below);
    }

    private static long looked() {
        return DatasetPagesSql.LOOKED_THROUGH;
    }

    private String count(Filter filter, Reach newest) {
        if (filter.isEmpty()) {
            return words.say("datasets.all", total());
        }
        long matching = datasets.count(filter, newest);
        return newest.isToTheOldest()
                ? words.say("datasets.match", matching, total())
                : words.say("datasets.match.newest", matching, looked());
    }

    private long total() {
        return datasets.count(NONE, Reach.ALL);
    }

    private EmptyList empty(Position position, Reach reach, Pager pager) {
        long total = total();
        if (total == 0) {
            return new EmptyList(
                    "#i-flow",
                    words.say("datasets.none.title"),
                    words.say("datasets.none.how"),
                    words.say("datasets.none.command"),
                    "/dags",
                    words.say("workflows.none.dags"));
        }
        String title = words.say("datasets.noMatch.title");
        if (!reach.cuts(position, 0)) {
            return noMatch(title, words.say("datasets.noMatch", total), PATH, words.say("filter.removeAll"));
        }
        boolean upward = position.before() != null;
        return noMatch(
                title,
                words.say("datasets.noMatch.here", looked()),
                upward ? pager.newer() : pager.older(),
                words.say(upward ? "datasets.goOn.newer" : "datasets.goOn.older"));
    }

    private static EmptyList noMatch(String title, String sentence, @Nullable String href, String link) {
        return new EmptyList("#i-search", title, sentence, null, href, link);
    }
}
