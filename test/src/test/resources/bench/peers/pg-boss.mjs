// pg-boss: fetch and complete in batches, four loops.
import pg from "pg";
import { PgBoss } from "pg-boss";
import { obey } from "./common.mjs";

const [, , connectionString] = process.argv;
const QUEUE = "noop";
const BATCH = 500;
const LOOPS = 4;
const pool = new pg.Pool({ connectionString, max: 2 });
const boss = new PgBoss({ connectionString, max: 10, supervise: false, schedule: false });
boss.on("error", (e) => console.error(e.message));
await boss.start();

const left = async () =>
  (await pool.query("select count(*)::int n from pgboss.job where name = $1 and state <> 'completed'", [QUEUE])).rows[0].n;

await obey({
  left,
  fill: async (jobs) => {
    await boss.deleteQueue(QUEUE).catch(() => {});
    await boss.createQueue(QUEUE);
    for (let begin = 0; begin < jobs; begin += 10000) {
      const length = Math.min(10000, jobs - begin);
      await boss.insert(QUEUE, Array.from({ length }, (_, n) => ({ data: { id: begin + n } })));
    }
    await pool.query("vacuum analyze");
    await pool.query("checkpoint");
  },
  run: async (tally) => {
    const loop = async () => {
      while (tally.handled < tally.goal) {
        const jobs = await boss.fetch(QUEUE, { batchSize: BATCH });
        if (!jobs?.length) return;
        await boss.complete(QUEUE, jobs.map((it) => it.id));
        jobs.forEach((it) => tally.done(it.data.id));
      }
    };
    await Promise.all(Array.from({ length: LOOPS }, loop));
    return async () => {};
  },
});
