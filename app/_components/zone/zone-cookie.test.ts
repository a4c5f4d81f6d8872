import { expect, it } from 'vitest';
import { NO_CHOICE, readZoneCookie, shownZone } from './zone-cookie';

it('says the zone of the clock and whether UTC was chosen, decoded or not', () => {
  const chosen = { utc: true, local: 'America/Argentina/Buenos_Aires' };
  expect(readZoneCookie('utc%20America%2FArgentina%2FBuenos_Aires')).toEqual(chosen);
  expect(readZoneCookie('utc America/Argentina/Buenos_Aires')).toEqual(chosen);
  expect(readZoneCookie('local Etc/GMT+5')).toEqual({ utc: false, local: 'Etc/GMT+5' });
  expect(shownZone(chosen)).toBe('UTC');
  expect(shownZone({ utc: false, local: 'Asia/Tokyo' })).toBe('Asia/Tokyo');
});

it('says nothing when it is anything else', () => {
  const wrong = [undefined, '', 'utc', 'local Nowhere/Town', 'local <script>', '%E0%A4%A', 'local  UTC'];
  for (const value of wrong) expect(readZoneCookie(value)).toEqual(NO_CHOICE);
});
