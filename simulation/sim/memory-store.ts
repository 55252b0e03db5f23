import type { Effect } from '#core/engine/effects.ts'
import type { EventBody } from '#core/engine/events.ts'
import type { Input } from '#core/engine/inputs.ts'
import type { RecordedStep } from '#core/engine/replay.ts'
import { canonicalJson, parseCanonicalJson } from '#core/model/canonical-json.ts'
import type { LoggedEvent, OutboxRow, StorePort } from '../../src/main/runtime/ports.ts'

/** One input as it was recorded, with the places of the events that it caused. */
export interface RecordedInput {
  readonly input: Input
  readonly from: number
  readonly to: number
}

/** What outlives a process. Of events only texts, so that no object of a dead desk lives on. */
export class MemoryDisk {
  readonly events: { readonly tsWallMs: number; readonly tsMarketMs: number; text: string }[] = []
  readonly inputs: RecordedInput[] = []
  readonly outbox: { readonly text: string; isSettled: boolean }[] = []
}

const texts = new WeakMap<EventBody, string>()

/** The text of an event as it is written; made once, however many ask for it. */
export function textOf(event: EventBody): string {
  const known = texts.get(event)
  if (known !== undefined) return known
  const text = canonicalJson(event)
  texts.set(event, text)
  return text
}

export const readBody = (text: string): EventBody => parseCanonicalJson(text) as EventBody

/** The store port over a disk in memory: all of a commit or nothing of it. */
export class MemoryStore implements StorePort {
  readonly #disk: MemoryDisk
  readonly #keepsInputs: boolean

  constructor(disk: MemoryDisk, keepsInputs: boolean) {
    this.#disk = disk
    this.#keepsInputs = keepsInputs
  }

  *readAll(): Iterable<LoggedEvent> {
    let seq = 0
    for (const { tsWallMs, tsMarketMs, text } of this.#disk.events) {
      seq += 1
      yield { seq, tsWallMs, tsMarketMs, body: readBody(text) }
    }
  }

  commit(
    input: Input,
    recordedBefore: readonly Input[],
    events: readonly EventBody[],
    effects: readonly Effect[],
  ): readonly number[] {
    const { tsWallMs, tsMarketMs } = input.stamp
    const disk = this.#disk
    const from = disk.events.length
    for (const event of events) disk.events.push({ tsWallMs, tsMarketMs, text: textOf(event) })
    if (this.#keepsInputs) {
      for (const before of recordedBefore) disk.inputs.push({ input: before, from, to: from })
      disk.inputs.push({ input, from, to: disk.events.length })
    }
    return effects.map((effect) => {
      disk.outbox.push({ text: canonicalJson(effect), isSettled: false })
      return disk.outbox.length
    })
  }

  settle(outboxId: number): void {
    const row = this.#disk.outbox[outboxId - 1]
    if (row) row.isSettled = true
  }

  openOutbox(): readonly OutboxRow[] {
    return this.#disk.outbox.flatMap(({ text, isSettled }, index) =>
      isSettled ? [] : [{ id: index + 1, effect: parseCanonicalJson(text) as Effect }],
    )
  }

  readonly health = () => ({ state: 'healthy' as const, reason: '' })

  close(): void {
    return
  }
}

/** The recorded inputs with the events that they led to, read from their texts. */
export function* recordedSteps({ events, inputs }: MemoryDisk): Generator<RecordedStep> {
  for (const { input, from, to } of inputs) {
    yield { input, events: events.slice(from, to).map(({ text }) => readBody(text)) }
  }
}
