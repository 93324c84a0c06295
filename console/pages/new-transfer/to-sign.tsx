import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { DestinationView } from '../../../src/address-book/destinations.contract.js';
import type { TransferView } from '../../../src/transfer-api/views/transfer-row.contract.js';
import type { IntentStatementView } from '../../../src/transfer-api/views/transfers.contract.js';
import { type Intent, intentStatement } from '../../../src/domain/transfers/intent.js';
import { type Amount as Units, formatAmount } from '../../../src/domain/values/amount.js';
import { parseBytes32 } from '../../../src/domain/values/hex.js';
import { printUtc } from '../../../src/domain/values/time.js';
import { ask } from '../../api/ask.js';
import { serverNow } from '../../api/server-clock.js';
import { useStandstill } from '../../frame/connection.js';
import { Icon } from '../../parts/icon.js';
import { ProblemSay } from '../../parts/problem.js';
import { Say } from '../../parts/say.js';
import { Sentence } from '../../parts/sentence.js';
import { Said } from '../../parts/text.js';
import { type Checked, checked } from '../../signing/checks/check.js';
import { signableOf, statementChecks } from '../../signing/checks/statement-checks.js';
import { DoesNotFit } from '../../signing/does-not-fit.js';
import { checkPlace } from '../../signing/sheet/place.js';
import { type Signer, SigningStopped } from '../../signing/signer.js';
import { useSigners } from '../../signing/use-signers.js';
import { type Chosen, intentOf, wordsOf } from './draft.js';
import { type Frozen, FrozenSafe } from './frozen-safe.js';
import styles from './new-transfer.module.css';

interface ToSignProps {
  readonly chosen: Chosen;
  readonly amount: Units;
  readonly reference: string;
  readonly hours: number;
  /** The freeze that stands on the Safe. */
  readonly frozen: Frozen | null;
}

const HOUR_S = 3_600;

/** The sentence that is asked for, and the signature under it. */
export function ToSign(props: ToSignProps) {
  const { chosen, amount, reference, frozen } = props;
  const { signers, whyNone } = useSigners();
  const isLive = useStandstill() === null;
  const navigate = useNavigate();
  const request = useMutation({
    mutationFn: (signer: Signer) => requestTransfer(props, signer),
    onSuccess: async (taken) => {
      if (taken.fits) await navigate({ to: '/transfers/$id', params: { id: taken.made.id } });
    },
  });
  if (request.data?.fits === false)
    return (
      <DoesNotFit
        differences={request.data.differences}
        subject={`a transfer to ${chosen.destination.id}`}
        safe={chosen.safe}
      />
    );
  const isOff = !isLive || request.isPending;
  const words = wordsOf(newIntent(props), chosen);
  return (
    <section className={styles.toSign} aria-labelledby="to-sign">
      <h2 id="to-sign" className="small quiet">
        What you sign
      </h2>
      <p className="sentence" data-amount={amount.toString()} data-reference={reference}>
        <Sentence words={words} />
      </p>
      {request.error ? <Stopped error={request.error} /> : null}
      {frozen === null || request.isPending ? (
        <div className={styles.acts}>
          {signers.map((signer, at) => (
            <button
              key={signer.id}
              type="button"
              className={at === 0 ? 'btn btn-main btn-big' : 'btn btn-big'}
              aria-disabled={isOff}
              onClick={() => {
                if (!isOff) request.mutate(signer);
              }}
            >
              <Icon name={signer.kind === 'passkey' ? 'act-passkey' : 'act-wallet'} />
              <span>
                Sign with <Said>{signer.name}</Said>
              </span>
            </button>
          ))}
          <span className="small quiet">
            {whyNone ?? 'Nothing moves by this. It asks for a transfer; others confirm it.'}
          </span>
        </div>
      ) : (
        <div className="gap">
          <FrozenSafe frozen={frozen} label={chosen.safe.label} />
        </div>
      )}
    </section>
  );
}

function Stopped({ error }: { readonly error: unknown }) {
  if (!(error instanceof SigningStopped)) return <ProblemSay error={error} />;
  return (
    <Say tone="wait" title="Nothing was signed">
      <p>{error.message}</p>
    </Say>
  );
}

function newIntent({ chosen, amount, reference, hours }: ToSignProps): Intent {
  const salt = parseBytes32(`0x${[...crypto.getRandomValues(new Uint8Array(32))].map(hexByte).join('')}`);
  const expiresAt = Math.floor(serverNow() / 1_000) + hours * HOUR_S;
  return intentOf(chosen, { amount, reference, salt, expiresAt });
}

const hexByte = (byte: number): string => byte.toString(16).padStart(2, '0');

/**
 * Asks once more what would be refused, so that nobody signs in vain; then has signed what was built here, and sends it.
 */
async function requestTransfer(props: ToSignProps, signer: Signer): Promise<Checked<TransferView>> {
  const { chosen } = props;
  const intent = newIntent(props);
  const named = {
    ...{ safe: intent.safeId, asset: intent.assetId, destination: intent.destinationId },
    amount: formatAmount(intent.amount, chosen.asset.decimals),
    ...{ reference: intent.reference, salt: intent.salt, expiresAt: printUtc(intent.expiresAt) },
  };
  const query = new URLSearchParams(named).toString();
  const [place, entry, served] = await Promise.all([
    checkPlace(),
    ask<DestinationView>(`/v1/destinations/${intent.destinationId}`, { method: 'GET' }),
    ask<IntentStatementView>(`/v1/intent-statement?${query}`, { method: 'GET' }),
  ]);
  if (!place.fits) return place;
  const statement = intentStatement(intent);
  const made = checked(
    [
      { what: 'Name in the address book', computed: chosen.destination.label, sent: entry.label },
      { what: 'Address in the address book', computed: intent.destination, sent: entry.address },
      ...statementChecks(statement, served),
    ],
    signableOf(statement),
  );
  if (!made.fits) return made;
  const body = { ...named, signature: await signer.sign(made.made) };
  const taken = await ask<TransferView>('/v1/transfers', { method: 'POST', body, key: crypto.randomUUID() });
  return { fits: true, made: taken };
}
