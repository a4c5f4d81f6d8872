// npm run bench:instrumentation [-- --runs 15 --warm 1500 --only floor,faaslens]: what tracing a Lambda function costs,
// beside the packages people use for it. Machines differ: compare inside one run, by the ratios.
import { parseArgs } from 'node:util';
import { median, runFunction, startSink } from './measure.mjs';
import { PEERS } from './peers.mjs';
import { printTables } from './table.mjs';
import { installPeers, prepareFunctions } from './workspace.mjs';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '15' },
    warm: { type: 'string', default: '1500' },
    only: { type: 'string' },
  },
});
const WARM_PROCESSES = 3;
const needed = ['bare', 'floor', 'otel-sdk-node'];
const wanted = options.only?.split(',').concat(needed) ?? PEERS.map(({ file }) => file);

installPeers();
const { folder, prepared, discard } = await prepareFunctions(
  PEERS.filter(({ file }) => wanted.includes(file)),
);
const sink = await startSink();
const shuffled = (list) =>
  list
    .map((item) => [Math.random(), item])
    .sort(([one], [other]) => one - other)
    .map(([, item]) => item);
const run = (file, times, env) => runFunction(file, times, { folder, sink, env });

// Cold and warm each in turn, and in another order every time: what else the machine does, and what a process finds warm
// from the one before it, hits all of them alike.
const cases = prepared.flatMap((peer) => [
  { peer, packed: 'installed', file: peer.installed, cold: [], warm: [], bare: [] },
  ...(peer.bundled
    ? [{ peer, packed: 'bundled', file: peer.bundled.file, cold: [], warm: [], bare: [] }]
    : []),
]);
for (let round = 0; round < Number(options.runs); round++) {
  for (const each of shuffled(cases)) {
    const measured = await run(each.file, 1, each.peer.env);
    if (measured) each.cold.push(measured);
  }
}
const [bare] = cases;
const pauseOf = ({ peer }) => peer.env?.BENCH_PAUSE_MS;
for (let round = 0; round < WARM_PROCESSES; round++) {
  for (const each of shuffled(cases).filter(
    ({ packed, cold }) => packed === 'installed' && cold.length > 0,
  )) {
    await sink.received();
    const measured = await run(each.file, Number(options.warm), each.peer.env);
    each.warm.push({ ...measured, received: await sink.received() });
    if (pauseOf(each))
      each.bare.push(await run(bare.file, Number(options.warm), { BENCH_PAUSE_MS: pauseOf(each) }));
  }
}
sink.stop();
discard();

const of = (rows, key) => median(rows.map((row) => row[key]));
printTables(
  cases.map(({ peer, packed, cold, warm, bare: own }) => {
    // A process that waits between invocations runs colder: it is compared with a bare one that waits too.
    const plain = own.length > 0 ? own : bare.warm;
    const isCold = cold.length > 0;
    return {
      ...peer,
      packed,
      coldMs: isCold ? of(cold, 'coldMs') - of(bare.cold, 'coldMs') : undefined,
      coldCpuMs: isCold ? of(cold, 'coldCpuMs') - of(bare.cold, 'coldCpuMs') : undefined,
      coldMb: isCold ? of(cold, 'coldMb') - of(bare.cold, 'coldMb') : undefined,
      warmMs: warm.length > 0 ? of(warm, 'warmMs') - of(plain, 'warmMs') : undefined,
      warmP99Ms: warm.length > 0 ? of(warm, 'warmP99Ms') - of(plain, 'warmP99Ms') : undefined,
      cpuMs: warm.length > 0 ? of(warm, 'cpuMs') - of(plain, 'cpuMs') : undefined,
      sent: warm.length > 0 ? of(warm, 'received') / Number(options.warm) : undefined,
    };
  }),
);
