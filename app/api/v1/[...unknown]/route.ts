import { allServices } from '@/app/_queries/door';
import { requestFacts } from '@/app/_queries/request-facts';
import { errorResponse } from '@/app/api/_http/errors';
import { FaaslensError } from '@/core/errors';

/** Any other path: behind the door too, so that it reveals nothing without authorization. */
async function unknownPath(request: Request): Promise<Response> {
  try {
    const { door } = await allServices();
    await door.authorize(requestFacts(request.method, request.headers), 'read');
    throw new FaaslensError('not_found', 'there is no such call; /api/v1/openapi.json lists them all');
  } catch (error) {
    return errorResponse(error, 'unknown path');
  }
}

export { unknownPath as DELETE, unknownPath as GET, unknownPath as POST, unknownPath as PUT };
