import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const RETRY_MS = 50;
/** A service that refuses one body for so long is down, not busy: its log says why. */
const LONGEST_REFUSAL_MS = 15_000;

/**
 * Sends bodies over so many connections, each body once, until there are none left or the time is over. With a rate
 * (records a second, of the bodies sent) a body has a time at which it is due, and waits from then on; without, each
 * connection sends the next one as soon as it is answered. A 503 is repeated, as OTLP asks for. `waits`: of each body,
 * in ms, ascending.
 */
export async function send({
  url,
  bodies,
  connections,
  seconds,
  rate,
  longestRefusalMs = LONGEST_REFUSAL_MS,
}) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const waits = [];
  const sent = { spans: 0, logs: 0, invocations: 0, requests: 0, refused: 0 };
  const cpu = process.cpuUsage();
  const started = performance.now();
  const until = started + seconds * 1000;
  let scheduled = 0;
  const connection = async () => {
    for (;;) {
      const body = performance.now() < until ? bodies.shift() : undefined;
      if (body === undefined) return;
      const due = rate === undefined ? performance.now() : started + (scheduled / rate) * 1000;
      if (body.path === '/v1/traces') scheduled += body.records;
      const early = due - performance.now();
      if (early > 0) await delay(early);
      const first = performance.now();
      while ((await post(agent, url, body)) === 503) {
        if (performance.now() - first > longestRefusalMs) {
          throw new Error(`${body.path} was answered with 503 for ${longestRefusalMs / 1000} s`);
        }
        sent.refused += 1;
        await delay(RETRY_MS);
      }
      waits.push(performance.now() - due);
      sent.requests += 1;
      sent.invocations += body.invocations;
      if (body.path === '/v1/traces') sent.spans += body.records;
      else sent.logs += body.records;
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
  const ms = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  agent.destroy();
  waits.sort((a, b) => a - b);
  const at = (share) => waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? 0;
  return { ...sent, ms, cpuMs: (user + system) / 1000, p50: at(0.5), p99: at(0.99), max: at(1), waits };
}

/** The status; a connection that breaks is an error. */
function post(agent, url, { path, bytes }) {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url + path,
      {
        agent,
        method: 'POST',
        headers: {
          'content-type': 'application/x-protobuf',
          'content-encoding': 'gzip',
          'content-length': bytes.length,
        },
      },
      (response) => {
        const { statusCode } = response;
        response.resume().once('end', () => {
          if (statusCode === 200 || statusCode === 503) resolve(statusCode);
          else reject(new Error(`${path} answered ${statusCode}`));
        });
      },
    );
    outgoing.once('error', reject);
    outgoing.end(bytes);
  });
}
