import { isReady } from '@/collector/health/is-ready';
import type { Config } from '@/core/config';
import { FaaslensError } from '@/core/errors';

const PATIENCE_MS = 4_000;

/**
 * `faaslens health [collect]`: asks the servers that the settings name, or with `collect` those of a collector alone, whether
 * they are ready; sends nothing. Answers 0 when they are, else 1 with the names of those that are not.
 */
export async function health(argv: readonly string[], config: Config): Promise<number> {
  const unknown = argv.find((argument) => argument !== 'collect');
  if (unknown) throw new FaaslensError('invalid_input', `health does not know ${unknown}; it takes collect`);
  const servers = [
    { name: 'OTLP/HTTP', port: config.otlpHttpPort },
    ...(argv.includes('collect') ? [] : [{ name: 'dashboard', port: config.port }]),
  ];
  const asked = await Promise.all(servers.map(({ port }) => isReady(config, port, PATIENCE_MS)));
  const missing = servers.filter((_, index) => !asked[index]);
  for (const { name, port } of missing) console.error(`faaslens: ${name} on port ${port} is not ready`);
  return missing.length === 0 ? 0 : 1;
}
