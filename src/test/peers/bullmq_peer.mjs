// Adds jobs that do nothing to a BullMQ queue and works them off, in one process; prints one JSON object.
// node bullmq_peer.mjs REDIS_PORT JOBS CONCURRENCY ADDS_UNDER_WAY
import { Queue, Worker } from 'bullmq';

const [port, jobs, concurrency, addsUnderWay] = process.argv.slice(2).map(Number);
const connection = { host: '127.0.0.1', port };
const queue = new Queue('no-op', { connection });

let completed = 0;
let failed = 0;
let allDone;
const done = new Promise((resolve) => { allDone = resolve; });
const worker = new Worker('no-op', async () => ({}), { connection, concurrency });
worker.on('completed', () => { if (++completed === jobs) allDone(); });
worker.on('failed', () => { failed++; });
worker.on('error', (error) => { console.error(error); process.exit(1); });
await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]);

const start = performance.now();
let added = 0;
async function add() {
  while (added < jobs) {
    added++;
    await queue.add('no-op', {});
  }
}
await Promise.all(Array.from({ length: addsUnderWay }, add));
await done;
const seconds = (performance.now() - start) / 1000;

console.log(JSON.stringify({ jobs: completed, failed, seconds, jobs_per_second: completed / seconds, concurrency }));
await worker.close();
await queue.close();
