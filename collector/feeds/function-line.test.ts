import { expect, it } from 'vitest';
import { lineFacts } from './function-line';

const ID = '8f5d1b7e-0000-4000-8000-000000000001';

it.each([
  ['Node.js', `2026-11-21T05:00:00.003Z\t${ID}\tWARN\tno stock`, 13, 'WARN', ID],
  ['Node.js while it begins', '2026-11-21T05:00:00.003Z\tundefined\tERROR\tno stock', 17, 'ERROR', null],
  ['.NET', `2026-11-21T05:00:00.003Z\t${ID}\tfail\tno stock`, 17, 'fail', ID],
  ['.NET, critical', `2026-11-21T05:00:00.003Z\t${ID}\tcrit\tno stock`, 21, 'crit', ID],
  ['Python', `[WARNING]\t2026-11-21T05:00:00.003Z\t${ID}\tno stock`, 13, 'WARNING', ID],
  ['Ruby', `E, [2026-11-21T05:00:00.003123 #8] ERROR ${ID} -- : no stock`, 17, 'ERROR', ID],
  ['Ruby, of a name', `I, [2026-11-21T05:00:00.003123 #8]  INFO ${ID} -- shop: in stock`, 9, 'INFO', ID],
  ['Java', '[ERROR] no stock', 17, 'ERROR', null],
  ['JSON', `{"level":"error","requestId":"${ID}","message":"no stock"}`, 17, 'error', ID],
  ['pino', '{"level":50,"time":1795237200003,"pid":8,"msg":"no stock"}', 17, 'ERROR', null],
])('reads level and request from a line of %s', (_name, line, severity, severityText, requestId) => {
  expect(lineFacts(line)).toEqual({ severity, severityText, requestId });
});

it.each([
  'no stock',
  `2026-11-21T05:00:00.003Z\t${ID}\tno stock`,
  '{"level":51,"msg":"no stock"}',
  '{"level":50,',
  'E, [now] ERROR no stock',
])('reads nothing from a line that says neither: %s', (line) => {
  expect(lineFacts(line)).toEqual({ severity: 0, severityText: '', requestId: null });
});
