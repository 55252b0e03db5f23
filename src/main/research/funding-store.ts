import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { FundingImportView } from '#contract/research.ts'
import type { FundingRates } from '#core/backtest/funding-rates.ts'
import { readFundingRates } from '#core/backtest/funding-rates.ts'
import { candleFileText } from '../candles/read-candle-file.ts'

const PROBLEMS_SHOWN = 200
const HOUR_MS = 3_600_000

/**
 * Recorded funding rates in a folder, as the text they came in and by its digest: a run that used
 * them can be repeated. The same file twice is one.
 */
export class FundingStore {
  readonly #folder: string

  constructor(researchFolder: string) {
    this.#folder = join(researchFolder, 'funding')
  }

  /** Takes a whole file or nothing. Throws where the file itself cannot be read. */
  importFile(path: string): FundingImportView {
    const text = candleFileText(path)
    const reading = readFundingRates(text)
    if (!reading.ok) {
      const { problems } = reading
      const problemCount = problems.length
      return { fundingSet: null, problems: problems.slice(0, PROBLEMS_SHOWN), problemCount }
    }
    const digest = createHash('sha256').update(text).digest('hex')
    const fundingSetId = `funding-${digest.slice(0, 16)}`
    const file = this.#path(fundingSetId)
    mkdirSync(this.#folder, { recursive: true })
    writeFileSync(`${file}.new`, text)
    renameSync(`${file}.new`, file)
    const hours = [...reading.rates.keys()].sort((a, b) => a - b)
    return {
      fundingSet: {
        fundingSetId,
        name: basename(path),
        rates: hours.length,
        firstMs: (hours[0] as number) * HOUR_MS,
        lastMs: (hours.at(-1) as number) * HOUR_MS,
      },
      problems: [],
      problemCount: 0,
    }
  }

  /** Throws with a sentence where they are not there, or damaged. */
  load(fundingSetId: string): FundingRates {
    const file = this.#path(fundingSetId)
    const reading = existsSync(file) ? readFundingRates(readFileSync(file, 'utf8')) : null
    if (reading?.ok) return reading.rates
    throw new Error('The funding rates of this run are not stored any more: take their file again.')
  }

  #path(fundingSetId: string): string {
    return join(this.#folder, `${fundingSetId}.csv`)
  }
}
