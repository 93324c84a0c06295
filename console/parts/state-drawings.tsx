import type { ReactNode } from 'react';

/** Circle: on its way; dashed: the machine works; diamond: waits for a permission; octagon: stopped; filled: done. */
export const STATE_DRAWINGS = {
  'state-requested': (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <circle cx="8" cy="8" r="1.25" fill="currentColor" />
    </>
  ),
  'state-queued': (
    <>
      <circle cx="3.25" cy="8" r="2" />
      <circle cx="9" cy="8" r="2" />
      <path d="M13.75 3v10" />
    </>
  ),
  'state-simulating': (
    <>
      <circle cx="8" cy="8" r="6.25" strokeDasharray="2.4 2.5" />
      <path d="M6.75 5.75v4.5L10.5 8z" fill="currentColor" />
    </>
  ),
  'state-needs-exception': (
    <>
      <path d="M8 1.5 14.5 8 8 14.5 1.5 8z" />
      <path d="M8 5.25v3.25M8 10.75v.01" />
    </>
  ),
  'state-awaiting-confirmation': (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M8 1.75a6.25 6.25 0 0 1 0 12.5z" fill="currentColor" stroke="none" />
    </>
  ),
  'state-confirmed': (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="m5.25 8.25 2 2 3.5-4" />
    </>
  ),
  'state-relayed': (
    <>
      <path d="M1.75 8h8.5M7.25 5l3 3-3 3M13.75 2.5v11" />
    </>
  ),
  'state-signed': (
    <>
      <path d="m10.25 2.25 3 3-7.5 7.5-3.75.75.75-3.75zM9 14.25h5" />
    </>
  ),
  'state-submitted': (
    <>
      <path d="M8 10.25v-8M5 5l3-3 3 3M2 9.75v4h12v-4" />
    </>
  ),
  'state-executed': (
    <>
      <path d="m8 1.75 5.75 3.1v6.3L8 14.25l-5.75-3.1v-6.3zM2.25 4.85 8 8l5.75-3.15M8 8v6.25" />
    </>
  ),
  'state-settled': (
    <>
      <path
        d="M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zM4.4 8.3l2.75 2.8 4.55-5-1.15-1.05-3.45 3.8-1.6-1.65z"
        fill="currentColor"
        fillRule="evenodd"
        stroke="none"
      />
    </>
  ),
  'state-refused': (
    <>
      <path d="M5.4 1.75h5.2l3.65 3.65v5.2l-3.65 3.65H5.4L1.75 10.6V5.4zM5 8h6" />
    </>
  ),
  'state-rejected': (
    <>
      <path d="M5.4 1.75h5.2l3.65 3.65v5.2l-3.65 3.65H5.4L1.75 10.6V5.4zM6 6l4 4M10 6l-4 4" />
    </>
  ),
  'state-mismatched': (
    <>
      <path d="M5.4 1.75h5.2l3.65 3.65v5.2l-3.65 3.65H5.4L1.75 10.6V5.4zM5.25 6.5h5.5M5.25 9.5h5.5M9.25 4.75l-2.5 6.5" />
    </>
  ),
  'state-superseded': (
    <>
      <path d="M5.4 1.75h5.2l3.65 3.65v5.2l-3.65 3.65H5.4L1.75 10.6V5.4zM5.25 5.75 7.5 8l-2.25 2.25M8.75 5.75 11 8l-2.25 2.25" />
    </>
  ),
  'state-cancelling': (
    <>
      <circle cx="8" cy="8" r="6.25" strokeDasharray="2.4 2.5" />
      <path d="m5 11 6-6" />
    </>
  ),
  'state-cancelled': (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="m4 12 8-8" />
    </>
  ),
  'state-expired': (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M8 4.5V8l2.5 1.75" />
    </>
  ),
  'state-frozen': (
    <>
      <path d="M8 1.5v13M2.4 4.75l11.2 6.5M13.6 4.75l-11.2 6.5M6 2.75l2 1.75 2-1.75M6 13.25l2-1.75 2 1.75" />
    </>
  ),
  'state-stale': (
    <>
      <path d="M2.5 4v3.25h3.25M2.75 7.1A5.6 5.6 0 1 1 3.4 11" />
    </>
  ),
  'state-todo': (
    <>
      <circle cx="8" cy="8" r="6.25" />
    </>
  ),
  'severity-ok': (
    <>
      <path d="m3 8.5 3.25 3.25L13 4.75" />
    </>
  ),
  'severity-info': (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M8 7.5v3.5M8 5v.01" />
    </>
  ),
  'severity-warn': (
    <>
      <path d="M8 1.9 14.75 13.75H1.25zM8 6.25v3.25M8 11.5v.01" />
    </>
  ),
  'severity-critical': (
    <>
      <path d="M5.4 1.75h5.2l3.65 3.65v5.2l-3.65 3.65H5.4L1.75 10.6V5.4zM8 4.75v4M8 11.25v.01" />
    </>
  ),
} satisfies Record<string, ReactNode>;
