import { testRedaction } from '@/app/_queries/redaction';
import { testRedaction as contract } from '@/app/api/_contract/privacy';
import { route } from '@/app/api/_http/route';

export const POST = route(contract, ({ body }) => testRedaction(body.input, body.rule));
