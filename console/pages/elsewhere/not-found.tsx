import { Link } from '@tanstack/react-router';

export function NotFound() {
  return (
    <div className="page">
      <div className="title">
        <h1>There is no such page</h1>
        <p>
          The address may be of another version. <Link to="/">Home</Link> says what waits for you.
        </p>
      </div>
    </div>
  );
}
