/**
 * How long a person takes, by the keystroke-level model (Card, Moran and Newell, 1980) and the
 * mean speed of silent reading, 238 words a minute (Brysbaert, 2019). A test adds up what it does,
 * so that "under three minutes" is not the speed of the machine.
 */
const KEY_MS = 280
const POINT_MS = 1_100
const CLICK_MS = 200
const THINK_MS = 1_350
const WORD_MS = 60_000 / 238

export class HumanTime {
  #ms = 0

  get ms(): number {
    return this.#ms
  }

  /** Reads what was not read before, once. */
  read(text: string): void {
    this.#ms += text.split(/\s+/).filter((word) => word !== '').length * WORD_MS
  }

  /** Makes up one's mind, then presses keys. */
  keys(count = 1): void {
    this.#ms += THINK_MS + count * KEY_MS
  }

  click(): void {
    this.#ms += THINK_MS + POINT_MS + CLICK_MS
  }

  /** The same key once more. */
  keyAgain(): void {
    this.#ms += KEY_MS
  }

  /** The same place once more, with the pointer already there. */
  clickAgain(): void {
    this.#ms += CLICK_MS
  }

  wait(ms: number): void {
    this.#ms += ms
  }
}
