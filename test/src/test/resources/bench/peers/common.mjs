// Orders come on standard input, a line each; answers are lines of JSON. The same for all peers that run on Node.
import { createInterface } from "node:readline";

export const say = (what) => process.stdout.write(JSON.stringify(what) + "\n");

/** Counts what was done of a run, and which jobs. */
export class Tally {
  reset(goal) {
    this.goal = goal;
    this.handled = 0;
    this.seen = new Set();
    this.all = new Promise((resolve) => (this.resolve = resolve));
  }

  done(id) {
    this.handled++;
    this.seen.add(id);
    if (this.handled === this.goal) this.resolve();
  }
}

export async function obey({ fill, run, left }) {
  const tally = new Tally();
  say({ ready: true });
  for await (const line of createInterface({ input: process.stdin })) {
    const [order, count] = line.split(" ");
    if (order === "fill") {
      await fill(Number(count));
      say({ filled: true });
    } else if (order === "run") {
      tally.reset(Number(count));
      say({ begin: true });
      const begin = performance.now();
      const stop = await run(tally);
      say({ jobs: Number(count), seconds: (performance.now() - begin) / 1000 });
      await stop();
    } else if (order === "check") {
      say({ handled: tally.handled, distinct: tally.seen.size, left: await left() });
    }
  }
  process.exit(0);
}
