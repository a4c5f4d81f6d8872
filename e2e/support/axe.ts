import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What axe complains about on the page as it is, one line for each element. */
export async function complaints(page: Page, colorScheme = 'light'): Promise<readonly string[]> {
  // No screen has a frame: without looking into any, axe needs no second page to gather its answers.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  // Nothing but colours differs in the dark.
  if (colorScheme === 'dark') axe.withRules(['color-contrast', 'link-in-text-block']);
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary = '' }) => `${id}: ${help} | ${target.join(' ')} | ${failureSummary}`,
    ),
  );
}
