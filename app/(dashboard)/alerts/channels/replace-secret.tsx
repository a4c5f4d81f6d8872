'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { changeApi } from '@/app/_components/changes/change-api';
import { useChange } from '@/app/_components/changes/use-change';
import { BUTTON } from '@/app/_components/ui/controls';
import { Refusal } from '@/app/_components/ui/field';
import { Time } from '@/app/_components/ui/time';
import { SigningSecret } from './signing-secret';

/** Replaces the signing secret of a channel; for a day, messages are signed with both. */
export function ReplaceSecret({
  channelId,
  previousUntil,
}: {
  readonly channelId: string;
  /** How long the secret before the present one signs too, in ISO 8601; null when there is none. */
  readonly previousUntil: string | null;
}) {
  const router = useRouter();
  const { busy, refused, run } = useChange();
  const [secret, setSecret] = useState<string | null>(null);
  const done = () => {
    setSecret(null);
    router.refresh();
  };
  const replace = () =>
    run(async () => {
      const made = await changeApi<{ secret: string }>('POST', `/alerts/channels/${channelId}/rotate`);
      setSecret(made.secret);
    });
  if (secret !== null) return <SigningSecret secret={secret} onDone={done} />;
  return (
    <div className="flex flex-col gap-3">
      <p className="text-muted">
        Messages are signed with a secret that only this channel and its receiver know.{' '}
        {previousUntil === null ? (
          'After a replacement, messages are signed with both for a day, so that the receiver can switch.'
        ) : (
          <>
            The one before signs too until <Time iso={previousUntil} />.
          </>
        )}
      </p>
      <div>
        <button type="button" disabled={busy} className={BUTTON} onClick={() => void replace()}>
          Replace signing secret
        </button>
      </div>
      <Refusal text={refused} />
    </div>
  );
}
