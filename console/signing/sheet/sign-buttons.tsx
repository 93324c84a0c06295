import { useStandstill } from '../../frame/connection.js';
import { Icon } from '../../parts/icon.js';
import { Said } from '../../parts/text.js';
import type { Signer } from '../signer.js';
import { type Act, isUnderWay } from './use-act.js';
import { useArmed } from './use-armed.js';

interface SignButtonsProps {
  /** What is done: "Confirm". */
  readonly verb: string;
  readonly signers: readonly Signer[];
  readonly act: Act;
  readonly sign: (signer: Signer) => void;
  /** The digest that is shown: whenever it changes, the buttons are dead for a moment. */
  readonly shown: string;
  readonly isOff?: boolean;
  readonly tone?: 'main' | 'stop';
}

/** One button for each thing that signs; the last is the filled one. Off unless what is shown is of now. */
export function SignButtons({
  verb,
  signers,
  act,
  sign,
  shown,
  isOff = false,
  tone = 'main',
}: SignButtonsProps) {
  const isStill = useStandstill() !== null;
  const isArmed = useArmed(shown);
  const isDead = isOff || isStill || !isArmed || isUnderWay(act);
  // One of a kind needs no name.
  const isNamed = (kind: Signer['kind']) => signers.filter((each) => each.kind === kind).length > 1;
  return signers.map((signer, at) => (
    <button
      key={signer.id}
      type="button"
      className={`btn btn-big${tone === 'stop' ? ' btn-stop' : at === signers.length - 1 ? ' btn-main' : ''}`}
      aria-disabled={isDead}
      onClick={() => {
        if (!isDead) sign(signer);
      }}
    >
      <Icon name={signer.kind === 'wallet' ? 'act-wallet' : 'act-passkey'} />
      {act.kind === 'signing' && act.signer === signer.id ? (
        <>Waiting for your {signer.kind}…</>
      ) : act.kind === 'sending' && act.signer === signer.id ? (
        <>Sending your signature…</>
      ) : (
        <span>
          {verb} with {isNamed(signer.kind) ? <Said>{signer.name}</Said> : signer.kind}
        </span>
      )}
    </button>
  ));
}
