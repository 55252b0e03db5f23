import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { RatesImportView } from '#contract/records.ts'
import type { DailyRates } from '#core/tax/reports/daily-rates.ts'
import { readDailyRates } from '#core/tax/reports/daily-rates.ts'
import { candleFileText } from '../candles/read-candle-file.ts'

const PROBLEMS_SHOWN = 200

/**
 * Daily rates of exchange in a folder: the text they came in, and what the file was called, which
 * every report says, under the digest of both. The same file twice is one.
 */
export class RatesStore {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Takes a whole file or nothing. Throws where the file itself cannot be read. */
  importFile(path: string): RatesImportView {
    const [name, text] = [basename(path), candleFileText(path)]
    const reading = readDailyRates(text, name)
    if (!reading.ok) {
      const { problems } = reading
      const problemCount = problems.length
      return { ratesId: null, problems: problems.slice(0, PROBLEMS_SHOWN), problemCount }
    }
    const kept = JSON.stringify({ name, text })
    const ratesId = `rates-${createHash('sha256').update(kept).digest('hex').slice(0, 16)}`
    mkdirSync(this.#folder, { recursive: true })
    writeFileSync(`${this.#path(ratesId)}.new`, kept)
    renameSync(`${this.#path(ratesId)}.new`, this.#path(ratesId))
    return { ratesId, problems: [], problemCount: 0 }
  }

  /** Null where they are not there any more. */
  load(ratesId: string): DailyRates | null {
    const path = this.#path(ratesId)
    if (!existsSync(path)) return null
    const { name, text } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>
    const reading = readDailyRates(text ?? '', name ?? '')
    return reading.ok ? reading.rates : null
  }

  #path(ratesId: string): string {
    return join(this.#folder, `${ratesId}.json`)
  }
}
