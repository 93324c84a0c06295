import { Link, useSearch } from '@tanstack/react-router';
import type { AssetPage } from '../../../src/assets/assets.contract.js';
import type { DestinationView } from '../../../src/address-book/destinations.contract.js';
import type { SafeView } from '../../../src/safe-api/safes.contract.js';
import { againMs, useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { Answered, Awaited } from '../../parts/answered.js';
import { Hidden, isHidden } from '../../parts/hidden.js';
import { ProblemSay } from '../../parts/problem.js';
import { useTitle } from '../../parts/title.js';
import { usePerson } from '../../session/session.js';
import { useTyped } from '../../session/use-typed.js';
import { type Chosen, readAmount, readReference } from './draft.js';
import styles from './new-transfer.module.css';
import { PolicyAnswer } from './policy-answer.js';
import { type Form, TransferForm } from './transfer-form.js';
import { ToSign } from './to-sign.js';
import { useGround } from './use-ground.js';

type AssetView = AssetPage['data'][number];

/** Asking for a transfer: chosen from the register, judged by the policy as one types, signed as one sentence. */
export function NewTransferPage() {
  useTitle('New transfer');
  const person = usePerson();
  const safes = useRead(reads.safes);
  const assets = useRead(reads.assets);
  const destinations = useRead(reads.destinations({}));
  const error = safes.error ?? assets.error ?? destinations.error;
  return (
    <div className="page">
      <div className="title">
        <h1>New transfer</h1>
      </div>
      {error ? <ProblemSay error={error} /> : null}
      {person.roles.includes('operator') ? (
        safes.data && assets.data && destinations.data ? (
          <Asking
            safes={safes.data.data}
            assets={assets.data.data.filter(({ isRemoved }) => !isRemoved)}
            destinations={destinations.data.data.filter(({ removedAt }) => removedAt === null)}
          />
        ) : error ? null : (
          <Awaited>
            <FormSkeleton />
          </Awaited>
        )
      ) : (
        <p className="prose">
          Operators ask for transfers; you are {person.roles.join(', ')}. What waits for you is on{' '}
          <Link to="/">Home</Link>.
        </p>
      )}
    </div>
  );
}

interface Lists {
  readonly safes: readonly SafeView[];
  readonly assets: readonly AssetView[];
  readonly destinations: readonly DestinationView[];
}

const EMPTY: Form = { safe: '', asset: '', destination: '', amount: '', reference: '', hours: 12 };

function Asking(lists: Lists) {
  const person = usePerson();
  const given = useSearch({ from: '/framed/transfers/new' });
  const [form, setForm] = useTyped<Form>(`new transfer ${JSON.stringify(given)}`, { ...EMPTY, ...given });
  const first = withDefaults(form, lists);
  const chosen = chosenOf(first, lists, person.id);
  const frozen = lists.safes.find(({ id }) => id === chosen?.safe.id)?.frozen ?? null;
  const evaluated = useGround(chosen, frozen?.id ?? null);
  // Where nothing can be decided now, nobody is asked to sign for it.
  const isDown = againMs(evaluated.error) !== null;
  if (lists.safes.length === 0 || lists.destinations.length === 0)
    return (
      <p className="prose">
        {lists.safes.length === 0
          ? 'No Safe is onboarded yet.'
          : 'The address book is empty: nobody can be paid yet.'}{' '}
        Both are governed: a change adds them, which several people approve.
      </p>
    );
  const amount = chosen ? readAmount(first.amount, chosen.asset.decimals) : null;
  const reference = readReference(first.reference);
  return (
    <>
      <div className={styles.ask}>
        <TransferForm
          form={first}
          change={setForm}
          {...lists}
          amount={amount}
          reference={reference}
          maxSeconds={evaluated.data?.ground.policy.document.maxExpirySeconds}
        />
        <div>
          {isHidden(evaluated.error) ? (
            <Hidden what="Answers of the policy" />
          ) : chosen ? (
            <Answered of={evaluated} skeleton={<AnswerSkeleton />}>
              {(known) => (
                <PolicyAnswer
                  chosen={chosen}
                  evaluated={known}
                  amount={amount && 'value' in amount ? amount.value : null}
                />
              )}
            </Answered>
          ) : null}
        </div>
      </div>
      {chosen && amount && 'value' in amount && reference && 'value' in reference && !isDown ? (
        <ToSign
          key={JSON.stringify(first)}
          chosen={chosen}
          amount={amount.value}
          reference={reference.value}
          hours={first.hours}
          frozen={frozen}
        />
      ) : null}
    </>
  );
}

/** Where there is one thing to choose, or one that fits first, it is chosen. */
function withDefaults(form: Form, { safes, assets, destinations }: Lists): Form {
  const safe = form.safe === '' ? (safes[0]?.id ?? '') : form.safe;
  const destination = form.destination === '' ? (destinations[0]?.id ?? '') : form.destination;
  const entry = destinations.find(({ id }) => id === destination);
  const payable = assets.filter(({ id }) => entry?.assetIds.includes(id));
  const asset = payable.some(({ id }) => id === form.asset) ? form.asset : (payable[0]?.id ?? '');
  return { ...form, safe, destination, asset };
}

function chosenOf(form: Form, { safes, assets, destinations }: Lists, requester: string): Chosen | null {
  const safe = safes.find(({ id }) => id === form.safe);
  const asset = assets.find(({ id }) => id === form.asset);
  const destination = destinations.find(({ id }) => id === form.destination);
  if (!safe || !asset || !destination) return null;
  return {
    ...{ chainId: safe.chainId, requester },
    safe: { id: safe.id, label: safe.label, address: safe.address },
    asset: {
      ...{ id: asset.id, symbol: asset.symbol, decimals: asset.decimals },
      ...(asset.kind === 'erc20' ? { address: asset.address } : {}),
    },
    destination: { id: destination.id, label: destination.label, address: destination.address },
  };
}

function FormSkeleton() {
  return (
    <div className={styles.ask}>
      <div>
        <span className="vh" role="status">
          Asking what can be sent, and where to
        </span>
        <span className="bone bone-28 b-80" />
        <span className="bone bone-28 b-80" />
        <span className="bone bone-28 b-80" />
        <span className="bone bone-28 b-80" />
      </div>
      <AnswerSkeleton />
    </div>
  );
}

function AnswerSkeleton() {
  return (
    <div>
      <span className="bone b-50" />
      <span className="bone b-80" />
      <span className="bone b-80" />
      <span className="bone b-65" />
    </div>
  );
}
