import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const SYSTEM = '/usr/bin/chromium';

/** The browser that CHROMIUM_PATH names, else the system's, else Playwright's own. */
export function openBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? (existsSync(SYSTEM) ? SYSTEM : undefined),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}
