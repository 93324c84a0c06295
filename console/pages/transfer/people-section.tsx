import type { TransferDetail } from '../../../src/transfer-api/detail/transfer-detail.contract.js';
import { placeWords } from '../../../src/domain/confirmations/requirement-words.js';
import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { Said } from '../../parts/text.js';
import { usePerson } from '../../session/session.js';

/** Who asked, who has answered, and who can. */
export function PeopleSection({ transfer }: { readonly transfer: TransferDetail }) {
  const { requester, requesterName, waitsFor, evidence, ownerSignatures } = transfer;
  const { data: safe } = useRead(reads.safe(transfer.safe.id));
  const require = 'cleared' in evidence ? evidence.cleared.require : (transfer.decision?.tier?.require ?? []);
  const confirmed = transfer.confirmations.filter(
    ({ status, decision }) => status === 'counts' && decision === 'confirm',
  );
  return (
    <section aria-labelledby="people">
      <div className="head">
        <h2 id="people">People</h2>
      </div>
      <dl className="facts">
        <dt>Asked for by</dt>
        <dd>
          <Name person={{ id: requester, name: requesterName ?? requester }} />, who cannot confirm it
        </dd>
        {require.length === 0 ? null : (
          <>
            <dt>Confirmed by</dt>
            <dd>
              {confirmed.length === 0
                ? 'nobody yet'
                : confirmed.map(({ person, personName }, at) => (
                    <span key={person}>
                      {at === 0 ? '' : ', '}
                      <Name person={{ id: person, name: personName ?? person }} />
                    </span>
                  ))}
              <span className="quiet">
                {' '}
                (
                <Said>
                  {require.map((each) => `${String(each.count)} of ${placeWords(each)}`).join(', ')}
                </Said>
                )
              </span>
            </dd>
          </>
        )}
        {waitsFor === null || waitsFor.people.length === 0 ? null : (
          <>
            <dt>Can do the next step</dt>
            <dd>
              {waitsFor.people.map((person, at) => (
                <span key={person.id}>
                  {at === 0 ? '' : ', '}
                  <Name person={person} />
                </span>
              ))}
            </dd>
          </>
        )}
        {safe === undefined ? null : (
          <>
            <dt>Owners</dt>
            <dd>
              {safe.profile.threshold} of {safe.profile.owners.length} sign
              {ownerSignatures.length === 0 ? null : (
                <>
                  ; signed:{' '}
                  <Said>{ownerSignatures.map((each) => each.personName ?? each.owner).join(', ')}</Said>
                </>
              )}
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

function Name({ person }: { readonly person: { readonly id: string; readonly name: string } }) {
  const { id } = usePerson();
  if (id === person.id) return <b>you</b>;
  return <Said>{person.name}</Said>;
}
