import { LiveContext } from '../frame/connection.js';
import type { Connection } from '../api/live.js';
import { NoAnswer } from '../api/ask.js';
import { parseTransferWords } from '../../src/domain/transfers/transfer-words.js';
import { Digests } from '../parts/digests.js';
import { DoesNotFit } from '../signing/does-not-fit.js';
import { ActOutcome } from '../signing/sheet/act-outcome.js';
import { NotYou } from '../signing/sheet/not-you.js';
import { PasskeyWarning } from '../signing/sheet/passkey-warning.js';
import { RejectForm } from '../signing/sheet/reject-form.js';
import { SaidParts } from '../signing/sheet/said-parts.js';
import { Sheet } from '../signing/sheet/sheet.js';
import { SignButtons } from '../signing/sheet/sign-buttons.js';
import { UnusualList } from '../signing/sheet/unusual-list.js';
import type { Act } from '../signing/sheet/use-act.js';
import { ADDRESS, DIGEST, connected, refusal, signer, words } from './made.js';
import { TEXTS } from './texts.js';

const SAFE = { id: 'saf_1', label: TEXTS.markup };
const DIFFERENCES = [
  { what: 'The amount', computed: '1500.25 sUSD', sent: TEXTS.long },
  { what: 'The destination', computed: ADDRESS, sent: TEXTS.turned },
];
const ACTS: readonly Act[] = [
  { kind: 'signing', signer: 'one' },
  { kind: 'sending', signer: 'one' },
  { kind: 'stopped', why: TEXTS.wordy },
  { kind: 'differs', differences: DIFFERENCES },
  { kind: 'refused', error: refusal('REVISION_STALE', TEXTS.long) },
  { kind: 'unanswered', error: new NoAnswer('offline'), again: () => undefined },
];
const CONNECTIONS: readonly Connection[] = ['connecting', 'live', 'reconnecting', 'offline'];
const SIGNERS = [
  signer('one', 'passkey', 'YubiKey 5'),
  signer('two', 'wallet', TEXTS.turned),
  signer('three', 'wallet', TEXTS.long.slice(0, 80)),
];
const named = (name: string) => ({ name, of: 'what you sign', value: DIGEST });

/** The sheet with everything that may stand on it. */
export function SheetParts() {
  const said = [TEXTS.plain, TEXTS.wordy, TEXTS.rightToLeft, TEXTS.turned, TEXTS.markup].map((text) =>
    parseTransferWords(words(text, text)),
  );
  return (
    <Sheet title="Confirm" facts="expires in 46 min" heading="Confirm this transfer" close={() => undefined}>
      {said.map((each, at) => (each ? <SaidParts key={at} said={each} isSecond={at > 0} /> : null))}
      <UnusualList
        unusual={Object.values(TEXTS).map((how) => ({ what: 'First transfer to this address.', how }))}
      />
      <div className="compare">
        <Digests
          first={named('EIP-712 Digest')}
          qr={`sluice-clearance:1?${DIGEST}`}
          two={[named('Domain Hash'), named('Message Hash')]}
          others={[named('Calldata Digest')]}
        />
        <PasskeyWarning />
      </div>
      <NotYou
        answering={{ mayAnswer: false, because: { code: 'SOD', reason: TEXTS.wordy } }}
        what="Your confirmation"
        whyNone={null}
      />
      <NotYou answering={{ mayAnswer: true, because: null }} what="It" whyNone={TEXTS.wordy} />
      <DoesNotFit differences={DIFFERENCES} subject="tr_1" safe={SAFE} />
      {ACTS.map((act) => (
        <ActOutcome key={act.kind} act={act} subject="tr_1" safe={SAFE} />
      ))}
      {CONNECTIONS.map((connection) => (
        <LiveContext key={connection} value={connected(connection)}>
          <p className="acts">
            <SignButtons
              verb="Confirm"
              signers={SIGNERS}
              act={{ kind: 'none' }}
              sign={() => undefined}
              shown={DIGEST}
            />
          </p>
        </LiveContext>
      ))}
      <RejectForm
        subject="tr_1"
        safe={SAFE}
        signers={SIGNERS}
        prepare={() => new Promise(() => undefined)}
        send={() => Promise.resolve()}
        done={() => Promise.resolve()}
        back={() => undefined}
      />
    </Sheet>
  );
}
