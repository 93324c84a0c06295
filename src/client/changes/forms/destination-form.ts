import { type Command, Option } from 'commander';
import type { DestinationView } from '../../../address-book/destinations.contract.js';
import { difference } from '../../../domain/address-book/lookalike.js';
import { parseAddress } from '../../../domain/values/address.js';
import type { Json } from '../../../domain/values/canonical-json.js';
import { printUtc } from '../../../domain/values/time.js';
import { assetCalled, destinationCalled } from '../../naming/names.js';
import { readAmount, readMoment } from '../../naming/written.js';
import type { Session } from '../../session/session.js';
import type { Desk } from '../../terminal/desk.js';
import { misused } from '../../terminal/failures.js';
import { FOR_SCRIPTS, type ProposeOptions, type Wanted, propose, proposeForm } from '../drafts/proposing.js';
import { collected } from './collected.js';
import { controlOf } from './control.js';

interface DestinationOptions extends ProposeOptions {
  readonly of?: string;
  readonly label?: string;
  readonly address?: string;
  readonly owner?: string;
  readonly asset?: readonly string[];
  readonly limit?: readonly string[];
  readonly canary?: readonly string[];
  readonly until?: string;
  readonly lookalike?: readonly string[];
  readonly unproven?: string;
  readonly controlSigner?: string;
}

/** As long as one without a proof may live. */
const UNTIL = '90d';

export function destinationForm(desk: Desk): Command {
  return proposeForm('destination', 'Propose an entry of the address book, or another version of one')
    .option('--of <name>', 'another version of this entry: what is not named stays as it is')
    .option('--label <label>', 'what it is to be called')
    .option('--address <address>', 'where it is, with the checksum')
    .option('--owner <text>', 'whose it is')
    .option('--asset <symbol>', 'what it may receive; may be given again', collected)
    .option(
      '--limit <amount>',
      'at most so much in one transfer, such as "50 ETH"; may be given again',
      collected,
    )
    .option('--canary <amount>', 'at most so much in the first one; may be given again', collected)
    .option('--until <when>', `until when it may be paid: 300d, or a time in UTC; ${UNTIL} if left out`)
    .option('--lookalike <address>', 'it looks like this one, which is seen; may be given again', collected)
    .addOption(
      new Option('--unproven <reason>', 'why nobody can sign for the address').conflicts('controlSigner'),
    )
    .option(
      '--control-signer <command>',
      'have this command sign by the key of the address that it is its own',
    )
    .addHelpText('after', EXAMPLES)
    .action((options: DestinationOptions) =>
      propose(desk, options, (session) => wantedBy(options, { session, desk })),
    );
}

const EXAMPLES = `
Examples:
  sluice change propose destination --label "Hot wallet 3" --address 0x… --owner Treasury --asset ETH \\
    --limit "50 ETH" --canary "1 ETH" --control-signer 'cast wallet sign --ledger --data --from-file /dev/stdin'
  sluice change propose destination --label "Exchange 1" --address 0x… --owner Treasury --asset ETH --asset sUSD \\
    --limit "5 ETH" --canary "1 ETH" --limit "9000 sUSD" --canary "100 sUSD" --unproven "a deposit address"
  sluice change propose destination --of "Hot wallet 1" --limit "20 ETH"
  sluice change propose --kind destination --subject "Hot wallet 2" --remove

Each asset of a new entry needs a canary; where nobody signs for the address, a limit too, and compliance approves it.
If the address looks like one that is known, the gateway refuses it and shows both, digit by digit. If it is really
meant, name the other by --lookalike: the difference is signed. A contract that signs for itself (EIP-1271) is proposed
by --kind destination --content FILE.

${FOR_SCRIPTS}`;

async function wantedBy(
  options: DestinationOptions,
  { session, desk }: { readonly session: Session; readonly desk: Desk },
): Promise<Wanted> {
  const { of } = options;
  const before = of === undefined ? undefined : await destinationCalled(session.gateway, of);
  if (before) requireDifferent(options, before.label);
  const named = namedBy(options, before);
  const expiresAt =
    options.until === undefined && before
      ? before.expiresAt
      : printUtc(readMoment(options.until ?? UNTIL, Date.now()));
  // A proof was made for the draft, and is used once.
  const isProven = options.draft !== undefined && options.controlSigner !== undefined;
  const content: Json = {
    ...{ chainId: session.installation.chain.id, ...named, expiresAt },
    ...(!isProven && { control: await controlOf(named, options, { session, desk, before }) }),
    ...(await termsOf(options, { session, before })),
    lookalikes: lookalikesOf(named.address, options, before),
  };
  return { kind: 'destination', subject: before?.id, content, again: [`--until=${expiresAt}`] };
}

const TERMS = [
  ...(['label', 'address', 'owner', 'asset', 'limit', 'canary', 'until'] as const),
  ...(['lookalike', 'unproven', 'controlSigner'] as const),
];

function requireDifferent(options: DestinationOptions, label: string): void {
  if (TERMS.some((term) => options[term] !== undefined)) return;
  throw misused(`what of ${label} is to be different? name it, such as --limit "20 ETH"`);
}

interface Named {
  readonly label: string;
  readonly address: string;
  readonly owner: string;
}

function namedBy({ label, address, owner }: DestinationOptions, before: DestinationView | undefined): Named {
  const missing = [
    ['--label', label ?? before?.label],
    ['--address', address ?? before?.address],
    ['--owner', owner ?? before?.owner],
  ].flatMap(([name = '', value]) => (value === undefined ? [name] : []));
  if (missing.length > 0)
    throw misused(`a new entry needs ${missing.join(', ')} too; one that is there is named by --of`);
  const written = address ?? before?.address ?? '';
  return {
    label: label ?? before?.label ?? '',
    address: parseAddress(written),
    owner: owner ?? before?.owner ?? '',
  };
}

async function termsOf(
  { asset, limit, canary }: DestinationOptions,
  { session, before }: { readonly session: Session; readonly before: DestinationView | undefined },
): Promise<{ readonly assetIds: Json; readonly limits: Json; readonly canary: Json }> {
  const idOf = async (symbol: string) => (await assetCalled(session.gateway, symbol)).id;
  const amounts = (written: readonly string[]) =>
    Promise.all(
      written.map(async (each) => {
        const { amount, symbol } = readAmount([each]);
        return { assetId: await idOf(symbol), amount };
      }),
    );
  if (asset === undefined && before === undefined) throw misused('what may it receive? name it by --asset');
  return {
    assetIds: asset === undefined ? [...(before?.assetIds ?? [])] : await Promise.all(asset.map(idOf)),
    limits:
      limit === undefined
        ? (before?.limits ?? []).map((each) => ({ ...each }))
        : (await amounts(limit)).map(({ assetId, amount }) => ({ assetId, maxPerTransfer: amount })),
    canary:
      canary === undefined
        ? (before?.canary ?? []).map((each) => ({ ...each }))
        : (await amounts(canary)).map(({ assetId, amount }) => ({ assetId, max: amount })),
  };
}

function lookalikesOf(
  address: string,
  { lookalike }: DestinationOptions,
  before: DestinationView | undefined,
): Json {
  if (lookalike === undefined) return (before?.lookalikes ?? []).map((each) => ({ ...each }));
  return lookalike.map((each) => {
    const other = parseAddress(each);
    return { address: other, difference: difference(parseAddress(address), other) };
  });
}
