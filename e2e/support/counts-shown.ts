import type { Page } from '@playwright/test';
import { api, type List } from './api';
import type { Service } from './service';

/** A whole number as a screen shows it. */
export interface Shown {
  /** The heading, table and column, or term under which it is shown. */
  readonly label: string;
  readonly text: string;
  /** Where it leads. */
  readonly href: string | null;
}

/**
 * In words for the browser; this folder is compiled without its types. Every text that is a whole number, and what it is
 * called: figures with units are rounded, and are held against their rows by the API's tests.
 */
const COUNTS = `(() => {
  const clean = (node) => (node?.textContent ?? '').trim().replace(/\\s+/g, ' ');
  const labelOf = (node) => {
    const cell = node.closest('td');
    const heading = clean(node.closest('section, [class*=rounded]')?.querySelector('h2')) ||
      clean(node.closest('details')?.querySelector('summary span'));
    if (cell) {
      const table = cell.closest('table');
      const name = table.closest('[aria-label]')?.getAttribute('aria-label') ?? heading;
      return name + ' / ' + clean(table.tHead?.rows[0]?.cells[cell.cellIndex]);
    }
    const term = node.closest('dl')?.querySelector('dt');
    return term ? clean(term) : heading;
  };
  const found = [];
  const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode.parentElement;
    if (!/^[0-9][0-9,]*$/.test(walk.currentNode.data.trim())) continue;
    if (node.closest('svg, time, code, pre, option, input, [aria-hidden=true], .sr-only, summary')) continue;
    if (node.checkVisibility?.() === false) continue;
    found.push({ label: labelOf(node), text: walk.currentNode.data.trim(), href: node.closest('a')?.getAttribute('href') ?? null });
  }
  return found;
})()`;

export async function countsOn(page: Page, address: string): Promise<readonly Shown[]> {
  await page.goto(address, { waitUntil: 'networkidle' });
  return page.evaluate<Shown[]>(COUNTS);
}

/** How many rows the list has that a figure leads to; null when it leads to none. */
export async function rowsBehind(service: Service, href: string | null): Promise<number | null> {
  if (href === null || !/^\/(invocations|traces|logs)\?/.test(href)) return null;
  const { pathname, searchParams } = new URL(href, service.url);
  for (const name of ['columns', 'groupBy', 'live']) searchParams.delete(name);
  searchParams.set('limit', '500');
  const { items } = await api<List<unknown>>(service.url, `${pathname}?${searchParams}`);
  return items.length;
}
