import type { AssetPage } from '../../../src/assets/assets.contract.js';
import type { DestinationView } from '../../../src/address-book/destinations.contract.js';
import type { SafeView } from '../../../src/safe-api/safes.contract.js';
import type { Amount as Units } from '../../../src/domain/values/amount.js';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { serverNow } from '../../api/server-clock.js';
import { Amount, grouped } from '../../parts/amount.js';
import { Choice, Typed } from '../../parts/field.js';
import { Hex } from '../../parts/hex.js';
import { When } from '../../parts/when.js';
import { REFERENCE_MAX, type Read } from './draft.js';
import styles from './new-transfer.module.css';

export interface Form {
  readonly safe: string;
  readonly asset: string;
  readonly destination: string;
  readonly amount: string;
  readonly reference: string;
  readonly hours: number;
}

interface TransferFormProps {
  readonly form: Form;
  readonly change: (form: Form) => void;
  readonly safes: readonly SafeView[];
  readonly assets: readonly AssetPage['data'][number][];
  readonly destinations: readonly DestinationView[];
  readonly amount: Read<Units>;
  readonly reference: Read<string>;
  /** The policy's longest life of an intent. */
  readonly maxSeconds: number | undefined;
}

const HOUR = 3_600;
const HOURS = [1, 6, 12, 24, 72];

/** What is asked for: Safe, asset and destination from the register, the rest typed. */
export function TransferForm({ form, change, ...given }: TransferFormProps) {
  const { safes, assets, destinations, amount, reference, maxSeconds } = given;
  const set = (member: Partial<Form>): void => {
    change({ ...form, ...member });
  };
  const entry = destinations.find(({ id }) => id === form.destination);
  const asset = assets.find(({ id }) => id === form.asset);
  const payable = assets.filter(({ id }) => entry?.assetIds.includes(id));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <Parties form={form} set={set} safes={safes} payable={payable} destinations={destinations} />
      <Typed
        name="Amount"
        value={form.amount}
        type={(text) => {
          set({ amount: text });
        }}
        fault={amount && 'fault' in amount ? amount.fault : null}
        unit={asset?.symbol}
      >
        {amount && 'value' in amount && asset && asset.decimals > 0 ? (
          <>
            {grouped(amount.value.toString())} in smallest units, of which {asset.symbol} has {asset.decimals}{' '}
            decimals
          </>
        ) : (
          'Whole units, with a point: 1500.25'
        )}
      </Typed>
      <div className={styles.pair}>
        <Typed
          name="Reference"
          value={form.reference}
          type={(text) => {
            set({ reference: text });
          }}
          fault={reference && 'fault' in reference ? reference.fault : null}
        >
          {form.reference.length} of {REFERENCE_MAX}. It is signed and logged.
        </Typed>
        <Choice
          name="Expires"
          value={String(form.hours)}
          choose={(hours) => {
            set({ hours: Number(hours) });
          }}
          options={HOURS.filter((hours) => maxSeconds === undefined || hours * HOUR <= maxSeconds).map(
            (hours) => [String(hours), hours === 1 ? 'in 1 hour' : `in ${String(hours)} hours`],
          )}
        >
          <When at={new Date(serverNow() + form.hours * HOUR * 1_000).toISOString()} isWhole />
        </Choice>
      </div>
    </form>
  );
}

interface PartiesProps {
  readonly form: Form;
  readonly set: (member: Partial<Form>) => void;
  readonly safes: TransferFormProps['safes'];
  readonly payable: TransferFormProps['assets'];
  readonly destinations: TransferFormProps['destinations'];
}

/** From where, of what, to whom. */
function Parties({ form, set, safes, payable, destinations }: PartiesProps) {
  const entry = destinations.find(({ id }) => id === form.destination);
  return (
    <>
      <div className={styles.pair}>
        <Choice
          name="From"
          value={form.safe}
          choose={(safe) => {
            set({ safe });
          }}
          options={safes.map(({ id, label }) => [id, label])}
        >
          <InTheSafe safe={form.safe} asset={form.asset} />
        </Choice>
        <Choice
          name="Asset"
          value={form.asset}
          choose={(chosen) => {
            set({ asset: chosen });
          }}
          options={payable.map(({ id, symbol }) => [id, symbol])}
        />
      </div>
      <Choice
        name="To"
        value={form.destination}
        choose={(destination) => {
          set({ destination });
        }}
        options={destinations.map(({ id, label }) => [id, label])}
      >
        {entry ? <Hex value={entry.address} name={entry.label} /> : null}
        <p>
          {entry ? (
            <>
              In the book since <When at={entry.approvedAt} />, {entry.owner}.{' '}
            </>
          ) : null}
          Only entries of the book can be paid.
        </p>
      </Choice>
    </>
  );
}

const EVERY_MS = 30_000;

/** What is there of the asset, and what stands in the way. */
function InTheSafe({ safe, asset }: { readonly safe: string; readonly asset: string }) {
  const { data } = useRead(reads.safe(safe), { every: EVERY_MS, isWanted: safe !== '' });
  const balance = data?.balances?.find((each) => each.asset.id === asset);
  if (!data) return null;
  return (
    <>
      {balance && balance.amount !== null ? (
        <>
          <Amount value={balance.amount} unit={balance.asset.symbol} /> there.{' '}
        </>
      ) : null}
      {data.frozen ? 'It is frozen: nothing leaves it.' : ''}
    </>
  );
}
