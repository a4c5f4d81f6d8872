import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { compileDriver } from '../bin/driver.mjs';

const folder = mkdtempSync(join(tmpdir(), 'faaslens-compiler-'));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

it('tells what the compiler said on either stream when the driver cannot be compiled', async () => {
  const npm = join(folder, 'npm-cli.js');
  const saying = "console.log('error C2065: no such name'); console.error('gyp ERR! build error');";
  writeFileSync(npm, `${saying} process.exitCode = 1;`);
  vi.stubEnv('npm_execpath', npm);
  await expect(compileDriver()).rejects.toThrow(/error C2065.*gyp ERR!.*could not be compiled here/s);
});
