/** So many that code which is asked again and again is compiled, as in a service that runs. */
const WARM_UP = 25;
const ROUNDS = 60;
const LIMIT = 50;

/**
 * Times what the screens ask, each question with other values every time. An answer that is no success, or is empty where
 * there is something, ends the measurement.
 */
export async function askScreens(url, month, { warmUp = WARM_UP, rounds = ROUNDS } = {}) {
  const range = `from=${month.from}&to=${month.to}`;
  const all = await functionsOf(url, range);
  const functions = all.map(({ id }) => id);
  const versions = all.flatMap(({ version }) => (version === null ? [] : [version]));
  const words = [...new Set(month.samples.flatMap(({ word }) => (word === null ? [] : [word])))];
  const pick = (list, round) => list[(round * 7919) % list.length];
  const list = (filter) => `/api/v1/invocations?${range}&limit=${LIMIT}&${filter}`;
  const questions = [
    ['overview', 50, () => `/api/v1/overview?${range}`],
    ['overview, the screen', null, () => `/?${range}`],
    ['functions', null, () => `/api/v1/functions?${range}&limit=200`],
    ['function', 100, (round) => `/api/v1/functions/${pick(functions, round)}?${range}`],
    ['function, the screen', null, (round) => `/functions/${pick(functions, round)}?${range}`],
    ['invocations of a function', 100, (round) => list(`functionId=${pick(functions, round)}`)],
    ['invocations that failed', 100, () => list('outcome=error')],
    ['invocations that reached their time limit', 100, () => list('outcome=timeout')],
    ['invocations that were cold', 100, () => list('coldStart=true')],
    ['invocations of 10 s and more', 100, (round) => list(`minDurationMs=${10_000 + round}`)],
    ['invocations of 10 minutes and more', 100, (round) => list(`minDurationMs=${600_000 + round}`)],
    ['invocations shorter than 1 ms', 100, (round) => list(`maxDurationMs=${1 + round / 100}`)],
    ['invocations of a version', 100, (round) => list(`version=${pick(versions, round)}`)],
    ['invocations of an environment', 100, () => list('environment=staging')],
    ['invocation by request id', 100, (round) => list(`q=${pick(month.samples, round).requestId}`)],
    ['trace of 5 spans', 20, (round) => `/api/v1/traces/${pick(month.samples, round).traceId}`],
    ['logs with a rare word', 200, (round) => `/api/v1/logs?${range}&limit=${LIMIT}&q=${pick(words, round)}`],
    // Equally long answers in each size: of the smaller ones, all that there is would be less than a page.
    [
      'logs with a rare word, the newest 5',
      200,
      (round) => `/api/v1/logs?${range}&limit=5&q=${pick(words, round)}`,
    ],
    ['logs with a common word', 200, () => `/api/v1/logs?${range}&limit=${LIMIT}&q=payment`],
    ['logs that are errors', 200, () => `/api/v1/logs?${range}&limit=${LIMIT}&severity=error`],
    ['errors', null, () => `/api/v1/errors?${range}&limit=${LIMIT}`],
    ['costs by function', null, () => `/api/v1/costs?${range}&groupBy=function`],
  ];
  // All of them before the first is measured: the service has just begun, and what it does then is no part of any.
  for (const [label, , path] of questions)
    for (let round = 0; round < warmUp; round++) await ask(url, label, path(round));
  const answers = [];
  for (const [label, askedMs, path] of questions) {
    const taken = [];
    for (let round = warmUp; round < warmUp + rounds; round++) taken.push(await ask(url, label, path(round)));
    const sorted = taken.sort((a, b) => a - b);
    const [p50, p95] = [sorted[Math.floor(rounds / 2)], sorted[Math.floor(rounds * 0.95)]];
    answers.push({ label, askedMs, p50, p95 });
  }
  return answers;
}

async function functionsOf(url, range) {
  const response = await fetch(`${url}/api/v1/functions?${range}&limit=200`);
  const { items } = await response.json();
  return items;
}

/** The milliseconds until the answer is whole. */
async function ask(url, label, path) {
  const started = performance.now();
  const response = await fetch(url + path);
  const text = await response.text();
  const tookMs = performance.now() - started;
  if (!response.ok) throw new Error(`${label}: ${response.status} ${text.slice(0, 300)}`);
  if (text.startsWith('{"items":[]')) throw new Error(`${label}: nothing was found by ${path}`);
  return tookMs;
}
