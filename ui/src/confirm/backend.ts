// What the confirmation window may ask of the core.

import type { ConfirmationView, NotReadyView } from '$lib/backend/confirmation';

export interface ConfirmationBackend {
  /** The payment that waits, if one does. */
  confirmation(): Promise<ConfirmationView | null>;
  /** The person's word. Brings why it does not hold, if so. */
  confirm(id: string, pin: string | null, besideLookAlikes: boolean): Promise<NotReadyView | null>;
  cancel(id: string): Promise<void>;
  /** The same payment with a newer quote, or nothing where Monei could not be asked. */
  quoteAgain(id: string): Promise<ConfirmationView | null>;
}
