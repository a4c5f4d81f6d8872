import { toNoteView } from '@/app/_queries/views/incidents';
import { whoIs } from '@/app/_queries/who';
import { addNote } from '@/app/api/_contract/incidents';
import { route } from '@/app/api/_http/route';

export const POST = route(addNote, async ({ params, body, access, services: { settings } }) =>
  toNoteView(await settings.addIncidentNote(params.id, { by: await whoIs(access), text: body.text })),
);
