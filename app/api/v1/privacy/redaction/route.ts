import { getRedaction } from '@/app/_queries/redaction';
import { getRedaction as contract } from '@/app/api/_contract/privacy';
import { route } from '@/app/api/_http/route';

export const GET = route(contract, () => getRedaction());
