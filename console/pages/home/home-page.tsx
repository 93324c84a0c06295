import { useRead } from '../../api/answers.js';
import { reads } from '../../api/reads.js';
import { Answered } from '../../parts/answered.js';
import { useTitle } from '../../parts/title.js';

export function HomePage() {
  useTitle('Home');
  const inbox = useRead(reads.inbox);
  return (
    <div className="page">
      <Answered of={inbox} skeleton={<p>…</p>}>
        {({ data }) => (
          <div className="title">
            <h1>
              {data.length === 0 ? 'Nothing waits for you' : `${String(data.length)} things wait for you`}
            </h1>
          </div>
        )}
      </Answered>
    </div>
  );
}
