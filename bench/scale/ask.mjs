const WARM_UP = 20;
const QUERIES = 100;
const LIMIT = 50;

/**
 * Warm times of the queries that screens wait for, at this size, each for another thing every time; what is not found
 * although it was written is counted.
 */
export async function ask({ reader, truth, range, functions }) {
  const everywhere = (number) => truth.samples[(number * 7919) % truth.samples.length];
  const numbered = truth.samples.filter(({ number }) => number !== null);
  const words = [...truth.words];
  const failing = functions.filter((_, number) => truth.errors[number] > 0);
  const asks = [
    {
      label: 'trace by id',
      run: async (number) => {
        const trace = await reader.trace(everywhere(number).traceId, 20_000);
        return trace?.spans.length === 5;
      },
    },
    {
      label: 'unique attribute over the whole range',
      run: async (number) => {
        const { traceId, url } = everywhere(number);
        const attribute = { key: 'url.full', value: url };
        const { items } = await reader.traces({ range, attribute, limit: LIMIT });
        return items.length === 1 && items[0].traceId === traceId;
      },
    },
    {
      label: `newest ${LIMIT} invocations of a function that failed`,
      run: async (number) => {
        const { items } = await reader.invocations({
          range,
          functionId: failing[number % failing.length].id,
          outcome: 'error',
          limit: LIMIT,
        });
        return items.length > 0 && items.every(({ outcome }) => outcome === 'error');
      },
    },
    {
      label: `newest ${LIMIT} log lines with a rare word`,
      run: async (number) => {
        const [word, lines] = words[(number * 13) % words.length];
        const { items } = await reader.logs({ range, q: word, limit: LIMIT });
        return items.length === Math.min(lines, LIMIT) && items.every(({ body }) => body.endsWith(word));
      },
    },
    {
      label: 'log lines with a unique number',
      run: async (at) => {
        const { number, traceId } = numbered[(at * 7919) % numbered.length];
        const { items } = await reader.logs({ range, q: number, limit: LIMIT });
        return items.some((line) => line.traceId === traceId);
      },
    },
  ];
  const results = [];
  for (const { label, run } of asks) results.push({ label, ...(await time(run)) });
  return results;
}

async function time(run) {
  const times = [];
  let missed = 0;
  for (let number = 0; number < WARM_UP; number++) await run(number + QUERIES);
  for (let number = 0; number < QUERIES; number++) {
    const started = performance.now();
    const found = await run(number);
    times.push(performance.now() - started);
    if (!found) missed += 1;
  }
  times.sort((a, b) => a - b);
  return {
    p50: times[QUERIES / 2],
    p99: times[QUERIES - 1 - Math.floor(QUERIES / 100)],
    count: QUERIES,
    missed,
  };
}
