import { battery } from './testing/battery';

await battery({ at: 1, of: 3 });
