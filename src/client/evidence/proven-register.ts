import { readAct } from '../../domain/changes/act.js';
import { DomainError } from '../../domain/errors.js';
import { Registered } from '../../domain/register/registered.js';
import { ledgerAt, replay } from '../../domain/register/replay.js';
import { canonicalJson } from '../../domain/values/canonical-json.js';
import { parseBytes32 } from '../../domain/values/hex.js';
import { unixSeconds } from '../../domain/values/time.js';
import { RegisterView } from '../../changes/changes.contract.js';
import { KeptFiles } from '../gateway/kept-files.js';
import type { Session } from '../session/session.js';
import type { Desk } from '../terminal/desk.js';
import { mismatched } from '../terminal/failures.js';
import { rootsOf } from './evidence-of.js';

/**
 * The register as its people signed it, replayed from the founding that is remembered: nobody else can add to it. It
 * could be an older one, so the newest that was ever seen here is remembered too, and must be in it.
 */
export async function provenRegister({ gateway, installation }: Session, desk: Desk): Promise<Registered> {
  desk.tell('Verifying the register');
  const { acts } = await gateway.get('/v1/register', RegisterView);
  const read = acts.map((act) => readAct(canonicalJson(act)));
  const ledger = await replay(
    rootsOf(installation).founding,
    read.filter((act) => act !== undefined),
  ).catch((error: unknown) => {
    if (error instanceof DomainError) throw unproven(error.message);
    throw error;
  });
  if (ledger.size !== acts.length) throw unproven('an act cannot be read');
  if (ledger.installation.chainId !== installation.chain.id) throw unproven('it is of another chain');
  const files = new KeptFiles(desk.environment);
  const pinned = files.pinned(gateway.origin);
  const seen = pinned?.registerHead;
  if (seen !== undefined && !ledger.heads.has(parseBytes32(seen)))
    throw unproven('acts of it that were here before are gone');
  if (pinned && seen !== ledger.head) files.pin({ ...pinned, registerHead: ledger.head });
  return new Registered(ledgerAt(ledger, unixSeconds(Math.floor(Date.now() / 1000))), ledger);
}

function unproven(why: string) {
  return mismatched(`nothing was signed: the register does not hold: ${why}`);
}
