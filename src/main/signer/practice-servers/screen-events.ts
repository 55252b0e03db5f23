import type { PracticeDevice } from '../practice-ledger/practice-ledger.ts'
import type { PlacedText } from './screen-layout.ts'
import { layoutScreen } from './screen-layout.ts'

/** A line of text that came onto the screen, in the words of the emulator's event interface. */
export interface TextEvent extends PlacedText {
  readonly clear: false
}

/** The oldest events go first once there are this many. */
const MAX_EVENTS = 1000

/** Keeps what the screen has shown and passes on what it shows now. */
export class ScreenEvents {
  readonly #listeners = new Set<(event: TextEvent) => void>()
  readonly #stop: () => void
  #all: TextEvent[] = []
  #current: TextEvent[] = []
  #shown = ''

  constructor(device: PracticeDevice) {
    this.#stop = device.subscribe((state) => {
      const shown = JSON.stringify([state.lines, state.actions])
      if (shown === this.#shown) return
      this.#shown = shown
      this.#show(layoutScreen(state).texts)
    })
  }

  get current(): readonly TextEvent[] {
    return this.#current
  }

  get all(): readonly TextEvent[] {
    return this.#all
  }

  forget(): void {
    this.#all = []
  }

  subscribe(listener: (event: TextEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  close(): void {
    this.#stop()
    this.#listeners.clear()
  }

  #show(texts: readonly PlacedText[]): void {
    this.#current = texts.map((placed) => ({ ...placed, clear: false }))
    this.#all = [...this.#all, ...this.#current].slice(-MAX_EVENTS)
    for (const event of this.#current) {
      for (const listener of this.#listeners) listener(event)
    }
  }
}
