import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const FOLDER = fileURLToPath(new URL('aws-lambda-python', import.meta.url));
const hasPython = spawnSync('python3', ['--version']).status === 0;

// A machine without Python may skip this; CI must not.
it.skipIf(!hasPython && !process.env.CI)(
  `the Python wrapper keeps its promises${hasPython ? '' : ' (not run: python3 is missing, `apt-get install python3`)'}`,
  () => {
    const { status, stderr, error } = spawnSync('python3', ['-m', 'unittest'], {
      cwd: FOLDER,
      encoding: 'utf8',
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    });
    expect(error).toBeUndefined();
    expect(stderr).toMatch(/Ran \d\d tests/);
    expect(status, stderr).toBe(0);
  },
  60_000,
);
