import { openLink } from '@/app/api/_contract/access';
import { route } from '@/app/api/_http/route';

export const POST = route(openLink, ({ body, services: { settings } }) => settings.openLink(body.token));
