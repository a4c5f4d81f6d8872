import type { SavedView, ViewScreen } from '@/core/settings/settings';
import { services } from './door';

/** The saved views of a screen, by name. */
export async function listSavedViews(
  screen: ViewScreen,
): Promise<readonly Pick<SavedView, 'id' | 'name' | 'query'>[]> {
  const { settings } = await services();
  const views = await settings.listViews({ screen });
  return views.map(({ id, name, query }) => ({ id, name, query }));
}
