import pc from 'picocolors';
import { z } from 'zod';
import { STORIES } from '../console/stories/stories.js';
import { delayOf, delayWords } from './delays.js';
import { firstTransferCommands } from './first-transfer.js';
import { accountIndex, mnemonic } from './mnemonic.js';
import { DEMO_PEOPLE, confirmationKey, ownerKey } from './people.js';
import type { Say } from './play.js';
import type { Sandbox } from './sandbox.js';

const SafePage = z.object({
  data: z.array(
    z.object({
      label: z.string(),
      address: z.string(),
      enforcement: z.string(),
      gaps: z.array(z.string()),
    }),
  ),
});

/** Who and what is there, and how to begin. */
export async function introduce(sandbox: Sandbox, say: Say): Promise<void> {
  const { origin } = sandbox.gateway;
  say(`${pc.bold('Console')}       ${origin}`);
  say('');
  for (const line of peopleLines()) say(line);
  say('');
  say(`API           ${origin}/v1`);
  say(`OpenAPI page  ${origin}/docs`);
  say(`Chain         ${sandbox.chainUrl} (chain id 31337; one node stands for both providers)`);
  await introduceSafes(sandbox, say);
  const delay = delayWords(delayOf(sandbox.founding));
  say(
    `Delays        what loosens a rule waits ${delay}, a new destination ${delay} more (--fresh --delay 60)`,
  );
  say(`Founding      ${sandbox.trust.foundingDigest}`);
  say(`Log key       ${sandbox.trust.logKey}`);
  say(
    pc.dim(
      '  Evidence is verified by these two (--founding, --log-key). Where it matters, compare them by another',
    ),
  );
  say(
    pc.dim(
      '  channel than the gateway: GET /v1/installation says them too, and whoever answers there could lie.',
    ),
  );
  say('');
  say(`${pc.bold(origin)}  Sluice is ready. What follows is a demonstration that you need not wait for.`);
}

const TITLE = Math.max(...STORIES.map(({ title }) => title.length));

/** What one does next: in the browser, or by commands. The end of what `npm start` says. */
export function readyLines(origin: string): readonly string[] {
  return [
    `${pc.bold(origin)}  Open it in a browser: its first page begins with these.`,
    '',
    pc.bold('Three stories to try'),
    ...STORIES.map(({ title, words }, at) => `  ${String(at + 1)}. ${title.padEnd(TITLE)}  ${words}`),
    '',
    `${pc.bold('The first of them by commands')}, from another terminal in this folder`,
    ...firstTransferCommands(origin).map((command) => `  ${command}`),
    '',
    'Ctrl-C stops it; npm start -- --fresh starts over.',
  ];
}

async function introduceSafes(sandbox: Sandbox, say: Say): Promise<void> {
  const { data } = SafePage.parse((await sandbox.person('Audrey').get('/v1/safes')).body);
  for (const { label, address, enforcement, gaps } of data) {
    say(`${label.padEnd(13)} ${address} (Safe 1.4.1, 3 of 5; ${enforcement}: no guard is installed)`);
    if (gaps.length > 0)
      say(`${''.padEnd(13)} gaps: ${gaps.join(', ')} (docs/runbook.md, Ways round Sluice)`);
  }
}

/** Everybody, with the index of each key. */
export function peopleLines(): readonly string[] {
  const rows = DEMO_PEOPLE.map((person) => {
    const owner = ownerKey(person);
    const rights = `${person.roles.join(', ')}${person.groups.length > 0 ? ` (${person.groups.join(', ')})` : ''}`;
    const key = `key ${String(person.index)}  ${confirmationKey(person).address}`;
    const owns = owner ? `  owner key ${String(person.ownerIndex)}  ${owner.address}` : '';
    return `  ${person.name.padEnd(8)} ${rights.padEnd(36)} ${key}${owns}`;
  });
  const { relayer, deployer, hotWallet } = accountIndex;
  return [
    pc.bold('People: roles (groups), the key that signs in and confirms, the key that owns the Safe'),
    ...rows,
    pc.dim(`  Each number is the key's index, m/44'/60'/0'/0/<index>, of the well-known mnemonic`),
    pc.dim(`  "${mnemonic}".`),
    pc.dim(
      `  ${String(relayer)} is the relayer's, ${String(deployer)} the deployer's, ${String(hotWallet)} the hot wallet's. Nobody has ${nobodys().join(', ')}.`,
    ),
  ];
}

/** The indexes between those in use that belong to nobody. */
function nobodys(): readonly number[] {
  const { owners, relayer, deployer } = accountIndex;
  const used = [...owners, relayer, deployer, ...DEMO_PEOPLE.map(({ index }) => index)];
  return Array.from({ length: Math.max(...used) }, (_, index) => index).filter(
    (index) => !used.includes(index),
  );
}
