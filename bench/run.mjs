// npm run bench: what Faaslens costs on this machine. Machines differ and this one is shared: compare inside one run.
import { measureIngest } from './ingest.mjs';
import { measureService } from './service.mjs';
import { measureSizes } from './sizes.mjs';
import { measureWrapper } from './wrapper.mjs';

const PARTS = {
  service: measureService,
  sizes: measureSizes,
  ingest: measureIngest,
  wrapper: measureWrapper,
};
const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !(name in PARTS));
if (unknown) {
  console.error(`bench: there is no part "${unknown}"; parts: ${Object.keys(PARTS).join(', ')}`);
  process.exit(1);
}

console.log(`Node ${process.versions.node}, ${process.platform} ${process.arch}`);
for (const [name, measure] of Object.entries(PARTS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n${name}`);
  for (const [label, value] of await measure()) console.log(`  ${label.padEnd(58)} ${value}`);
}
