// graphile-worker: each job by itself, as it is by default, or with its documented best settings for batches.
import { Logger } from "@graphile/logger";
import { makeWorkerUtils, run } from "graphile-worker";
import pg from "pg";
import { obey } from "./common.mjs";

const [, , connectionString, how] = process.argv;
const logger = new Logger(() => () => {});
const pool = new pg.Pool({ connectionString, max: 4 });
pool.on("error", () => {});
const utils = await makeWorkerUtils({ pgPool: pool, logger });
await utils.migrate();

const batched = how === "batched" ? { localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } : {};
const left = async () => (await pool.query("select count(*)::int n from graphile_worker._private_jobs")).rows[0].n;

await obey({
  left,
  fill: async (jobs) => {
    await pool.query("truncate graphile_worker._private_jobs");
    await pool.query(
      `select count(*) from (select graphile_worker.add_jobs(array(select json_populate_record(null::graphile_worker.job_spec,
        json_build_object('identifier', 'noop', 'payload', json_build_object('id', n))) from generate_series(1, $1::int) n))) added`,
      [jobs],
    );
    await pool.query("vacuum analyze graphile_worker._private_jobs");
    await pool.query("checkpoint");
  },
  run: async (tally) => {
    const runner = await run({
      preset: { worker: { connectionString, concurrentJobs: 24, maxPoolSize: 25, pollInterval: 2000, logger, ...batched } },
      taskList: { noop: async (payload) => tally.done(payload.id) },
    });
    await tally.all;
    while ((await left()) > 0); // the last completions
    return () => Promise.race([runner.stop().catch(() => {}), new Promise((after) => setTimeout(after, 3000))]);
  },
});
