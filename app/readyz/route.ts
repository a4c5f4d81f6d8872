import { allServices } from '@/app/_queries/door';

export const dynamic = 'force-dynamic';

/** Whether pages can be made: the database answers. Says nothing about what is in it. */
export async function GET(): Promise<Response> {
  const headers = { 'Cache-Control': 'no-store' };
  try {
    const { reader } = await allServices();
    await reader.environments();
    return new Response('ready\n', { headers });
  } catch (error) {
    const stack = error instanceof Error ? error.stack : String(error);
    process.stderr.write(`${JSON.stringify({ level: 'warn', msg: 'not ready', stack })}\n`);
    return new Response('not ready\n', { status: 503, headers });
  }
}
