// What a diagnosis finds, for the tests and for the gallery. Never part of the production bundle.

import type { AboutView, CheckView } from '.';

export const ABOUT: AboutView = {
  webView: 'WebKitGTK 2.50.1',
  system: 'Debian GNU/Linux 12 (bookworm), x86_64',
  settingsFile: '/home/ada/.config/dev.moneiwallet.desktop.demo/settings.json',
  dataFolder: '/home/ada/.local/share/dev.moneiwallet.desktop.demo',
  keychainService: 'dev.moneiwallet.desktop.demo',
  hasNotices: true,
};

export const REPORT = `Monei Wallet diagnostics
environment: demonstration
versions: good, Monei Wallet 0.1.0 (demonstration); WebKitGTK 2.50.1; Debian GNU/Linux 12 (bookworm), x86_64
links: note, go elsewhere
keychain: good, keeps what it is given
monei: good, answered after 14 ms
clock: bad, ahead by 5432 s
relay: bad, RelayUnreachable
profile:read: good, answers
account: good, known
wallet:read: good, answers
kyc:read: bad, Refused
`;

function check(
  subject: CheckView['subject'],
  finding: CheckView['finding'],
  rest: Partial<CheckView> = {},
): CheckView {
  return { subject, finding, scope: null, verdict: 'good', facts: [], problem: null, fix: null, ...rest };
}

/** Some of everything. */
export const CHECKS: CheckView[] = [
  check('versions', 'versions', {
    facts: [
      'Monei Wallet 0.1.0 (demonstration)',
      'WebKitGTK 2.50.1',
      'Debian GNU/Linux 12 (bookworm), x86_64',
    ],
  }),
  check('links', 'linksGoElsewhere', { verdict: 'note', fix: 'registerLinks' }),
  check('keychain', 'keychainKeeps'),
  check('monei', 'moneiAnswers', { facts: ['http://127.0.0.1:4010', '14 ms'] }),
  check('clock', 'clockIsAhead', { verdict: 'bad', facts: ['+5432 s'] }),
  check('relay', 'failed', {
    verdict: 'bad',
    fix: 'again',
    problem: { code: 'relayUnreachable', retryAfterSeconds: null, moneiSays: null },
  }),
  check('account', 'accountKnown'),
  check('permission', 'permissionAnswers', { scope: 'profile:read' }),
  check('permission', 'failed', {
    scope: 'kyc:read',
    verdict: 'bad',
    fix: 'enable',
    problem: { code: 'refused', retryAfterSeconds: null, moneiSays: 'Insufficient scope' },
  }),
  check('permission', 'permissionAnswers', { scope: 'wallet:read' }),
];
