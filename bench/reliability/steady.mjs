import { startProcess } from '../worker-process.mjs';
import { watchMachine } from './machine.mjs';

const SPANS_A_REQUEST = 250;
const CONNECTIONS = 32;
/** One generator makes what the other sends meanwhile. */
const TURN_SECONDS = 10;

/**
 * Sends so many spans a second with their log records, as long as `goesOn` says so, which is asked every ten seconds.
 * Answers sums of what was acknowledged, how long each request waited, ascending, in ms, when the longest was, and what
 * the machine did then and in the worst ten seconds.
 */
export async function sendSteadily(otlp, spansPerSecond, goesOn) {
  const generators = [startProcess('./ingest/generator.mjs'), startProcess('./ingest/generator.mjs')];
  const sums = { spans: 0, logs: 0, invocations: 0, refused: 0, ms: 0 };
  const waits = [];
  let slowest = { ms: 0, afterS: 0 };
  const machine = watchMachine();
  const laps = [];
  try {
    const make = () => ({
      kind: 'full',
      count: Math.ceil((spansPerSecond * TURN_SECONDS) / SPANS_A_REQUEST),
      spansEach: SPANS_A_REQUEST,
      seed: Math.floor(Math.random() * 2 ** 31),
      startMs: Date.now() - TURN_SECONDS * 1000,
      perSecond: spansPerSecond / 5,
    });
    await generators[0].ask({ make: make() });
    machine.lap();
    for (let turn = 0; turn === 0 || goesOn(turn * TURN_SECONDS); turn += 1) {
      const [sending, making] = turn % 2 === 0 ? generators : [...generators].reverse();
      const post = {
        url: otlp,
        connections: CONNECTIONS,
        seconds: TURN_SECONDS * 3,
        rate: spansPerSecond,
      };
      const [sent] = await Promise.all([sending.ask({ post }), making.ask({ make: make() })]);
      for (const key of Object.keys(sums)) sums[key] += sent[key];
      waits.push(...sent.waits);
      laps.push(machine.lap());
      if (sent.max > slowest.ms) slowest = { ms: sent.max, afterS: turn * TURN_SECONDS, lap: laps.at(-1) };
    }
  } finally {
    for (const generator of generators) await generator.stop();
  }
  return {
    sums,
    waits: waits.sort((a, b) => a - b),
    slowest,
    machine: {
      stoodStillMs: machine.end(),
      most: { stolen: most(laps, 'stolen'), diskMs: most(laps, 'diskMs') },
      atLongestWait: slowest.lap,
    },
  };
}

const most = (laps, key) => Math.max(...laps.map((lap) => lap[key] ?? 0));
