// The balance in the document's own frame: the core knows it before the pages have been read.

import type { AppView } from '$lib/backend';
import { MINUS, writtenParts } from '$lib/money/written';

/** Shows the naira balance as it was last known. Nothing is shown where it is hidden, or not known. */
export function showBalance(view: AppView | null, page: Document = document): boolean {
  const status = page.querySelector('.boot [role="status"]');
  const naira = view && nairaOf(view);
  const parts = naira && writtenParts(naira);
  if (!status || !parts) return false;
  const balance = page.createElement('p');
  balance.className = 'balance figures';
  balance.append(
    light(page, (parts.negative ? MINUS : '') + parts.symbol),
    parts.whole,
    light(page, parts.fraction),
  );
  status.before(balance);
  return true;
}

function nairaOf({ session, settings, balances }: AppView) {
  const inside = session.state === 'connected' || session.state === 'reconnect';
  return inside && !settings.hideAmounts && balances.state === 'ready' ? balances.value.naira : null;
}

/** What stands back behind the digits, as on the pages. */
function light(page: Document, text: string): HTMLElement {
  const part = page.createElement('span');
  part.textContent = text;
  return part;
}
