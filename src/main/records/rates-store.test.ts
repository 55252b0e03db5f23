import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { aFill, CHOICE, recordsOf } from './records.test-support.ts'

/** A position of 1 March 2025 (UTC), closed within the hour: 28 February in New York. */
const FILLS = [
  aFill(1),
  aFill(2, { side: 'sell', price: '110', startPosition: '1', direction: 'Close Long' }),
]

function desk(...lines: string[]) {
  const { service, folder } = recordsOf()
  service.addVenueRows({ fills: FILLS, funding: [], reach: null })
  const path = join(folder, 'pounds.csv')
  writeFileSync(path, ['date,rate', ...lines].join('\n'))
  return { service, folder, path, taken: service.importRates(path) }
}

it('converts every amount at the rate of its day, and says so on the screen and in the sidecar', () => {
  const { service, folder, taken } = desk('2025-02-27,0.5', '2025-03-01,0.9')
  const ratesId = taken.ratesId ?? ''
  expect(ratesId).toMatch(/^rates-[0-9a-f]{16}$/)
  const choice = { ...CHOICE, country: 'uk' as const, ratesId }
  const { conversion, problems, warnings } = service.preview(choice)
  expect(problems).toEqual([])
  expect(conversion).toMatch(/^each amount at the rate of its local day in pounds\.csv \(2 days/)
  // No word of an exchange of one to one.
  expect(warnings.join()).not.toContain('set the rate of exchange')
  const file = join(folder, 'perps.csv')
  const watch = { onProgress: () => undefined, shouldStop: () => false }
  expect(service.export(choice, 'perps', file, watch).kind).toBe('written')
  const [close] = readFileSync(file, 'utf8')
    .split('\r\n')
    .filter((line) => line.startsWith('close'))
  expect(close).toMatch(/,USDC,0\.5,5$/)
  expect(readFileSync(`${file}.sidecar.json`, 'utf8')).toContain('pounds.csv')
})

it('gives no figures where a day finds no rate, and names the day', () => {
  const { service, taken } = desk('2025-02-10,0.5')
  const { problems, perps } = service.preview({ ...CHOICE, ratesId: taken.ratesId ?? '' })
  expect(perps).toBeNull()
  expect(problems).toEqual([
    'In the file of daily rates there is no rate for 2025-02-28, nor one of the 7 days before. Take a longer one.',
  ])
})

it('takes a file whole or not at all, by its lines', () => {
  const { taken } = desk('2025-02-27,0.5', '2025-02-28,none')
  expect(taken).toMatchObject({ ratesId: null, problemCount: 1, problems: [{ line: 3 }] })
})

it('says that rates which are not kept any more have to be taken again', () => {
  const { service } = desk('2025-02-27,0.5')
  const { problems } = service.preview({ ...CHOICE, ratesId: 'rates-0000000000000000' })
  expect(problems.join()).toMatch(/not kept any more: take it again/)
})
