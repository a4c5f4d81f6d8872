import { asksForKey } from '@/core/auth/asks-for-key';
import type { Config } from '@/core/config';
import { FaaslensError } from '@/core/errors';
import { openSettings } from '@/core/settings/index';
import type { CliContext } from '../context';
import { urlOf } from '../ready-text';
import { clickHouseSteps } from './clickhouse-steps';
import { folderSteps } from './folder-steps';
import { roundTripSteps } from './round-trip';
import { serverSteps } from './server-steps';
import { settingsSteps } from './settings-steps';
import { runSteps } from './step';

/**
 * `faaslens doctor`: looks at what Faaslens needs, then sends a trace and a log line through the running service and reads
 * them back, and looks at whom alerts reach. Answers 0 when all of it works, else 1 with the fault and the fix.
 */
export async function doctor(argv: readonly string[], config: Config, { root }: CliContext): Promise<number> {
  if (argv.length > 0) throw new FaaslensError('invalid_input', 'doctor takes no further words');
  const print = (line: string) => console.log(line);
  const steps = [
    ...folderSteps(config, root),
    ...(await clickHouseSteps(config, Date.now)),
    ...serverSteps(config),
  ];
  let failed = await runSteps(steps, print);
  if (failed === 0) {
    failed = await withKeys(config, (ingestSecret, readSecret) =>
      runSteps(
        roundTripSteps({
          tls: config.tls,
          otlpUrl: urlOf(config, config.otlpHttpPort),
          dashboardUrl: urlOf(config, config.port),
          ingestSecret,
          readSecret,
          now: Date.now(),
        }),
        print,
      ),
    );
    failed += await runSteps(settingsSteps(config), print);
  }
  print(failed === 0 ? 'All is well.' : `${failed} of these must be fixed.`);
  return failed === 0 ? 0 : 1;
}

/** Where keys are asked for, two that are good for this one visit. */
async function withKeys(
  config: Config,
  use: (ingestSecret: string | null, readSecret: string | null) => Promise<number>,
): Promise<number> {
  if (!asksForKey(config)) return use(null, null);
  const settings = await openSettings(config);
  try {
    const ingest = await settings.createVisitingKey({ name: 'doctor', scope: 'ingest' });
    const read = await settings.createVisitingKey({ name: 'doctor', scope: 'read' });
    try {
      return await use(ingest.secret, read.secret);
    } finally {
      await settings.removeVisitingKey(ingest.key.id);
      await settings.removeVisitingKey(read.key.id);
    }
  } finally {
    await settings.close();
  }
}
