import { previewTemplates } from '@/app/api/_contract/channels';
import { route } from '@/app/api/_http/route';

export const POST = route(previewTemplates, ({ body, services: { settings } }) =>
  settings.previewTemplates(body),
);
