// Finds or installs the browser that the e2e tests drive.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { StepError, step } from './steps.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/**
 * The path of a Chromium: from CHROMIUM_PATH, else a system Chrome or Chromium, else Debian's package when this is
 * root on a Debian; null when none of these can be had. Needs no package of ours, so it may go on beside their installation.
 */
export async function systemBrowser(root) {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (runnable(named)) return named;
    throw new Error(`CHROMIUM_PATH=${named}: there is no such program`);
  }
  const found = onPath();
  if (found) return found;
  if (process.getuid?.() === 0 && whichOnPath('apt-get')) {
    try {
      await step('package lists', 'apt-get', ['update'], { cwd: root });
      await step(
        'Debian package chromium',
        'apt-get',
        ['install', '-y', '--no-install-recommends', 'chromium'],
        {
          cwd: root,
          env: { DEBIAN_FRONTEND: 'noninteractive' },
        },
      );
      return onPath();
    } catch (error) {
      if (!(error instanceof StepError)) throw error;
    }
  }
  return null;
}

/**
 * The same, else null after Playwright's own download worked (Playwright then finds it by itself). `system` tells of a
 * search that is under way. Rejects with one line that says what to install when none of these can be had.
 */
export async function findBrowser(root, system = systemBrowser(root)) {
  const found = await system;
  if (found !== null) return found;
  try {
    await step(
      "Playwright's Chromium",
      process.execPath,
      [join(root, 'node_modules/@playwright/test/cli.js'), 'install', 'chromium'],
      { cwd: root },
    );
    return null;
  } catch {
    throw new Error(
      'the e2e tests need Chromium: install the package "chromium" (Debian, Alpine, Homebrew) or Google Chrome, or set CHROMIUM_PATH',
    );
  }
}

function onPath() {
  const name = NAMES.map(whichOnPath).find(Boolean);
  return name ?? (runnable(MAC) ? MAC : null);
}

function whichOnPath(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(runnable);
}

function runnable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
