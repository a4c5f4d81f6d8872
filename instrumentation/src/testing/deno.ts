import { createRequire } from 'node:module';
import { runtimeModule } from './runtimes';

/** The real Deno, as its npm package brings it for this machine. */
export async function denoBinary(): Promise<string> {
  const path = await runtimeModule('deno/install_api.cjs');
  const { runInstall } = createRequire(path)(path) as { runInstall(): string };
  return runInstall();
}
