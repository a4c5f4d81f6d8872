// npm run bench [parts] [-- millions]: what Faaslens costs on this machine. Machines differ and this one is shared:
// compare inside one run. `npm run bench scale -- 20` fills 20 million spans.
import { measureAlerts } from './alerts.mjs';
import { measureCommits } from './commits.mjs';
import { measureEngines } from './engines.mjs';
import { measureIngest } from './ingest.mjs';
import { measurePackage } from './package.mjs';
import { measurePricing } from './pricing.mjs';
import { measureScale } from './scale.mjs';
import { measureTraceScreen } from './screens-trace.mjs';
import { measureService } from './service.mjs';
import { measureSizes } from './sizes.mjs';
import { measureWrapper } from './wrapper.mjs';

const PARTS = {
  service: measureService,
  package: measurePackage,
  sizes: measureSizes,
  ingest: measureIngest,
  commits: measureCommits,
  pricing: measurePricing,
  scale: measureScale,
  engines: measureEngines,
  trace: measureTraceScreen,
  alerts: measureAlerts,
  wrapper: measureWrapper,
};
const isNumber = (argument) => /^\d+(?:\.\d+)?$/.test(argument);
const wanted = process.argv.slice(2).filter((argument) => !isNumber(argument));
const millions = process.argv.slice(2).find(isNumber);
const unknown = wanted.find((name) => !(name in PARTS));
if (unknown) {
  console.error(`bench: there is no part "${unknown}"; parts: ${Object.keys(PARTS).join(', ')}`);
  process.exit(1);
}

console.log(`Node ${process.versions.node}, ${process.platform} ${process.arch}`);
for (const [name, measure] of Object.entries(PARTS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n${name}`);
  const options = millions === undefined ? {} : { millions: Number(millions) };
  for (const [label, value] of await measure(options)) console.log(`  ${label.padEnd(62)} ${value}`);
}
