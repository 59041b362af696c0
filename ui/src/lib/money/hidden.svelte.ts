// Whether amounts are hidden. format.ts is the only way from an amount to its text, and it asks here, so that no page can
// forget it.

class Privacy {
  /** The picture that brings the first amount also says whether it may be shown. */
  hidden = $state(false);
}

export const privacy = new Privacy();
