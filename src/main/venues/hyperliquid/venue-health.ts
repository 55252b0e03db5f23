import type { VenueState } from '#core/engine/market-inputs.ts'

type Link = 'connecting' | 'open' | 'down'

/**
 * One word for the venue out of many small facts: the link, whether everything that was asked for
 * has come, and the problems that are open now. Tells each change once.
 */
export class VenueHealth {
  readonly #tell: (state: VenueState, reason: string) => void
  readonly #problems = new Map<string, string>()
  #link: Link = 'connecting'
  #linkReason = 'Connecting to the venue.'
  #isComplete = false
  #told = ''

  constructor(tell: (state: VenueState, reason: string) => void) {
    this.#tell = tell
  }

  setLink(link: Link, reason: string): void {
    this.#link = link
    this.#linkReason = reason
    if (link !== 'open') this.#isComplete = false
    this.#publish()
  }

  /** Everything that belongs to a live desk has arrived on this connection. */
  setComplete(isComplete: boolean): void {
    if (this.#isComplete === isComplete) return
    this.#isComplete = isComplete
    this.#publish()
  }

  get isComplete(): boolean {
    return this.#isComplete
  }

  /** Opens a problem, or gives an open one its newest words. */
  raise(key: string, sentence: string): void {
    if (this.#problems.get(key) === sentence) return
    this.#problems.set(key, sentence)
    this.#publish()
  }

  clear(key: string): void {
    if (this.#problems.delete(key)) this.#publish()
  }

  hasProblem(key: string): boolean {
    return this.#problems.has(key)
  }

  #publish(): void {
    const [state, reason] = this.#word()
    const told = `${state} ${reason}`
    if (told === this.#told) return
    this.#told = told
    this.#tell(state, reason)
  }

  #word(): [VenueState, string] {
    if (this.#link !== 'open') return [this.#link, this.#linkReason]
    const [problem] = this.#problems.values()
    if (problem !== undefined) {
      const others = this.#problems.size - 1
      return ['stale', others === 0 ? problem : `${problem} (and ${others} more)`]
    }
    if (!this.#isComplete) return ['connecting', 'Connected; waiting for the first prices.']
    return ['live', 'Prices, orders and fills are live.']
  }
}
