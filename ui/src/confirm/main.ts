// The confirmation window: a page of its own in a window of its own. It knows four commands, which nobody else may call.

import '../styles/fonts.css';
import '../styles/tokens.css';
import '../styles/base.css';
import { mount } from 'svelte';
import { commands } from '$lib/backend/confirmation';
import Confirm from './Confirm.svelte';
import type { ConfirmationBackend } from './backend';

const core: ConfirmationBackend = {
  confirmation: () => commands.confirmation(),
  confirm: async (id, pin, besideLookAlikes) => {
    const outcome = await commands.confirmPayment(id, pin, besideLookAlikes);
    return outcome.status === 'error' ? outcome.error : null;
  },
  cancel: async (id) => {
    await commands.cancelPayment(id);
  },
  quoteAgain: async (id) => {
    const outcome = await commands.quoteAgain(id);
    return outcome.status === 'error' ? null : outcome.data;
  },
};

const target = document.getElementById('app');
if (target) {
  void core
    .confirmation()
    .catch(() => null)
    .then((waiting) => mount(Confirm, { target, props: { backend: core, waiting } }));
}
