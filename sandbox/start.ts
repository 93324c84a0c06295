import { startOptions } from './start-options.js';

// First, so that --help and a mistake are answered before everything else is loaded, which takes seconds.
startOptions();
await import('./main.js');
