import { describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { controlStatement } from '../src/domain/address-book/control.js';
import { changeStatement } from '../src/domain/changes/change.js';
import { cancellationStatement } from '../src/domain/confirmations/cancellation-statement.js';
import { clearanceStatement } from '../src/domain/confirmations/clearance.js';
import { bundleJsonSchema } from '../src/domain/evidence/bundle.js';
import { exceptionStatement } from '../src/domain/exceptions/policy-exception.js';
import { knownSingleton } from '../src/domain/safes/known-deployments.js';
import { WATCHED_SLOTS } from '../src/domain/safes/storage-layout.js';
import { type Statement, statementJson } from '../src/domain/signatures/statement.js';
import { SECTIONS } from '../src/domain/simulation/effects.js';
import { intentStatement } from '../src/domain/transfers/intent.js';
import { safeTxTypedData } from '../src/domain/transfers/safe-tx-hash.js';
import { EVIDENCE } from '../src/domain/transfers/transfer.js';
import { parseAddress } from '../src/domain/values/address.js';
import { parseBytes32 } from '../src/domain/values/hex.js';
import { exampleCancellation, exampleRows, recorded } from './builders/evidence-example.js';

const path = new URL('../docs/evidence-bundle.md', import.meta.url);
const { intent, clearance, exception, change, answer, transaction, destination, terms } = recorded();
const cancellation = exampleCancellation();

// SLUICE_WRITE_EXAMPLE=1 writes the worked example anew, for a vector that was recorded anew.
if (process.env['SLUICE_WRITE_EXAMPLE'] === '1') {
  const text = readFileSync(path, 'utf8');
  const block = /<!-- example -->[^]*<!-- \/example -->/;
  writeFileSync(
    path,
    text.replace(block, () => `<!-- example -->\n\n${exampleTable()}\n\n<!-- /example -->`),
  );
}
const document = readFileSync(path, 'utf8');

function exampleTable(): string {
  const rows = exampleRows().map(({ name, value, of }) => `| ${name} | \`${value}\` | ${of} |`);
  return ['| Name | Value | Of |', '|---|---|---|', ...rows].join('\n');
}

type Fields = readonly { readonly name: string; readonly type: string }[];

function typeText(name: string, fields: Fields | undefined): string {
  return `${name}(${(fields ?? []).map((each) => `${each.type} ${each.name}`).join(',')})`;
}

/** The type and the domain of a statement, as it is hashed. */
function typesOf(statement: Statement): readonly string[] {
  const types = statementJson(statement)['types'] as Record<string, Fields>;
  return Object.entries(types).map(([name, fields]) => typeText(name, fields));
}

describe('docs/evidence-bundle.md', () => {
  it.each(exampleRows().map((row) => [row.name, row.value]))('has in its example: %s', (name, value) => {
    expect(document).toContain(`| ${name} | \`${value}\` |`);
  });

  it('has no other values in its example', () => {
    const block = /<!-- example -->\n\n([^]*)\n\n<!-- \/example -->/.exec(document)?.[1];
    expect(block).toBe(exampleTable());
  });

  it.each([
    ['TransferIntent', typesOf(intentStatement(intent))],
    ['Clearance', typesOf(clearanceStatement(clearance, { decision: 'confirm', reason: '' }))],
    ['Cancellation', typesOf(cancellationStatement(cancellation, { decision: 'confirm', reason: '' }))],
    ['PolicyException', typesOf(exceptionStatement(exception))],
    ['Change', typesOf(changeStatement(change, answer, { chainId: 1, id: null }))],
    ['DestinationControl', typesOf(controlStatement(destination, terms))],
    [
      'SafeTx',
      Object.entries(safeTxTypedData(transaction, 1, intent.safe).types).map(([name, fields]) =>
        typeText(name, fields),
      ),
    ],
  ])('has the type %s and its domain as they are hashed', (_name, texts) => {
    for (const text of texts) expect(document.split('\n')).toContain(text);
  });

  it('has a row for every member of a bundle, and no other', () => {
    const table = /\| Member \| Is \|\n\|---\|---\|\n((?:\|.*\n)+)/.exec(document)?.[1] ?? '';
    const named = [...table.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]);
    expect(named).toEqual(Object.keys(bundleJsonSchema().properties ?? {}));
  });

  it('has every state that a transfer can come to, and what it needs there', () => {
    const rows = [...document.matchAll(/^\| .* \| `([a-z-]+)` \| `[a-z-]+` \| (.*) \|$/gm)];
    for (const [state, schema] of Object.entries(EVIDENCE)) {
      if (state === 'requested') continue;
      const row = rows.find((match) => match[1] === state)?.[2] ?? 'nothing';
      const members = [...row.matchAll(/`(\w+)`/g)].map((match) => match[1]);
      expect([state, members]).toEqual([state, Object.keys(schema.shape)]);
    }
  });

  it('has the released singletons', () => {
    const rows = [...document.matchAll(/^\| (1\.\d\.\d) \| (yes|no) \| (.*) \| `(0x[0-9a-f]{64})` \|$/gm)];
    const found = rows.flatMap(([, version, l2, addresses = '', hash = '']) =>
      [...addresses.matchAll(/0x[0-9a-fA-F]{40}/g)].map(([address]) => ({
        known: knownSingleton(parseAddress(address), parseBytes32(hash)),
        said: { version, l2: l2 === 'yes' },
      })),
    );
    expect(found).toHaveLength(8);
    for (const { known, said } of found) expect(said).toEqual(known);
  });

  it('has the sections of effects and the slots that are looked at', () => {
    expect(document).toContain(JSON.stringify(SECTIONS));
    const hashed = [...WATCHED_SLOTS.keys()].filter((slot) => !slot.startsWith('0x0000'));
    for (const slot of hashed) expect(document).toContain(`\`${slot}\``);
  });
});
