import { createWebWrap } from '../web/create-web-wrap';
import { namelessResource } from '../web/nameless-resource';
import type { WebWrap } from '../web/web-options';
import { describeVercelRequest } from './describe-vercel-request';
import { nextAnswerIn } from './next-answer';

/**
 * Instruments a function of Vercel, or a route handler of Next.js on any host; each route is a function of its own.
 * Telemetry is sent by `waitUntil` of Vercel's request context; elsewhere pass Next.js' own: `wrap(handler,
 * { waitUntil: after })`. `redirect()` and `notFound()` are answers, not errors; a build is not told.
 */
export const wrap: WebWrap = createWebWrap({
  resource: namelessResource,
  describe: describeVercelRequest,
  isIgnored: (env) => env.NEXT_PHASE === 'phase-production-build',
  answerIn: nextAnswerIn,
});
