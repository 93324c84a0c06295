import type { ReactNode } from 'react';
import { ownerRequestText } from '../../../src/domain/transfers/owner-request-text.js';
import { ZERO_ADDRESS } from '../../../src/domain/values/address.js';
import { Amount, grouped } from '../../parts/amount.js';
import { Digests, type ShownDigests } from '../../parts/digests.js';
import { Hex } from '../../parts/hex.js';
import { Said } from '../../parts/text.js';
import type { MadeRequest } from '../../signing/checks/owner-request-checks.js';
import styles from './sign.module.css';
import type { Requested } from './to-sign.js';

interface DeviceStepProps extends Pick<Requested, 'transfer' | 'kind'> {
  readonly made: MadeRequest;
  readonly nonceNow: string | null;
}

/** Digests and fields of the Safe transaction, all of them made here. */
export function DeviceStep({ transfer, kind, made, nonceNow }: DeviceStepProps) {
  return (
    <>
      <h2>Compare with what your device shows</h2>
      <p>Every line has to be the same. If one differs, sign nothing and freeze.</p>
      <div className={styles.device}>
        <Digests {...digestsOf(transfer, made)} />
        <div className="wide">
          <table>
            <caption className="vh">The fields of the Safe transaction</caption>
            <tbody>
              {kind === 'burn' ? (
                <BurnFields {...{ transfer, made }} />
              ) : (
                <MoveFields {...{ transfer, made }} />
              )}
              <Field name="operation" note=", call, never delegatecall">
                {made.transaction.operation}
              </Field>
              <Field
                name="nonce"
                note={
                  nonceNow === made.transaction.nonce.toString() ? (
                    <>
                      , the next of <Said>{transfer.safe.label}</Said>
                    </>
                  ) : (
                    ''
                  )
                }
              >
                {made.transaction.nonce.toString()}
              </Field>
              <Field name="five more" note=", safeTxGas, baseGas, gasPrice, gasToken, refundReceiver">
                all zero
              </Field>
            </tbody>
          </table>
        </div>
      </div>
    </>
  );
}

function digestsOf(
  { safe }: Requested['transfer'],
  { digests, intent, transaction }: MadeRequest,
): ShownDigests {
  const { digest, domainHash, messageHash, calldata } = digests;
  return {
    first: { name: 'EIP-712 Digest', of: 'safeTxHash: what you sign', value: digest },
    qr: ownerRequestText({
      ...{ chainId: intent.chainId, safe: intent.safe, digest },
      nonce: transaction.nonce.toString(),
    }),
    two: [
      { name: 'Domain Hash', of: `${safe.label} on chain ${String(intent.chainId)}`, value: domainHash },
      { name: 'Message Hash', of: 'the ten fields below', value: messageHash },
    ],
    others: [{ name: 'Calldata Digest', of: 'the data', value: calldata }],
  };
}

interface FieldsProps {
  readonly transfer: Requested['transfer'];
  readonly made: MadeRequest;
}

/** The coin goes straight to its destination; a token is called, and its data says where to and how much. */
function MoveFields({ transfer, made: { transaction, said, intent } }: FieldsProps) {
  const { asset } = transfer;
  const destination = <Said>{said.destination.label}</Said>;
  const units = (
    <>
      , which is <Amount value={said.amount} unit={said.symbol} /> at {asset.decimals} decimals
    </>
  );
  if (intent.asset === ZERO_ADDRESS)
    return (
      <>
        <Field name="to" below={destination}>
          <Hex value={transaction.to} name={`to, ${said.destination.label}`} />
        </Field>
        <Field name="value" note={units}>
          {grouped(transaction.value.toString())}
        </Field>
        <Field name="data" note=", no data">
          0x
        </Field>
      </>
    );
  return (
    <>
      <Field
        name="to"
        below={
          <>
            the token <Said>{said.symbol}</Said>
          </>
        }
      >
        <Hex value={transaction.to} name={`to, the token ${said.symbol}`} />
      </Field>
      <Field name="value" note=", no coin of the chain">
        0
      </Field>
      <Field name="data, to" below={<>{destination}: transfer(to, amount) of the token</>}>
        <Hex value={intent.destination} name={`data, to, ${said.destination.label}`} />
      </Field>
      <Field name="data, amount" note={units}>
        {grouped(intent.amount.toString())}
      </Field>
    </>
  );
}

function BurnFields({ transfer, made: { transaction } }: FieldsProps) {
  const { label } = transfer.safe;
  return (
    <>
      <Field
        name="to"
        below={
          <>
            <Said>{label}</Said> itself
          </>
        }
      >
        <Hex value={transaction.to} name={`to, ${label} itself`} />
      </Field>
      <Field name="value" note=", no coin of the chain">
        0
      </Field>
      <Field name="data" note=", no data: it moves nothing">
        0x
      </Field>
    </>
  );
}

interface FieldProps {
  readonly name: string;
  readonly children: ReactNode;
  readonly note?: ReactNode;
  readonly below?: ReactNode;
}

function Field({ name, children, note = '', below }: FieldProps) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        {children}
        <span className="quiet">{note}</span>
        {below === undefined ? null : <span className={styles.note}>{below}</span>}
      </td>
    </tr>
  );
}
