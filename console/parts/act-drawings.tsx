import type { ReactNode } from 'react';

/** Pages, and what can be done on them. */
export const ACT_DRAWINGS = {
  'page-home': (
    <>
      <path d="M2 7.25 8 2l6 5.25M3.75 6.25V13.5h8.5V6.25" />
    </>
  ),
  'page-transfers': (
    <>
      <path d="M2 5.25h11M10 2.25l3 3-3 3M14 10.75H3M6 7.75l-3 3 3 3" />
    </>
  ),
  'page-exceptions': (
    <>
      <path d="M8 1.75 14.25 8 8 14.25 1.75 8zM5.75 8.1l1.6 1.6 2.9-3.2" />
    </>
  ),
  'page-policy': (
    <>
      <path d="M3.25 1.75h6.5l3 3v9.5h-9.5zM5.75 7.5h4.5M5.75 10.5h4.5" />
    </>
  ),
  'page-limits': (
    <>
      <path d="M1.75 4.25h12.5v3H1.75zM1.75 11.5h12.5M6.5 4.25v3M10 10v3" />
    </>
  ),
  'page-book': (
    <>
      <path d="M3.25 3.25c0-.8.7-1.5 1.5-1.5h8v10.5h-8a1.5 1.5 0 0 0 0 2h8M6 5.25h4" />
    </>
  ),
  'page-changes': (
    <>
      <path d="M8 1.75v6M5 4.75h6M5 12.75h6" />
    </>
  ),
  'page-safes': (
    <>
      <rect x="1.75" y="2.25" width="12.5" height="10.5" rx="1.5" />
      <circle cx="8" cy="7.5" r="2.25" />
      <path d="M8 5.25V4.5M8 10.5v-.75M4 12.75v1.5M12 12.75v1.5" />
    </>
  ),
  'page-findings': (
    <>
      <path d="M3.25 14.25V2.25h9.5L10.5 5.6l2.25 3.4h-9.5" />
    </>
  ),
  'page-status': (
    <>
      <path d="M1.5 8.25h3l2-5 3 9.5 2-4.5h3" />
    </>
  ),
  'page-people': (
    <>
      <circle cx="6" cy="5" r="2.5" />
      <path d="M1.5 13.5c0-2.6 2-4 4.5-4s4.5 1.4 4.5 4M10.5 2.75a2.5 2.5 0 0 1 0 4.5M12.25 9.9c1.4.6 2.25 1.8 2.25 3.6" />
    </>
  ),
  'page-duties': (
    <>
      <circle cx="3.5" cy="3.75" r="1.75" />
      <circle cx="3.5" cy="12.25" r="1.75" />
      <circle cx="12.5" cy="8" r="1.75" />
      <path d="m5.1 4.5 5.8 2.75M5.1 11.5l5.8-2.75" />
    </>
  ),
  'page-audit': (
    <>
      <path d="M8 1.75v3.5M8 5.25 4 9M8 5.25 12 9M4 9l-2 4.5M4 9l2 4.5M12 9l-2 4.5M12 9l2 4.5" />
    </>
  ),
  'page-settings': (
    <>
      <path d="M1.75 4.5h7M12.75 4.5h1.5M1.75 11.5h1.5M7.25 11.5h7" />
      <circle cx="10.75" cy="4.5" r="2" />
      <circle cx="5.25" cy="11.5" r="2" />
    </>
  ),
  'act-search': (
    <>
      <circle cx="7" cy="7" r="4.75" />
      <path d="m10.5 10.5 3.75 3.75" />
    </>
  ),
  'act-copy': (
    <>
      <rect x="5.25" y="5.25" width="8.5" height="8.5" rx="1.5" />
      <path d="M10.75 5.25v-1.5c0-.8-.7-1.5-1.5-1.5H3.75c-.8 0-1.5.7-1.5 1.5v5.5c0 .8.7 1.5 1.5 1.5h1.5" />
    </>
  ),
  'act-qr': (
    <>
      <path d="M2 2h4.5v4.5H2zM9.5 2H14v4.5H9.5zM2 9.5h4.5V14H2zM9.5 9.5h1.75v1.75M14 9.5V11M9.5 14h1.75M14 13.25V14" />
    </>
  ),
  'act-download': (
    <>
      <path d="M8 2v8M5 7l3 3 3-3M2.25 13.75h11.5" />
    </>
  ),
  'act-print': (
    <>
      <path d="M4.5 5.75v-4h7v4M4.5 11.5H2.25v-5.75h11.5v5.75H11.5M4.5 9.5h7v4.75h-7z" />
    </>
  ),
  'act-plus': (
    <>
      <path d="M8 2.75v10.5M2.75 8h10.5" />
    </>
  ),
  'act-close': (
    <>
      <path d="m3.5 3.5 9 9M12.5 3.5l-9 9" />
    </>
  ),
  'act-menu': (
    <>
      <path d="M2 4h12M2 8h12M2 12h12" />
    </>
  ),
  'act-down': (
    <>
      <path d="m4 6.25 4 4 4-4" />
    </>
  ),
  'act-right': (
    <>
      <path d="m6.25 4 4 4-4 4" />
    </>
  ),
  'act-arrow': (
    <>
      <path d="M2 8h11.5M9.5 4l4 4-4 4" />
    </>
  ),
  'act-passkey': (
    <>
      <circle cx="6" cy="5" r="2.75" />
      <path d="M1.5 13.75c0-2.75 1.9-4.25 4.5-4.25.9 0 1.7.2 2.4.5" />
      <circle cx="12" cy="8.25" r="2" />
      <path d="M12 10.25v4M12 12.25h1.5" />
    </>
  ),
  'act-wallet': (
    <>
      <path d="M2 4.25c0-1 .75-1.75 1.75-1.75H12v2.5M2 4.25V12c0 .8.7 1.5 1.5 1.5h9c.8 0 1.5-.7 1.5-1.5V6.5c0-.8-.7-1.5-1.5-1.5H3" />
      <path d="M11 9.25v.01" />
    </>
  ),
  'act-key': (
    <>
      <circle cx="5" cy="11" r="3.25" />
      <path d="m7.4 8.6 6.1-6.1M11 5l2 2" />
    </>
  ),
  'act-device': (
    <>
      <rect x="4.25" y="1.5" width="7.5" height="13" rx="1.5" />
      <path d="M7.25 12h1.5" />
    </>
  ),
  'act-hidden': (
    <>
      <path d="M2 8s2.25-4.25 6-4.25S14 8 14 8s-2.25 4.25-6 4.25S2 8 2 8zM2.75 13.25l10.5-10.5" />
    </>
  ),
  'act-lock': (
    <>
      <rect x="3" y="7" width="10" height="7" rx="1.5" />
      <path d="M5.25 7V4.75a2.75 2.75 0 0 1 5.5 0V7" />
    </>
  ),
  'act-offline': (
    <>
      <path d="M2.5 6.5a8 8 0 0 1 11 0M5 9.25a4.5 4.5 0 0 1 6 0M8 12.5v.01M2.5 2.5l11 11" />
    </>
  ),
  'act-live': (
    <>
      <circle cx="8" cy="8" r="3.25" fill="currentColor" stroke="none" />
    </>
  ),
  'act-refresh': (
    <>
      <path d="M13.5 3.5v3.25h-3.25M13.25 6.75A5.6 5.6 0 1 0 13.4 9.5" />
    </>
  ),
  'act-keys': (
    <>
      <rect x="1.75" y="4" width="12.5" height="8.5" rx="1.5" />
      <path d="M4.5 7h0M7 7h0M9.5 7h0M12 7h0M5 9.75h6" strokeLinecap="round" />
    </>
  ),
  'act-theme': (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M8 2.25a5.75 5.75 0 0 0 0 11.5z" fill="currentColor" stroke="none" />
    </>
  ),
  'act-person': (
    <>
      <circle cx="8" cy="5" r="2.75" />
      <path d="M2.75 14c0-3 2.3-4.5 5.25-4.5s5.25 1.5 5.25 4.5" />
    </>
  ),
  'act-up': (
    <>
      <path d="M8 13V3M4 7l4-4 4 4" />
    </>
  ),
  'act-fall': (
    <>
      <path d="M8 3v10M4 9l4 4 4-4" />
    </>
  ),
} satisfies Record<string, ReactNode>;
