import { existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it, vi } from 'vitest';
import { runCli } from './main';

// What suits a verb that soon ends does not suit the tests behind this one.
vi.mock('node:v8', async (original) => ({
  ...(await original<object>()),
  setFlagsFromString: () => undefined,
}));

const root = fileURLToPath(new URL('../', import.meta.url));

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

async function run(...argv: string[]): Promise<{ code: number; out: string; complaints: string }> {
  const out = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const code = await runCli(argv, { root, base: root });
  return { code, out: out.mock.calls.join('\n'), complaints: complaints.mock.calls.join('\n') };
}

it.each(['version', '--version', '-v'])('tells its version when asked by %s', async (word) => {
  expect(await run(word)).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+/) });
});

it.each(['help', '--help', '-h'])('names every verb when asked by %s', async (word) => {
  const { code, out } = await run(word);
  expect(code).toBe(0);
  expect(out).toContain('faaslens restore <file>');
});

it.each(['--help', '-h'])(
  'tells how a verb is used when asked by %s behind it, and does not run it',
  async (word) => {
    const { code, out } = await run('restore', 'copy.db', word);
    expect(code).toBe(0);
    expect(out).toMatch(/^faaslens restore <file>.*$/);
  },
);

it('says what a verb lacks on stderr, where a script that reads its output does not take it for one', async () => {
  const { code, out, complaints } = await run('restore');
  expect(code).toBe(1);
  expect(out).toBe('');
  expect(complaints).toMatch(/^faaslens: usage:/);
});

it.each(['strat', 'constructor'])('names the verbs when there is none of the name %s', async (name) => {
  const { code, complaints } = await run(name);
  expect(code).toBe(1);
  expect(complaints).toContain(`there is no verb "${name}"`);
  expect(complaints).toContain('faaslens start');
});

it.each([['backup', 'copy.db'], ['check'], ['tail'], ['delete', '--trace', 'ab'.repeat(16)]])(
  '%s says that there is no database yet, and makes none',
  async (...argv) => {
    const folder = join(tmpdir(), `faaslens-none-${process.pid}`);
    vi.stubEnv('FAASLENS_DATA_DIR', folder);
    const { code, complaints } = await run(...argv);
    expect(complaints).toBe(
      `faaslens: There is no database ${join(folder, 'faaslens.db')} yet: start Faaslens once, or set FAASLENS_DATA_DIR to the folder of one`,
    );
    expect([code, existsSync(folder)]).toEqual([1, false]);
  },
);

it('says when a verb has made the database, where somebody may have meant that of the service', async () => {
  const folder = join(tmpdir(), `faaslens-new-${process.pid}`);
  vi.stubEnv('FAASLENS_DATA_DIR', folder);
  try {
    expect(await run('keys', 'list')).toMatchObject({
      code: 0,
      complaints: expect.stringContaining(`there was no database ${join(folder, 'faaslens.db')} yet`),
    });
    vi.restoreAllMocks();
    expect(await run('keys', 'list')).toMatchObject({ code: 0, complaints: '' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
