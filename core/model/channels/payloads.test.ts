import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outgoing } from './channel-kind';
import { digestMessage } from './digest';
import { fullText, readNotice, type Stored } from './notice';
import { CHANNEL_KINDS } from './registry';
import { alertMessageOf, digestOf, type SampleText, sampleSettings, TEST_MESSAGE } from './testing/samples';
import { VENDOR_SHAPES } from './testing/vendor-shapes';

const SETTINGS = sampleSettings('https://example.org/hook');
const FACTS = { at: 0, signingSecrets: [`whsec_${Buffer.alloc(32, 7).toString('base64')}`] };
const PLAIN: SampleText = { name: 'Error rate', message: '7.4 % of 812 failed.', label: 'checkout' };

type Entry = (typeof CHANNEL_KINDS)[number];
const HTTP_KINDS = CHANNEL_KINDS.filter(({ kind }) => kind !== 'email');

const render = (entry: Entry, stored: Stored): Outgoing =>
  entry.render(readNotice(stored), SETTINGS[entry.kind], FACTS);

function bodyOf(entry: Entry, stored: Stored): string {
  const outgoing = render(entry, stored);
  if ('mail' in outgoing) throw new Error('a mail has no body of JSON');
  return outgoing.http.body;
}

/** Checks the body against the vendor's documentation; returns an error that says where it differs. */
function checked(entry: Entry, stored: Stored): unknown {
  const vendor = VENDOR_SHAPES[entry.kind];
  if (vendor === undefined) throw new Error(`there is no documented shape of ${entry.kind}`);
  const body = bodyOf(entry, stored);
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(vendor.bytes);
  return vendor.shape.parse(JSON.parse(body));
}

describe.each(HTTP_KINDS)('the payload of $kind', (entry) => {
  it('has the shape that its vendor documents, for every sort of message', () => {
    for (const stored of [
      alertMessageOf(PLAIN),
      alertMessageOf(PLAIN, 'acknowledged'),
      alertMessageOf(PLAIN, 'resolved'),
      digestOf(3, PLAIN),
      digestOf(500, PLAIN),
      TEST_MESSAGE,
    ]) {
      checked(entry, stored);
    }
  });

  it('keeps within its limits, whatever names telemetry holds', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.constantFrom(
        '<!channel>',
        '@everyone',
        '&',
        '<',
        '*',
        '[x](http://evil)',
        '\ud83d\ude00',
        '\ud800',
        '漢',
      ),
    );
    const texts = fc.array(piece, { minLength: 1, maxLength: 20 }).map((parts) => `x${parts.join('')}`);
    const repeated = fc
      .tuple(texts, fc.integer({ min: 1, max: 40 }))
      .map(([text, times]) => text.repeat(times));
    // The greatest lengths that core/alerts/message.ts allows for names and texts of rules.
    const sample = fc.record({
      name: repeated.map((text) => text.slice(0, 200)),
      message: repeated.map((text) => text.slice(0, 1500)),
      label: repeated.map((text) => text.slice(0, 200)),
    });
    fc.assert(
      fc.property(sample, fc.constantFrom(0, 2, 40), (text, digest) => {
        checked(entry, digest === 0 ? alertMessageOf(text) : digestOf(digest, text));
      }),
      { numRuns: 60 },
    );
  });
});

describe('messages of one incident', () => {
  const bodies = (kind: Entry['kind']) => {
    const entry = CHANNEL_KINDS.find((one) => one.kind === kind);
    if (entry === undefined) throw new Error(kind);
    return (['firing', 'acknowledged', 'resolved'] as const).map((state) =>
      JSON.parse(bodyOf(entry, alertMessageOf(PLAIN, state))),
    );
  };

  it('open, take on and close the same incident of PagerDuty, and of a receiver for Alertmanager', () => {
    expect(bodies('pagerduty').map(({ event_action, dedup_key }) => [event_action, dedup_key])).toEqual([
      ['trigger', 'inc_1'],
      ['acknowledge', 'inc_1'],
      ['resolve', 'inc_1'],
    ]);
    const [firing, , resolved] = bodies('alertmanager');
    expect([firing.status, resolved.status]).toEqual(['firing', 'resolved']);
    expect(resolved.alerts[0].fingerprint).toBe(firing.alerts[0].fingerprint);
    expect([resolved.groupKey, resolved.alerts[0].endsAt]).toEqual([
      firing.groupKey,
      '2026-01-01T00:10:00.000Z',
    ]);
  });

  it('are one thread of Google Chat', () => {
    const [firing, taken, resolved] = bodies('google-chat');
    expect(taken.thread).toEqual(firing.thread);
    expect(resolved.thread).toEqual(firing.thread);
  });
});

it('a digest counts and names what fires, was taken on, and is over, in this order', () => {
  const told = (['resolved', 'acknowledged', 'firing'] as const).map((state) => alertMessageOf(PLAIN, state));
  const facts = { channelId: 'chn_1', stillFiring: 2, baseUrl: 'https://faaslens.example.org' };
  const { data, kind } = digestMessage(told, facts);
  expect(data).toMatchObject({ firing: 1, acknowledged: 1, resolved: 1, still_firing: 2 });
  const payload = JSON.stringify({ type: kind, timestamp: '2026-01-01T00:00:00.000Z', data });
  const notice = readNotice({ id: 'dig_1', kind, channelId: 'chn_1', incidentId: null, payload });
  expect(notice.title).toBe('Alerts: 1 firing, 1 acknowledged, 1 resolved');
  expect(fullText(notice).match(/(?<=• )[A-Z]+/g)).toEqual(['FIRING', 'ACKNOWLEDGED', 'RESOLVED']);
});

it.each([
  ['no_data', 'NO DATA'],
  ['error', 'ERROR'],
  ['threshold', 'FIRING'],
])('what begins for %s is headed %s', (reason, heading) => {
  const stored = alertMessageOf(PLAIN);
  const payload = stored.payload.replace('"reason":"threshold"', `"reason":"${reason}"`);
  expect(readNotice({ ...stored, payload }).title).toBe(`${heading}: Error rate on checkout`);
});

describe('hostile names', () => {
  const EVIL: SampleText = {
    name: 'x',
    message:
      '<!channel> @everyone @all <script>alert(1)</script> [click](https://evil.example) *b* `c` & <b>',
    label: '</b><users/all>',
  };
  const body = (kind: Entry['kind']) => {
    const entry = CHANNEL_KINDS.find((one) => one.kind === kind);
    return entry === undefined ? '' : bodyOf(entry, alertMessageOf(EVIL));
  };

  it('neither call anyone nor become markup', () => {
    expect(body('slack')).not.toMatch(/<!channel>|<script>/);
    expect(body('slack')).not.toContain('mrkdwn');
    expect(JSON.parse(body('discord')).allowed_mentions).toEqual({ parse: [] });
    for (const kind of ['discord', 'teams', 'mattermost'] as const)
      expect(body(kind)).not.toContain('[click](');
    expect(body('mattermost')).not.toMatch(/@(all|everyone)/);
    expect(body('telegram')).not.toMatch(/<script>|<b>&|<\/b><users/);
    expect(body('google-chat')).not.toMatch(/"text":"[^"]*<users\/all>/);
    const [mail] = CHANNEL_KINDS.filter(({ kind }) => kind === 'email').map((entry) =>
      render(entry, alertMessageOf(EVIL)),
    );
    expect(JSON.stringify(mail)).toContain('&lt;script&gt;');
  });
});
