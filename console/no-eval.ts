import { config } from 'zod';

// Zod tries `new Function` to see whether it may; the page's policy would report each try.
config({ jitless: true });
