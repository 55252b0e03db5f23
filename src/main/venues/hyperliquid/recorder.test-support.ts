import type { InputBody } from '#core/engine/inputs.ts'

type Kind = InputBody['kind']
type OfKind<K extends Kind> = Extract<InputBody, { kind: K }>

/** Keeps what the venue tells, and lets a test wait for a thing without a clock. */
export class Recorder {
  readonly inputs: InputBody[] = []
  #waiting: { isDone: () => boolean; resolve: () => void }[] = []

  readonly emit = (input: InputBody): void => {
    this.inputs.push(input)
    this.poke()
  }

  /** Looks again at what is being waited for. */
  poke(): void {
    const done = this.#waiting.filter((entry) => entry.isDone())
    this.#waiting = this.#waiting.filter((entry) => !done.includes(entry))
    for (const entry of done) entry.resolve()
  }

  until(isDone: () => boolean): Promise<void> {
    if (isDone()) return Promise.resolve()
    return new Promise((resolve) => this.#waiting.push({ isDone, resolve }))
  }

  of<K extends Kind>(kind: K): OfKind<K>[] {
    return this.inputs.filter((input): input is OfKind<K> => input.kind === kind)
  }

  last<K extends Kind>(kind: K): OfKind<K> | undefined {
    return this.of(kind).at(-1)
  }

  /** Waits for the n-th of its kind, counted from one. */
  async nth<K extends Kind>(kind: K, count: number): Promise<OfKind<K>> {
    await this.until(() => this.of(kind).length >= count)
    return this.of(kind)[count - 1] as OfKind<K>
  }

  untilVenue(state: string): Promise<void> {
    return this.until(() => this.last('venueStateChanged')?.state === state)
  }
}
