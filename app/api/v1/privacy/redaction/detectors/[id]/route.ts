import { getRedaction } from '@/app/_queries/redaction';
import { setRedactionDetector } from '@/app/api/_contract/privacy';
import { route } from '@/app/api/_http/route';

export const PUT = route(
  setRedactionDetector,
  async ({ params, body, services: { settings } }) => {
    await settings.setRedactionDetector(params.id, body.enabled);
    return getRedaction();
  },
  async ({ params }) => (await getRedaction()).detectors.find(({ id }) => id === params.id) ?? null,
);
