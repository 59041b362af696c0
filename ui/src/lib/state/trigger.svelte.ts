// A button whose menu or tooltip is made when somebody first reaches for it. Until then it is a plain button, and keeps
// the gesture that reached for it; once there is somebody to answer, the gesture happens again.

import { tick } from 'svelte';
import type { HTMLButtonAttributes } from 'svelte/elements';

export class LateTrigger {
  /** Whether anybody has reached for it. */
  needed = $state(false);
  /** What the menu or the tooltip wants on its button, once it has been made. */
  attributes = $state.raw<HTMLButtonAttributes | null>(null);

  #kept: { gesture: Event; button: EventTarget } | null = null;

  /** Has it made, without more. */
  need = (): void => {
    this.needed = true;
  };

  /** Has it made, and keeps the gesture for it. */
  keep = (gesture: Event): void => {
    this.needed = true;
    this.#kept = gesture.currentTarget && { gesture, button: gesture.currentTarget };
  };

  /** The gesture is over before anybody could answer it. */
  drop = (): void => {
    this.#kept = null;
  };

  take(attributes: HTMLButtonAttributes): void {
    const first = this.attributes === null;
    this.attributes = attributes;
    if (first) void tick().then(() => this.#again());
  }

  #again(): void {
    if (!this.#kept) return;
    const { gesture, button } = this.#kept;
    this.drop();
    const Gesture = gesture.constructor as typeof Event;
    button.dispatchEvent(new Gesture(gesture.type, gesture));
  }
}

const OPENING_KEYS = ['Enter', ' ', 'ArrowDown'];

/** The attributes of a menu's button before the menu has been made: it opens by the same gestures as afterwards. */
export function plainMenuButton(trigger: LateTrigger): HTMLButtonAttributes {
  return {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onpointerenter: trigger.need,
    onfocus: trigger.need,
    onpointerdown: trigger.keep,
    onpointerup: (event) => {
      if (event.pointerType === 'touch') trigger.keep(event);
    },
    onclick: (event) => {
      // Not by a pointer: a screen reader presses it so.
      if (event.detail === 0) trigger.keep(event);
    },
    onkeydown: (event) => {
      if (!OPENING_KEYS.includes(event.key)) return;
      event.preventDefault();
      trigger.keep(event);
    },
  };
}

/** Likewise of a button that only shows a tooltip: by pointing at it, or by the keyboard's focus. */
export function plainHintButton(trigger: LateTrigger): HTMLButtonAttributes {
  return {
    onpointerenter: (event) => {
      if (event.pointerType !== 'touch') trigger.keep(event);
    },
    onpointerleave: trigger.drop,
    onpointerdown: trigger.drop,
    onfocus: (event) => {
      if (event.currentTarget.matches(':focus-visible')) trigger.keep(event);
    },
    onblur: trigger.drop,
  };
}
