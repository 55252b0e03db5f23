import type { Clock, Timer } from '../runtime/clock.ts'
import type { DeviceDriver, OpenDriver } from './drivers/device-driver.ts'
import { DeviceFailure } from './transports/device-failure.ts'

const MAX_WAITING = 8
const IDLE_RELEASE_MS = 30_000
/** How long an abandoned call may still block the device before its line is cut. */
const ABANDONED_MS = 60_000

export type DeviceResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: DeviceFailure }

export interface DeviceJob<T> {
  /** By which it can be canceled. */
  readonly id: string
  readonly timeoutMs: number
  /** Runs alone on the device. Rejects with DeviceFailure. */
  run(driver: DeviceDriver): Promise<T>
  /** The device did answer, but after the caller had been told that it would not be waited for. */
  onLate?(value: T): void
}

interface Entry {
  readonly id: string
  readonly timeoutMs: number
  readonly work: (driver: DeviceDriver) => Promise<unknown>
  readonly settle: (result: DeviceResult<unknown>) => void
  readonly onLate: (value: unknown) => void
}

/**
 * Codes after which the next call opens a new line. A device that changes its app, or is unlocked,
 * is on USB another device than before.
 */
const LINE_IS_LOST: readonly string[] = [
  'unplugged',
  'busyElsewhere',
  'driverFault',
  'locked',
  'noApp',
  'wrongApp',
]

const BUSY_SENTENCE =
  'The Ledger still shows an earlier request. Reject it on the device, then go on.'
const FULL_SENTENCE = 'Too many requests wait for the Ledger. Answer or cancel them first.'

/**
 * One device, one call at a time. The line is opened when it is needed and given back after thirty
 * idle seconds. A caller who cancels or times out gets its answer at once, while the device may
 * still ask: until it is answered there, new calls fail as busy.
 */
export class DeviceQueue {
  readonly #clock: Clock
  readonly #open: OpenDriver
  readonly #waiting: Entry[] = []
  #current: Entry | null = null
  #isAbandoned = false
  #deadline: Timer | null = null
  #driver: DeviceDriver | null = null
  #idleTimer: Timer | null = null
  #isStopped = false
  /** Grows when a line is cut, so that what still comes over it is not taken for an answer. */
  #line = 0

  constructor(clock: Clock, open: OpenDriver) {
    this.#clock = clock
    this.#open = open
  }

  get isIdle(): boolean {
    return this.#current === null && this.#waiting.length === 0
  }

  /** Never rejects. */
  run<T>(job: DeviceJob<T>): Promise<DeviceResult<T>> {
    if (this.#isStopped) return Promise.resolve(failed('canceled', 'The signer is stopped.'))
    if (this.#isAbandoned) return Promise.resolve(failed('busy', BUSY_SENTENCE))
    if (this.#waiting.length >= MAX_WAITING) return Promise.resolve(failed('busy', FULL_SENTENCE))
    return new Promise((resolve) => {
      const settle = resolve as (result: DeviceResult<unknown>) => void
      this.#waiting.push({
        id: job.id,
        timeoutMs: job.timeoutMs,
        work: (driver) => job.run(driver),
        settle,
        onLate: (value) => job.onLate?.(value as T),
      })
      this.#next()
    })
  }

  /** Calls off a waiting job, or stops waiting for the one on the device. */
  cancel(id: string): void {
    const index = this.#waiting.findIndex((entry) => entry.id === id)
    const [entry] = index < 0 ? [] : this.#waiting.splice(index, 1)
    entry?.settle(failed('canceled', 'Canceled before the Ledger was asked.'))
    if (this.#current?.id === id) {
      this.#abandon('canceled', 'Canceled. If the Ledger still asks, reject it there.')
    }
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    for (const entry of this.#waiting.splice(0)) {
      entry.settle(failed('canceled', 'The signer is stopped.'))
    }
    this.#current?.settle(failed('canceled', 'The signer is stopped.'))
    await this.#cutLine()
  }

  #next(): void {
    if (this.#current) return
    const entry = this.#waiting.shift()
    if (!entry) {
      this.#armIdleTimer()
      return
    }
    this.#current = entry
    this.#idleTimer?.cancel()
    this.#deadline = this.#clock.setTimer(entry.timeoutMs, () =>
      this.#abandon('timeout', 'The Ledger was not answered in time. Reject the request there.'),
    )
    const line = this.#line
    const finish = (result: DeviceResult<unknown>) => {
      if (line === this.#line) this.#finish(entry, result)
    }
    this.#work(entry).then(finish, (cause) => finish({ ok: false, failure: asFailure(cause) }))
  }

  async #work(entry: Entry): Promise<DeviceResult<unknown>> {
    const line = this.#line
    try {
      const driver = (await this.#stillOpen()) ?? (await this.#open())
      if (line !== this.#line) {
        await driver.close()
        return failed('canceled', 'The line was cut.')
      }
      this.#driver = driver
      return { ok: true, value: await entry.work(driver) }
    } catch (cause) {
      return { ok: false, failure: asFailure(cause) }
    }
  }

  /**
   * The line of the last job, unless it died since: then the device was unplugged, or taken by
   * another program, while nobody asked, and only a new line can tell how it is now.
   */
  async #stillOpen(): Promise<DeviceDriver | null> {
    const driver = this.#driver
    if (!driver) return null
    try {
      await driver.checkApp()
      return driver
    } catch (cause) {
      if (!LINE_IS_LOST.includes(asFailure(cause).code)) return driver
      this.#driver = null
      await driver.close()
      return null
    }
  }

  #finish(entry: Entry, result: DeviceResult<unknown>): void {
    this.#deadline?.cancel()
    this.#current = null
    const isLate = this.#isAbandoned
    this.#isAbandoned = false
    if (isLate && result.ok) entry.onLate(result.value)
    if (!result.ok && LINE_IS_LOST.includes(result.failure.code)) this.#dropDriver()
    entry.settle(result)
    this.#next()
  }

  /** The caller has its answer; the device may still be asking. */
  #abandon(code: 'canceled' | 'timeout', sentence: string): void {
    const entry = this.#current
    if (!entry || this.#isAbandoned) return
    entry.settle(failed(code, sentence))
    this.#isAbandoned = true
    for (const waiting of this.#waiting.splice(0)) waiting.settle(failed('busy', BUSY_SENTENCE))
    this.#deadline?.cancel()
    this.#deadline = this.#clock.setTimer(ABANDONED_MS, () => {
      this.#cutLine().catch(asFailure)
      this.#next()
    })
  }

  async #cutLine(): Promise<void> {
    this.#line += 1
    this.#deadline?.cancel()
    this.#idleTimer?.cancel()
    this.#current = null
    this.#isAbandoned = false
    const driver = this.#driver
    this.#driver = null
    await driver?.close()
  }

  #dropDriver(): void {
    const driver = this.#driver
    this.#driver = null
    driver?.close().catch(asFailure)
  }

  #armIdleTimer(): void {
    this.#idleTimer?.cancel()
    if (!this.#driver) return
    this.#idleTimer = this.#clock.setTimer(IDLE_RELEASE_MS, () => this.#dropDriver())
  }
}

const failed = (
  code: DeviceFailure['code'],
  message: string,
): { readonly ok: false; readonly failure: DeviceFailure } => ({
  ok: false,
  failure: new DeviceFailure(code, message),
})

const asFailure = (cause: unknown): DeviceFailure =>
  cause instanceof DeviceFailure
    ? cause
    : new DeviceFailure('driverFault', `The Ledger's driver failed: ${String(cause)}`, { cause })
