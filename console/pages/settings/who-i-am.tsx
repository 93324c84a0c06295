import { Link } from '@tanstack/react-router';
import { Said } from '../../parts/text.js';
import { usePerson } from '../../session/session.js';
import { ROLE_WORDS } from './role-words.js';

export function WhoIAm() {
  const { name, roles, groups, ownerOf } = usePerson();
  return (
    <section aria-labelledby="who">
      <div className="head">
        <h2 id="who">
          <Said>{name}</Said>
        </h2>
      </div>
      <dl className="facts">
        {roles.map((role) => [<dt key={`${role} is`}>{role}</dt>, <dd key={role}>{ROLE_WORDS[role]}</dd>])}
        <dt>groups</dt>
        <dd>
          {groups.length === 0 ? 'none: you fill no place of a quorum' : <Said>{groups.join(', ')}</Said>}
        </dd>
        {ownerOf.length === 0 ? null : (
          <>
            <dt>owner of</dt>
            <dd>
              {ownerOf.map(({ safe, label }, at) => (
                <span key={safe}>
                  {at === 0 ? '' : ', '}
                  <Link to="/safes/$id" params={{ id: safe }}>
                    <Said>{label}</Said>
                  </Link>
                </span>
              ))}
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}
