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

const { ShownSandbox } = await import('./shown-sandbox.js');
const { steady, tenInTheEvening } = await import('./steady.js');
const { Traffic } = await import('../traffic.js');
/** Drawn by one thread and without shortcuts, so that equal pages are equal pictures to the pixel. */
const ONE_WAY = ['--num-raster-threads=1', '--disable-partial-raster', '--disable-skia-runtime-opts'];
const shown = await ShownSandbox.open((line) => process.stderr.write(`${line}\n`), ONE_WAY);
const timezoneId = tenInTheEvening(new Date());
const usual = [
  ['home', 'Ada', '/'],
  ['transfers', 'Ada', '/transfers'],
  ['new-transfer', 'Tessa', '/transfers/new'],
  ['transfer', 'Ada', `/transfers/${shown.asked}`],
  ['sheet', 'Ada', `/transfers/${shown.asked}?act=confirm`],
  ['transfer-held', 'Clara', `/transfers/${shown.held}`],
  ['changes', 'Clara', '/changes'],
  ['limits', 'Ada', '/limits'],
  ['safes', 'Ada', '/safes'],
  ['status', 'Ada', '/status'],
] as const;

/** The page as it is once all of it is there, with stand-ins for what differs from run to run. */
async function picture(name: string, who: string, path: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await shown.page(who, { colorScheme, viewport: { width: 1280, height: 900 }, timezoneId });
    const traffic = new Traffic(page);
    await page.goto(`${shown.origin}${path}`);
    await page.locator('h1').last().waitFor();
    await page.locator('.conn:not(.off, .begins)').waitFor({ state: 'attached' });
    await traffic.quiet();
    // A sheet takes no click in its first moments.
    if (path.includes('act='))
      await page.getByRole('button', { name: 'Confirm with', disabled: false }).waitFor();
    if (name === 'new-transfer') {
      await page.getByLabel('Amount').fill('50.5');
      await page.getByText('needs an exception').first().waitFor();
      await traffic.quiet();
    }
    await steady(page);
    await page.screenshot({ path: join(PICTURES, `${name}-${colorScheme}.png`) });
    await page.context().close();
  }
}

try {
  mkdirSync(PICTURES, { recursive: true });
  await shown.proposeChanges();
  for (const [name, who, path] of usual) await picture(name, who, path);
  // Every page says so from then on.
  await shown.signOtherwise();
  await picture('findings', 'Ada', '/findings');
} finally {
  await shown.close();
}
process.exit();
