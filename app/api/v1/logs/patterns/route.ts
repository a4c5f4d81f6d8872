import { logPatterns as ask } from '@/app/_queries/log-patterns';
import { logPatterns } from '@/app/api/_contract/logs';
import { route } from '@/app/api/_http/route';

export const GET = route(logPatterns, ({ query }) => ask(query));
