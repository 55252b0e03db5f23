import { createHash } from 'node:crypto'
import { Coverage } from './coverage.ts'
import type { SeedResult } from './run-seed.ts'

/** What must at least happen in a seed of an hour or more, or it proves too little. */
export const LEAST = { tickets: 20, faults: 5, crashes: 1 } as const

export const faultsOf = (result: SeedResult): number =>
  Object.values(result.faults).reduce((sum, count) => sum + count, 0)

/** Adds up what many seeds found. */
export class Summary {
  readonly coverage = new Coverage()
  readonly faults = new Map<string, number>()
  readonly failed: number[] = []
  seeds = 0
  violations = 0
  tickets = 0
  fills = 0
  crashes = 0
  steps = 0
  least: { tickets: number; faults: number; crashes: number } = {
    tickets: Number.POSITIVE_INFINITY,
    faults: Number.POSITIVE_INFINITY,
    crashes: Number.POSITIVE_INFINITY,
  }
  readonly #hashes = new Map<number, string>()

  add(result: SeedResult): void {
    this.seeds += 1
    this.violations += result.violations.length
    if (result.violations.length > 0) this.failed.push(result.seed)
    this.tickets += result.tickets
    this.fills += result.fills
    this.crashes += result.crashes
    this.steps += result.replayedSteps
    for (const [name, count] of Object.entries(result.faults)) {
      this.faults.set(name, (this.faults.get(name) ?? 0) + count)
    }
    this.least = {
      tickets: Math.min(this.least.tickets, result.tickets),
      faults: Math.min(this.least.faults, faultsOf(result)),
      crashes: Math.min(this.least.crashes, result.crashes),
    }
    this.coverage.merge(result.coverage)
    this.#hashes.set(result.seed, result.traceHash)
  }

  hashOf(seed: number): string | undefined {
    return this.#hashes.get(seed)
  }

  /** One hash over the traces of all seeds, in their order. */
  traceHash(): string {
    const all = [...this.#hashes].sort(([a], [b]) => a - b)
    const text = all.map(([seed, hash]) => `${seed} ${hash}`).join('\n')
    return createHash('sha256').update(text).digest('hex').slice(0, 16)
  }

  get isEventful(): boolean {
    const { tickets, faults, crashes } = this.least
    return tickets >= LEAST.tickets && faults >= LEAST.faults && crashes >= LEAST.crashes
  }

  /** What a person reads at the end. */
  text(): string {
    const faults = [...this.faults].sort(([a], [b]) => (a < b ? -1 : 1))
    const { least } = this
    const missing = this.coverage.missing()
    return [
      `Order status table (status, then each event and how often it was seen):`,
      this.coverage.table(),
      missing.length === 0
        ? 'Every (status, event) pair of the table was reached.'
        : `Not reached: ${missing.join(', ')}.`,
      `Faults: ${faults.map(([name, count]) => `${name} ${count}`).join(', ')}.`,
      `${this.seeds} seeds, ${this.tickets} tickets, ${this.fills} fills, ${this.crashes} crashes, ` +
        `${this.steps} recorded inputs replayed; in the quietest seed ${least.tickets} tickets, ` +
        `${least.faults} faults, ${least.crashes} crashes.`,
      `Trace hash ${this.traceHash()}.`,
      this.violations === 0
        ? '0 violations.'
        : `${this.violations} violations in ${this.failed.length} seeds.`,
    ].join('\n')
  }
}
