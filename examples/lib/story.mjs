import { randomBytes, randomUUID } from 'node:crypto';

const attribute = (key, type) => `(?<="key":"${key.replaceAll('.', '\\.')}","value":\\{"${type}Value":"?)`;

/** What is different each time the same happens: times, ids, carts, pictures, and what is of the environment that it runs in. */
const SLOT = new RegExp(
  [
    '(?<=UnixNano":")(?<time>\\d+)',
    `${attribute('faas.instance', 'string')}(?<stream>[^"]+)`,
    `${attribute('faas.version', 'string')}(?<version>[^"]+)`,
    `${attribute('faaslens.instance', 'string')}(?<instance>[^"]+)`,
    `${attribute('faaslens.sequence', 'int')}(?<sequence>\\d+)`,
    `${attribute('faaslens.init_duration_ms', 'double')}(?<init>[\\d.]+)`,
    '(?<id>(?<!\\d\\.)\\b(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|[0-9a-f]{16})\\b|(?<=/)[0-9a-f]{8}(?=\\.))',
    '(?<cart>\\bc-\\d{4}\\b)',
  ].join('|'),
  'g',
);
const COLD = /"faas\.coldstart","value":\{"boolValue":true\}/;
const TIMED_OUT = /"error\.type","value":\{"stringValue":"timeout"\}/;
const FUNCTION = /"faas\.name","value":\{"stringValue":"([^"]+)"/;

/**
 * The telemetry of something that happened once, with all invocations and log lines that came of it. It can be told again
 * as if it had happened at another time.
 */
export class Story {
  /** @type {{functionName: string, signal: 'spans' | 'logs', texts: string[], slots: [kind: string, value: any][]}[]} */
  #parts;
  #startNs;
  /** Names of the functions whose environment was new. */
  cold;
  /** Whether a time limit was reached, which ends the environment. */
  endsEnvironment;

  /** @param {readonly string[]} bodies of OTLP/JSON requests */
  constructor(bodies) {
    const resources = bodies.flatMap((body) => {
      const { resourceSpans = [], resourceLogs = [] } = JSON.parse(body);
      return [
        ...resourceSpans.map((one) => ['spans', JSON.stringify(one)]),
        ...resourceLogs.map((one) => ['logs', JSON.stringify(one)]),
      ];
    });
    this.#parts = resources.map(([signal, json]) => ({ signal, functionName: nameIn(json), ...cut(json) }));
    this.cold = new Set(resources.filter(([, json]) => COLD.test(json)).map(([, json]) => nameIn(json)));
    this.endsEnvironment = resources.some(([, json]) => TIMED_OUT.test(json));
    const times = this.#parts.flatMap(({ slots }) =>
      slots.filter(([kind]) => kind === 'time').map(([, value]) => BigInt(value)),
    );
    // Math.min() takes no BigInt.
    [this.#startNs] = times.toSorted((a, b) => Number(a - b));
    for (const { slots } of this.#parts) {
      for (const slot of slots) if (slot[0] === 'time') slot[1] = Number(BigInt(slot[1]) - this.#startNs);
    }
  }

  /**
   * The same once more, as JSON of `ResourceSpans` and `ResourceLogs`, with ids of its own.
   *
   * @param {object} telling
   * @param {number} telling.atMs when it begins, ms since the epoch
   * @param {number} telling.slowness how much longer everything takes than when it was recorded
   * @param {(functionName: string) => import('./fleet.mjs').Environment} telling.environmentOf
   * @returns {{spans: string[], logs: string[]}}
   */
  tell({ atMs, slowness, environmentOf }) {
    const startNs = BigInt(Math.round(atMs * 1000)) * 1000n;
    const made = new Map();
    const again = (old, make) => {
      const known = made.get(old) ?? make(old);
      made.set(old, known);
      return known;
    };
    const told = { spans: [], logs: [] };
    for (const { signal, functionName, texts, slots } of this.#parts) {
      const environment = environmentOf(functionName);
      const fill = {
        time: (offsetNs) => startNs + BigInt(Math.round(offsetNs * slowness)),
        stream: () => environment.stream,
        version: () => environment.version,
        instance: () => environment.instance,
        sequence: (old) => again(`${functionName} ${old}`, () => environment.nextSequence()),
        init: (ms) => ms * slowness,
        id: (old) => again(old, newId),
        cart: (old) => again(old, newCart),
      };
      let json = texts[0];
      slots.forEach(([kind, value], index) => {
        json += fill[kind](value) + texts[index + 1];
      });
      told[signal].push(json);
    }
    return told;
  }
}

const nameIn = (json) => FUNCTION.exec(json)?.[1];

/** The text between slots, one more than these. */
function cut(json) {
  const texts = [];
  const slots = [];
  let end = 0;
  for (const match of json.matchAll(SLOT)) {
    texts.push(json.slice(end, match.index));
    slots.push(Object.entries(match.groups).find(([, value]) => value !== undefined));
    end = match.index + match[0].length;
  }
  return { texts: [...texts, json.slice(end)], slots };
}

const newId = (old) => (old.includes('-') ? randomUUID() : randomBytes(old.length / 2).toString('hex'));
const newCart = () => `c-${1000 + Math.floor(Math.random() * 9000)}`;
