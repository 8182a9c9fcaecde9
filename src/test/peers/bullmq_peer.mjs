// Adds jobs that do nothing to a BullMQ queue and works them off, in one process; prints one JSON object.
// node bullmq_peer.mjs REDIS_PORT WARM_UP_JOBS JOBS CONCURRENCY ADDS_UNDER_WAY
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const [port, warmUp, jobs, concurrency, addsUnderWay] = process.argv.slice(2).map(Number);
const connection = { host: '127.0.0.1', port };
const redis = new Redis(connection);
const queue = new Queue('no-op', { connection });

let completed = 0;
let failed = 0;
let wanted = 0;
let allDone;
const worker = new Worker('no-op', async () => ({}), { connection, concurrency });
worker.on('completed', () => { if (++completed === wanted) allDone(); });
worker.on('failed', () => { failed++; });
worker.on('error', (error) => { console.error(error); process.exit(1); });
await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]);

async function run(count) {
  if (count === 0) return;
  const done = new Promise((resolve) => { allDone = resolve; });
  completed = 0;
  wanted = count;
  let added = 0;
  async function add() {
    while (added < count) {
      added++;
      await queue.add('no-op', {});
    }
  }
  await Promise.all(Array.from({ length: addsUnderWay }, add));
  await done;
}

// Seconds of processor time that Redis has taken so far.
async function redisSeconds() {
  const info = await redis.info('cpu');
  return ['used_cpu_user', 'used_cpu_sys'].map((name) => Number(info.match(`${name}:([0-9.]+)`)[1])).reduce((a, b) => a + b);
}

await run(warmUp);
const redisBefore = await redisSeconds();
const cpuBefore = process.cpuUsage();
const start = performance.now();
await run(jobs);
const seconds = (performance.now() - start) / 1000;
const { user, system } = process.cpuUsage(cpuBefore);
const redisTaken = (await redisSeconds()) - redisBefore;

console.log(JSON.stringify({
  jobs: completed, failed, seconds, jobs_per_second: completed / seconds, concurrency,
  cpu_us: (user + system) / jobs, redis_us: redisTaken * 1e6 / jobs,
}));
await worker.close();
await queue.close();
await redis.quit();
