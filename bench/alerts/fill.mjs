// Writes rollup rows as ingest leaves them, for functions that are invoked every minute of a month. The rows are made
// here and not by ingest: a month of them would be some hundred million spans.
const DAY = 86_400;
const HOUR = 3600;

/**
 * Fills `days` until `endSeconds` for the functions numbered from `first` up to, but without, `end`: the first `always` every minute,
 * the others every tenth.
 */
export function fillRollups(engine, file, { first, end, always, days, endSeconds }) {
  const db = engine.openDatabase(file);
  db.pragma('synchronous = OFF');
  const insertFunction = db.prepare(
    `INSERT INTO function (id, provider, account_id, region, environment, name, service, first_seen_ns, last_seen_ns)
     VALUES (?, 'aws', '1', 'eu-west-1', 'production', ?, ?, ?, ?)`,
  );
  const columns = db.pragma('table_info(rollup)').map(({ name }) => name);
  const insertRow = db.prepare(
    `INSERT INTO rollup (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})`,
  );
  const insertDependency = db.prepare(
    'INSERT INTO dependency (no, function_id, name, kind) VALUES (?, ?, ?, 6)',
  );
  const insertCalls = db.prepare(
    `INSERT INTO dependency_rollup (dependency_no, step_seconds, start_seconds, invocations, waited_ns, cost_pico_usd,
       calls, errors, call_buckets) VALUES (?, 60, ?, 0, 0, 0, ?, ?, ?)`,
  );
  const nothing = Object.fromEntries(columns.map((name) => [name, 0]));
  const start = endSeconds - days * DAY;
  const histograms = makeHistograms(engine);

  const fill = db.transaction((scope, number) => {
    insertFunction.run(
      scope,
      `function-${number}`,
      `service-${number % 10}`,
      BigInt(start) * 1_000_000_000n,
      BigInt(endSeconds) * 1_000_000_000n,
    );
    insertDependency.run(number + 1, Buffer.from(scope, 'hex'), `host-${number}.example.com`);
    const every = number < always ? 60 : 600;
    const coarser = new Map();
    for (let at = start; at < endSeconds; at += every) {
      const row = minuteRow(number, at, histograms);
      insertRow.run({ ...nothing, ...row, scope, step_seconds: 60, start_seconds: at });
      insertCalls.run(number + 1, at, row.invocations, row.error, row.duration_buckets);
      for (const step of [HOUR, DAY]) addTo(coarser, step, Math.floor(at / step) * step, row);
    }
    for (const { step, from, row } of coarser.values()) {
      insertRow.run({ ...nothing, ...row, scope, step_seconds: step, start_seconds: from });
    }
  });
  for (let number = first; number < end; number += 1)
    fill((number + 1).toString(16).padStart(16, '0'), number);
  db.close();
}

/** Ten to thirty invocations; now and then some minutes in which many fail or are slow. */
function minuteRow(number, at, histograms) {
  const minute = at / 60;
  const invocations = 10 + ((minute * 7 + number * 13) % 21);
  const isBad = (minute + number * 97) % 2000 < 12;
  const error = isBad ? Math.ceil(invocations / 3) : minute % 50 === 0 ? 1 : 0;
  return {
    invocations,
    ok: invocations - error,
    error,
    cold_starts: minute % 9 === 0 ? 1 : 0,
    duration_sum_ns: invocations * 80_000_000,
    duration_max_ns: isBad ? 2_000_000_000 : 300_000_000,
    duration_buckets: histograms[isBad ? 1 : 0],
    billed_ns: invocations * 80_000_000,
    cost_pico_usd: invocations * 300_000,
  };
}

function addTo(coarser, step, from, row) {
  const key = `${step} ${from}`;
  const known = coarser.get(key);
  if (known === undefined) coarser.set(key, { step, from, row: { ...row } });
  else {
    for (const [name, value] of Object.entries(row)) {
      if (name === 'duration_max_ns') known.row[name] = Math.max(known.row[name], value);
      else if (name !== 'duration_buckets') known.row[name] += value;
    }
  }
}

/** Of a good and of a bad minute: twenty values each, spread as durations are. */
function makeHistograms({ DurationHistogram }) {
  return [60, 400].map((middleMs) => {
    const histogram = new DurationHistogram();
    for (let index = 0; index < 20; index += 1) histogram.record(middleMs * 1e6 * (0.4 + index / 12));
    return Buffer.from(histogram.toBytes());
  });
}
