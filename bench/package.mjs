import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpuOfTree } from './cpu.mjs';
import { ROOT, startService } from './start-service.mjs';

const STARTS = 3;

/** The tarball of this build, installed from the registry into an empty folder, and how soon `npx` has it ready there. */
export async function measurePackage() {
  const folder = mkdtempSync(join(tmpdir(), 'faaslens-bench-package-'));
  const npm = (...args) => execFileSync('npm', args, { cwd: folder, stdio: 'ignore' });
  try {
    execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], {
      cwd: ROOT,
      stdio: 'ignore',
    });
    const [tarball] = readdirSync(folder);
    const bytes = statSync(join(folder, tarball)).size;
    const began = performance.now();
    npm('init', '-y');
    npm('install', '--omit=dev', '--no-audit', '--no-fund', join(folder, tarball));
    const installMs = performance.now() - began;
    const starts = [];
    const dataDir = mkdtempSync(join(tmpdir(), 'faaslens-bench-package-data-'));
    for (let start = 0; start < STARTS; start += 1) {
      const command = ['npx', '--no-install', 'faaslens'];
      const service = await startService({ cwd: folder, command, dataDir });
      starts.push({ readyMs: service.readyMs, cpuMs: cpuOfTree(service.pid) });
      await (start === STARTS - 1 ? service.stop() : service.end());
    }
    return [
      ['tarball', `${(bytes / 1e6).toFixed(1)} MB`],
      ['npm install of it, from the registry', seconds(installMs)],
      ...starts.map(({ readyMs, cpuMs }, start) => [
        `npx faaslens start, ${start === 0 ? 'new data' : 'data of before'}, to ready (processor time)`,
        `${seconds(readyMs)} (${seconds(cpuMs)})`,
      ]),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
