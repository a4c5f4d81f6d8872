// One store of its own: filled, asked, removed. node fill-and-ask.mjs <millions of spans> <longest seconds> <engine>
import { importEngine } from '../bundle.mjs';
import { ask } from './ask.mjs';
import { fill } from './fill.mjs';
import { comparePercentiles } from './percentiles.mjs';
import { openPlace } from './place.mjs';

const spans = Number(process.argv[2]) * 1e6;
const { openReader, openWriter, priceInvocation, ...parts } = await importEngine();
const { place, size, remove } = await openPlace(process.argv[4], parts);
try {
  const startMs = Math.floor(Date.now() / 60_000) * 60_000 - spans / 5 - 3_600_000;
  const writer = await openWriter(place, { price: priceInvocation });
  const { truth, figures, range } = await fill({
    writer,
    spans,
    startMs,
    longestSeconds: Number(process.argv[3]),
  });
  await writer.close();
  const { bytes, free } = await size();

  const reader = await openReader(place);
  const functions = await functionsInOrder(reader, range);
  const queries = await ask({ reader, truth, range, functions });
  const percentiles = await comparePercentiles({ reader, truth, range, functions });
  await reader.close();
  process.send({ fill: { ...figures, bytes, free }, queries, percentiles });
} finally {
  await remove();
}

/** The stored functions in the workload's order, which is the number at the end of their names. */
async function functionsInOrder(reader, range) {
  const { items } = await reader.functions({ range, limit: 1_000 });
  const ordered = [];
  for (const { function: one } of items) ordered[Number(/\d+$/.exec(one.name)[0])] = one;
  return ordered;
}
