import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT, type Service } from './service';

type Settings = Pick<Service, 'env'>;

/** Runs a verb of the command with the settings of a service, to its end. */
export async function cli(
  settings: Settings,
  argv: readonly string[],
): Promise<{ code: number | null; output: string }> {
  const child = spawnCli(settings, argv);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
    });
  }
  await once(child, 'close');
  return { code: child.exitCode, output };
}

/** Starts a verb of the command with the settings of a service. */
export function spawnCli({ env }: Settings, argv: readonly string[]) {
  // Playwright asks for colours; Node.js complains about that where somebody wants none.
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(?:(?:FAASLENS|OTEL)_|FORCE_COLOR$)/.test(name),
  );
  return spawn(process.execPath, [join(ROOT, 'bin/faaslens.mjs'), ...argv], {
    cwd: ROOT,
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
