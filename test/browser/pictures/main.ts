import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { programOf } from '../../../src/config/program.js';

const PICTURES = fileURLToPath(new URL('../../../docs/pictures/', import.meta.url));

programOf('npm run screenshots', 'Take pictures of the console of a sandbox of its own, into docs/pictures', [
  'npm run screenshots',
]).parse();

/** Chromium asks fontconfig; the first of these that is there is taken, on every machine by the same order. */
const FONTS = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>/usr/share/fonts</dir><dir>/usr/local/share/fonts</dir><cachedir>${join(tmpdir(), 'sluice-fonts')}</cachedir>
${[
  ['sans-serif', 'system-ui', 'Inter', 'Noto Sans', 'Liberation Sans', 'DejaVu Sans'],
  ['monospace', 'ui-monospace', 'JetBrains Mono', 'Noto Sans Mono', 'Liberation Mono', 'DejaVu Sans Mono'],
]
  .flatMap(([generic = '', own = '', ...families]) =>
    [generic, own].map(
      (name) =>
        `<alias binding="same"><family>${name}</family><prefer>${families.map((each) => `<family>${each}</family>`).join('')}</prefer></alias>`,
    ),
  )
  .join('\n')}<include ignore_missing="yes">/etc/fonts/fonts.conf</include></fontconfig>`;
const fontsFile = join(tmpdir(), 'sluice-fonts.conf');
writeFileSync(fontsFile, FONTS);
process.env['FONTCONFIG_FILE'] = fontsFile;

const { ShownSandbox, isWhole } = await import('./shown-sandbox.js');
const shown = await ShownSandbox.open((line) => process.stderr.write(`${line}\n`));
const pages = [
  ['home', 'Ada', '/'],
  ['transfers', 'Ada', '/transfers'],
  ['new-transfer', 'Tessa', '/transfers/new'],
  ['transfer', 'Ada', `/transfers/${shown.asked}`],
  ['sheet', 'Ada', `/transfers/${shown.asked}?act=confirm`],
  ['transfer-held', 'Clara', `/transfers/${shown.held}`],
  ['changes', 'Clara', '/changes'],
  ['limits', 'Ada', '/limits'],
  ['safes', 'Ada', '/safes'],
  ['findings', 'Ada', '/findings'],
  ['status', 'Ada', '/status'],
] as const;
try {
  mkdirSync(PICTURES, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const)
    for (const [name, who, path] of pages) {
      const page = await shown.page(who, {
        colorScheme,
        viewport: { width: 1280, height: 900 },
        timezoneId: 'Europe/Berlin',
      });
      await page.goto(`${shown.origin}${path}`);
      if (path.includes('act=')) await page.getByRole('dialog').waitFor();
      await isWhole(page);
      await page.locator('.conn:not(.off, .begins)').waitFor({ state: 'attached' });
      if (name === 'new-transfer') await page.getByLabel('Amount').fill('50.5');
      await page.screenshot({ path: join(PICTURES, `${name}-${colorScheme}.png`) });
      await page.context().close();
    }
} finally {
  await shown.close();
}
process.exit();
