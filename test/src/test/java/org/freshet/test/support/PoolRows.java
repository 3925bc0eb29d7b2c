package org.freshet.test.support;

import java.util.List;
import java.util.Map;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PoolDemand;
import org.freshet.protocol.PoolRun;
import org.freshet.protocol.PoolRun.Outcome;
import org.freshet.protocol.PoolTerms;
import org.freshet.server.pilot.OrderedPilot;
import org.freshet.server.pilot.PilotOrders;

/** What pool calculations would have left in the database. */
public final class PoolRows {

    private static final String STANDS = """
            insert into pool_site (site, since, at, by, run)
            values (:site, now() - make_interval(secs => :ago), now() - make_interval(secs => :ago), :by, :run::jsonb)
            on conflict (site) do update set since = excluded.since, at = excluded.at, by = excluded.by, run = excluded.run
            """;

    private static final String WROTE = """
            insert into service_log (at, service, level, message, data)
            values (now() - make_interval(secs => :ago), 'pool', 'INFO', :message, :run::jsonb)
            returning id
            """;

    // Three quarters of an hour of it unreadable, and pilots ordered now and then.
    private static final String DAY = """
            insert into service_log (at, service, level, message, data)
            select at, 'pool', case when blind then 'WARNING' else 'INFO' end, sentence, jsonb_strip_nulls(jsonb_build_object(
              'site', :site,
              'outcome', case when blind then 'UNREADABLE' when submit > 0 then 'SUBMITTED' else 'ENOUGH' end,
              'sentence', sentence,
              'terms', case when not blind then jsonb_build_object(
                'mode', 'DEMAND', 'waiting', want - 8, 'demand', want - 8, 'reserve', 8, 'want', want, 'usable', have - 4,
                'queued', 4, 'have', have, 'total', have + 3, 'held', 0, 'cap', 80, 'ramp', 10, 'submit', submit,
                'limit', 'none', 'classes', '[]'::jsonb) end,
              'order', case when submit > 0 then '20261120-105501-3f9a01' end,
              'cluster', case when submit > 0 then (88000 + n)::text end,
              'pilots', case when submit > 0 then jsonb_build_array(1000000 + n) else '[]'::jsonb end))
            from (
              select *,
                case when blind then :site || ': unknown, so nothing is done. condor_q did not answer within 20 s.'
                     else format('%s: want %s (%s waiting + 8 reserve), have %s (%s usable + 4 queued), short %s: submit %s, limit: none.',
                       :site, want, want - 8, have, have - 4, want - have, submit) end as sentence
              from (
                select *, want - case when n % 5 = 0 then 1 + n % 3 else 0 end as have, case when n % 40 = 0 then 1 else 0 end as submit
                from (
                  select n, now() - make_interval(secs => :every * (:rows - n)) as at,
                    (44 + 30 * sin(n::double precision * 6.28 / :rows))::integer as want,
                    n between :rows * 0.70 and :rows * 0.73 as blind
                  from generate_series(1, :rows) n
                ) a
              ) b
            ) c
            order by at
            """;

    private final TestServer server;

    public PoolRows(TestServer server) {
        this.server = server;
    }

    /** A site with pilots in HTCondor that follows demand, at most 80 of them. */
    public void site(String name) {
        var answer = server.api()
                .post(
                        "/api/v1/sites",
                        Api.JSON.writeValueAsString(Map.of(
                                "name",
                                name,
                                "batch",
                                "HTCONDOR",
                                "mode",
                                "DEMAND",
                                "cap",
                                80,
                                "reserve",
                                8,
                                "ramp",
                                10)));
        if (answer.status() != 201) {
            throw new AssertionError(answer.body());
        }
    }

    /** A calculation that came to no numbers. */
    public static PoolRun blind(String site, Outcome outcome, String why) {
        return new PoolRun(site, outcome, site + ": unknown, so nothing is done. " + why, null, null, null, List.of());
    }

    /** A calculation of a site that wants 60 pilots and has 53. */
    public static PoolRun run(String site, Outcome outcome, String limit, List<PilotId> pilots, PoolDemand... classes) {
        var terms = new PoolTerms(
                "DEMAND", 52, 52, 8, 60, 41, 12, 53, 64, 3, 80, 10, pilots.size(), limit, List.of(classes));
        var sentence = site + ": want 60 (52 waiting + 8 reserve), have 53 (41 usable + 12 queued), short 7: submit "
                + pilots.size() + ", limit: " + limit + ".";
        var order = pilots.isEmpty() ? null : "20261120-105501-3f9a01";
        return new PoolRun(site, outcome, sentence, terms, order, order == null ? null : "88124", pilots);
    }

    public void stands(PoolRun run, int secondsAgo, String by) {
        server.db()
                .sql(STANDS)
                .param("site", run.site())
                .param("ago", (double) secondsAgo)
                .param("by", by)
                .param("run", Api.JSON.writeValueAsString(run))
                .update();
    }

    /** Returns the id of the entry in the service log. */
    public long wrote(PoolRun run, int secondsAgo) {
        return server.db()
                .sql(WROTE)
                .param("ago", (double) secondsAgo)
                .param("message", run.sentence())
                .param("run", Api.JSON.writeValueAsString(run))
                .query(Long.class)
                .single();
    }

    /** So many entries, the last one now; near three quarters of them are some from when nothing could be read. */
    public void wroteOftenOf(String site, int rows, int everySeconds) {
        server.db()
                .sql(DAY)
                .param("site", site)
                .param("rows", rows)
                .param("every", everySeconds)
                .update();
        server.db().sql("analyze service_log").update();
    }

    /** Pilots that were ordered and did not speak yet. */
    public List<PilotId> ordered(String site, int count, String why) {
        return server.part(PilotOrders.class).order(site, count, why).stream()
                .map(OrderedPilot::id)
                .toList();
    }

    /** What the batch system says of a pilot since two minutes. */
    public void seen(PilotId pilot, String batchId, String state) {
        server.db()
                .sql(
                        "update pilot set batch_id = :batch, batch_state = :state, batch_since = now() - interval '2 minutes',"
                                + " hold_code = null, hold_subcode = null, hold_reason = null, hold_advice = null where id = :pilot")
                .param("pilot", pilot.value())
                .param("batch", batchId)
                .param("state", state)
                .update();
    }

    public void held(PilotId pilot, String batchId, int code, String reason, String advice) {
        server.db()
                .sql(
                        "update pilot set batch_id = :batch, batch_state = 'HELD', batch_since = now() - interval '2 minutes',"
                                + " hold_code = :code, hold_subcode = 0, hold_reason = :reason, hold_advice = :advice where id = :pilot")
                .param("pilot", pilot.value())
                .param("batch", batchId)
                .param("code", code)
                .param("reason", reason)
                .param("advice", advice)
                .update();
    }
}
