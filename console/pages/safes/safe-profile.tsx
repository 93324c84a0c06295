import type { ReactNode } from 'react';
import type { SafeDetail } from '../../../src/safe-api/safe-detail.contract.js';
import { Icon } from '../../parts/icon.js';
import { Status } from '../../parts/state.js';
import { Table } from '../../parts/table.js';
import { Value } from '../../parts/value.js';
import { When } from '../../parts/when.js';

/** Whether the Safe on the chain is the one that was pinned; where not, both values side by side. */
export function SafeProfile({ safe }: { readonly safe: SafeDetail }) {
  const { profileCheck } = safe;
  return (
    <section aria-labelledby="profile">
      <div className="head">
        <h2 id="profile">As it was pinned</h2>
        {profileCheck === null ? null : (
          <p>
            compared <When at={profileCheck.at} isWhole />
          </p>
        )}
      </div>
      <Check check={profileCheck} />
      <details className="fold">
        <summary>
          <Icon name="act-right" />
          What is pinned
        </summary>
        <Pinned safe={safe} />
      </details>
    </section>
  );
}

function Check({ check }: { readonly check: SafeDetail['profileCheck'] }) {
  if (check === null)
    return (
      <p className="small quiet">
        Not compared: the chain could not be read. Nothing is decided before it is.
      </p>
    );
  if (check.ok)
    return (
      <p className="small">
        <Status tone="ok" icon="severity-ok">
          as pinned
        </Status>{' '}
        Owners, threshold, modules, guard, handler and code are those that people signed for.
      </p>
    );
  return (
    <>
      <p className="small">
        <Status tone="stop" icon="severity-critical">
          changed
        </Status>{' '}
        Sluice clears nothing for it. Whoever changed it may move its funds: the owners say at once whether it
        was they.
      </p>
      <DriftTable drift={check.drift} />
    </>
  );
}

function DriftTable({ drift }: { readonly drift: NonNullable<SafeDetail['profileCheck']>['drift'] }) {
  return (
    <Table columns={['Field', 'Pinned', 'On the chain']}>
      {drift.map(({ field, expected, actual }) => (
        <tr role="row" key={field}>
          <th role="rowheader" scope="row">
            {field}
          </th>
          <td role="cell" data-is="Pinned">
            <Value value={expected} name={`${field}, pinned`} />
          </td>
          <td role="cell" data-is="On the chain" className="stop">
            <Value value={actual} name={`${field}, on the chain`} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Pinned({ safe: { profile, profileHash, onboardedAt, guard } }: { readonly safe: SafeDetail }) {
  return (
    <dl className="facts">
      <Fact name="pinned since">
        <When at={onboardedAt} isWhole />
      </Fact>
      <Fact name="singleton">
        <Value value={profile.singleton} name="Singleton" />
      </Fact>
      <Fact name="its code">
        <Value value={profile.singletonCodeHash} name="Code hash of the singleton" />
      </Fact>
      <Fact name="proxy code">
        <Value value={profile.proxyCodeHash} name="Code hash of the proxy" />
      </Fact>
      <Fact name="modules">
        {profile.modules.length === 0
          ? 'none'
          : profile.modules.map((module) => <Value key={module} value={module} name="Module" />)}
      </Fact>
      <Fact name="guard">
        <OrNone value={guard?.pinned ?? profile.guard} name="Guard" />
      </Fact>
      <Fact name="module guard">
        <OrNone value={profile.moduleGuard} name="Module guard" />
      </Fact>
      <Fact name="fallback handler">
        <OrNone value={profile.fallbackHandler} name="Fallback handler" />
      </Fact>
      <Fact name="its code">
        <Value value={profile.fallbackHandlerCodeHash} name="Code hash of the fallback handler" />
      </Fact>
      <Fact name="profile hash">
        <Value value={profileHash} name="Profile hash" />
      </Fact>
    </dl>
  );
}

function OrNone({ value, name }: { readonly value: string; readonly name: string }) {
  return /^0x0{40}$/.test(value) ? 'none' : <Value value={value} name={name} />;
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
