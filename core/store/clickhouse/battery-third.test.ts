import { battery } from './testing/battery';

await battery({ at: 2, of: 3 });
