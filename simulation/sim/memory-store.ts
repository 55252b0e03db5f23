import type { Effect } from '#core/engine/effects.ts'
import type { EventBody } from '#core/engine/events.ts'
import type { Input } from '#core/engine/inputs.ts'
import { canonicalJson, parseCanonicalJson } from '#core/model/canonical-json.ts'
import type { LoggedEvent, OutboxRow, StorePort } from '../../src/main/runtime/ports.ts'

/** One input as it was recorded, with the numbers of the events that it caused. */
export interface RecordedInput {
  readonly text: string
  readonly firstSeq: number | null
  readonly lastSeq: number | null
}

/** What outlives a process: texts only, so that no object of a dead desk lives on. */
export class MemoryDisk {
  readonly events: { readonly tsWallMs: number; readonly tsMarketMs: number; text: string }[] = []
  readonly inputs: RecordedInput[] = []
  readonly outbox: { readonly text: string; isSettled: boolean }[] = []
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
    const texts = events.map((event) => canonicalJson(event))
    const firstSeq = disk.events.length + 1
    for (const text of texts) disk.events.push({ tsWallMs, tsMarketMs, text })
    if (this.#keepsInputs) {
      const quiet = { firstSeq: null, lastSeq: null }
      for (const before of recordedBefore) {
        disk.inputs.push({ text: canonicalJson(before), ...quiet })
      }
      const lastSeq = disk.events.length
      const caused = events.length === 0 ? quiet : { firstSeq, lastSeq }
      disk.inputs.push({ text: canonicalJson(input), ...caused })
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
