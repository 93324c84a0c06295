import { readFileSync } from 'node:fs';
import { setUp } from './bootstrap/set-up.js';
import { configFromEnvironment } from './config/config.js';

const [file] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('Usage: npm run bootstrap -- FILE   (the founding document, JSON)\n');
  process.exit(2);
}
try {
  await setUp(configFromEnvironment(), readFileSync(file, 'utf8'));
  process.stdout.write('Sluice is set up. Start it with npm start.\n');
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
