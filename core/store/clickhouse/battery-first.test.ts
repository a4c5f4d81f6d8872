import { battery } from './testing/battery';

await battery({ at: 0, of: 3 });
