/** Prints what was measured: cold starts of both kinds, warm invocations, and sizes, each with its ratios. */
export function printTables(rows) {
  const traced = rows.filter(({ file }) => file !== 'bare');
  const peers = traced.filter(({ file }) => file !== 'floor' && file !== 'faaslens');
  for (const packed of ['installed', 'bundled']) {
    const cold = traced.filter((row) => row.packed === packed && row.coldMs !== undefined);
    const { coldMs: floor, coldCpuMs: floorCpu } = cold.find(({ file }) => file === 'floor');
    const sdk = cold.find(({ file }) => file === 'otel-sdk-node')?.coldMs;
    const seeing = peers.filter((row) => row.packed === packed && row.sees && row.coldMs !== undefined);
    const fastest = Math.min(...seeing.map(({ coldMs }) => coldMs));
    print(`cold start, ${packed}: added to load and first invocation`, [
      ['', 'ms', 'x floor', 'x sdk-node', 'x fastest peer that sees the call', 'CPU ms', 'CPU x floor', 'MB'],
      ...cold.map((row) => [
        row.name,
        row.coldMs.toFixed(1),
        ratio(row.coldMs, floor),
        ratio(row.coldMs, sdk),
        ratio(row.coldMs, fastest),
        row.coldCpuMs.toFixed(1),
        ratio(row.coldCpuMs, floorCpu),
        row.coldMb.toFixed(1),
      ]),
    ]);
  }
  const warm = traced.filter(({ warmMs }) => warmMs !== undefined);
  const floor = warm.find(({ file }) => file === 'floor').warmMs;
  const waiting = peers.filter(({ sees, waits, warmMs }) => sees && waits && warmMs !== undefined);
  const lowest = Math.min(...waiting.map(({ warmMs }) => warmMs));
  print('warm invocation: added per invocation', [
    [
      '',
      'p50 ms',
      'x floor',
      'x lowest peer that sees and waits',
      'p99 ms',
      'CPU ms',
      'messages',
      'sees the call',
    ],
    ...warm.map((row) => [
      row.name,
      row.warmMs.toFixed(3),
      ratio(row.warmMs, floor),
      ratio(row.warmMs, lowest),
      row.warmP99Ms.toFixed(2),
      row.cpuMs.toFixed(3),
      row.sent.toFixed(1),
      row.sees ? 'yes' : 'no',
    ]),
  ]);
  print('one minified file, the function included', [
    ['', 'kB', 'gzipped kB'],
    ...traced
      .filter(({ packed, bundled }) => packed === 'bundled' && bundled)
      .map(({ name, bundled }) => [name, bundled.kilobytes.toFixed(1), bundled.gzipped.toFixed(1)]),
  ]);
}

const ratio = (value, other) => (Number.isFinite(other) && other > 0 ? (value / other).toFixed(2) : '-');

function print(title, table) {
  const widths = table[0].map((_cell, column) => Math.max(...table.map((row) => row[column].length)));
  console.log(`\n${title}`);
  for (const row of table) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]),
    );
    console.log(`  ${cells.join('  ')}`);
  }
}
