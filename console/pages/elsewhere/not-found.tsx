import { Link } from '@tanstack/react-router';
import { useTitle } from '../../parts/title.js';

export function NotFound() {
  useTitle('No such page');
  return (
    <div className="page">
      <div className="title">
        <h1>There is no such page</h1>
        <p>
          The address may be mistyped, or of another version. <Link to="/">Home</Link> says what waits for
          you.
        </p>
      </div>
    </div>
  );
}
