import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { taxCommand } from './tax.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tax-command-'))
})
afterEach(() => {
  process.exitCode = 0
  rmSync(folder, { recursive: true, force: true })
})

const transactions = [
  {
    id: 'b',
    timestamp: '2024-01-01T00:00:00Z',
    type: 'buy',
    asset: 'X',
    quantity: '2',
    price: '10',
  },
  {
    id: 'c',
    timestamp: '2024-01-02T00:00:00Z',
    type: 'buy',
    asset: 'X',
    quantity: '2',
    price: '30',
  },
  {
    id: 's',
    timestamp: '2025-06-01T00:00:00Z',
    type: 'sell',
    asset: 'X',
    quantity: '1',
    price: '50',
  },
]

function caseFile(name: string, over: object = {}): string {
  const file = join(folder, `${name}.json`)
  writeFileSync(
    file,
    JSON.stringify({ name, method: 'fifo', country: 'US', currency: 'USD', transactions, ...over }),
  )
  return file
}

async function run(...args: string[]): Promise<{ out: string; error: string; code: number }> {
  let [out, error] = ['', '']
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text)
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    error += String(text)
    return true
  })
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    process.exitCode = Number(code ?? 0)
    throw new Error('exit')
  })
  process.exitCode = 0
  const program = new Command('countersign').version('0.1.0')
  taxCommand.register(program)
  await program.parseAsync(['node', 'countersign', 'tax', ...args]).catch((cause: unknown) => {
    if (!(cause instanceof Error) || cause.message !== 'exit') throw cause
  })
  vi.restoreAllMocks()
  return { out, error, code: Number(process.exitCode) }
}

describe('countersign tax', () => {
  it('prints one line of JSON for each input', async () => {
    const { out, code } = await run(
      '--input',
      caseFile('a'),
      '--input',
      caseFile('b', { method: 'lifo' }),
      '--json',
    )
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(code).toBe(0)
    expect(lines.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(lines[0]).toMatchObject({
      method: 'fifo',
      disposals: [{ basis: '10', gain: '40', term: 'long' }],
      totals: { gain: '40' },
    })
    expect(lines[1]).toMatchObject({ disposals: [{ basis: '30' }] })
  })

  it('takes options over the file and prints a table otherwise', async () => {
    const { out } = await run(
      '--input',
      caseFile('a'),
      '--method',
      'hifo',
      '--country',
      'de',
      '--scope',
      'universal',
    )
    expect(out).toContain('name a · method hifo · country DE')
    expect(out).toMatch(/sell\s+X\s+order\s+2024-01-02\s+2025-06-01\s+1\s+50\s+30\s+20\s+long/)
  })

  it('writes any report', async () => {
    const out = join(folder, 'form.csv')
    const printed = await run(
      '--input',
      caseFile('a'),
      '--report',
      'form8949',
      '--out',
      out,
      '--year',
      '2025',
      '--json',
    )
    expect(printed.code).toBe(0)
    expect(readFileSync(out, 'utf8')).toContain(
      'II,L,1 X,01/01/2024,06/01/2025,50.00,10.00,,,40.00\r\n',
    )
    expect(JSON.parse(printed.out)).toMatchObject({
      rows: 1,
      sidecar: { scheduleD: { '15': '40.00' } },
    })
    expect(existsSync(`${out}.sidecar.json`)).toBe(true)
  })

  it('answers bad input with row, field, value and what was expected, and writes nothing', async () => {
    const bad = caseFile('bad', {
      transactions: [transactions[0], { ...transactions[1], price: 'ten' }],
    })
    const out = join(folder, 'x.csv')
    const wrong = await run('--input', caseFile('a'), '--input', bad, '--json')
    expect(wrong).toEqual({
      out: '',
      error: `${bad}: row 2, price: "ten", expected a decimal number such as "1234.5"\n`,
      code: 2,
    })
    expect((await run('--input', bad, '--report', 'lots', '--out', out)).code).toBe(2)
    expect(existsSync(out)).toBe(false)
  })

  describe('with daily rates of exchange', () => {
    const fill = (id: string, time: string, side: string, px: string, start: string) => ({
      id,
      coin: 'ETH',
      side,
      sz: '2',
      px,
      fee: '0.5',
      feeToken: 'USDC',
      time: Date.parse(time),
      startPosition: start,
      dir: side === 'B' ? 'Open Long' : 'Close Long',
    })
    const perps = (): string =>
      caseFile('perps', {
        kind: 'perp',
        method: 'average-entry',
        country: 'DE',
        currency: 'USDC',
        transactions: [
          fill('f1', '2024-03-01T10:00:00Z', 'B', '3000', '0'),
          // 5 March already in Berlin.
          fill('f2', '2024-03-04T23:30:00Z', 'A', '3100', '2'),
        ],
        funding: [{ time: Date.parse('2024-03-03T08:00:00Z'), coin: 'ETH', usdc: '-1.25' }],
      })
    const rates = (...lines: string[]): string => {
      const file = join(folder, 'ecb.csv')
      writeFileSync(file, ['date,rate', ...lines].join('\r\n'))
      return file
    }
    const report = (file: string, ...words: string[]) =>
      run('--input', file, '--report', 'perps', '--out', join(folder, 'out.csv'), ...words)

    it('converts each amount by its own local day, a weekend by the day before', async () => {
      const file = rates('2024-03-05,0.93', '2024-03-01,0.925')
      const words = ['--rates', file, '--zone', 'Europe/Berlin', '--json']
      expect(await report(perps(), ...words)).toMatchObject({ error: '', code: 0 })
      const lines = readFileSync(join(folder, 'out.csv'), 'utf8').trim().split('\r\n')
      const shown = lines.slice(1).map((line) => {
        const cells = line.split(',')
        return [cells[0], cells.at(-2), cells.at(-1)].join(' ')
      })
      expect(shown).toEqual([
        'fee 0.925 -0.4625',
        'funding 0.925 -1.15625',
        'close 0.93 186',
        'fee 0.93 -0.465',
      ])
      const sidecar = JSON.parse(readFileSync(join(folder, 'out.csv.sidecar.json'), 'utf8'))
      expect(sidecar.perpetuals.conversion).toBe(
        'each amount at the rate of its local day in ecb.csv (2 days, 2024-03-01 to 2024-03-05); a day without one takes the last rate before it, at most 7 days old',
      )
    })

    it.each([
      [['2024-03-02,0.925'], 'there is no rate for 2024-03-01, nor one of the 7 days before'],
      [['2024-03-09,0.925'], 'there is no rate for 2024-03-01 and for 2 more days, nor one'],
      [['2024-02-26,0.925', '2024-02-30,1'], 'line 3, date: "2024-02-30", expected a day'],
      [['2024-03-01,0'], 'line 2, rate: "0", expected a decimal above zero'],
      [['2024-03-01,0.9', '2024-03-01,0.9'], 'line 3, date: 2024-03-01 has a rate already'],
      [[], 'there is no rate in it'],
    ])('writes nothing where the rates are wrong: %j', async (lines, sentence) => {
      const result = await report(perps(), '--rates', rates(...lines))
      expect(result).toMatchObject({ out: '', code: 2 })
      expect(result.error).toContain(sentence)
      expect(readdirSync(folder).sort()).toEqual(['ecb.csv', 'perps.json'])
    })

    it('does not take rates that would change nothing', async () => {
      const file = rates('2024-03-01,0.925')
      const lots = await report(caseFile('lots'), '--rates', file)
      expect(lots).toMatchObject({ out: '', code: 2 })
      expect(lots.error).toContain('they go with a history of perpetuals')
      const printed = await run('--input', perps(), '--rates', file)
      expect(printed).toMatchObject({ out: '', code: 2 })
      expect(printed.error).toContain('rates go with a report')
    })
  })

  it('refuses what cannot be with code 2', async () => {
    const oversold = caseFile('oversold', {
      transactions: transactions
        .slice(1)
        .map((row) => ({ ...row, quantity: row.type === 'sell' ? '5' : '1' })),
    })
    const result = await run('--input', oversold, '--json')
    expect(result).toMatchObject({ out: '', code: 2 })
    expect(result.error).toContain(
      'row 2, id "s", 2025-06-01T00:00:00Z: 4 X more than were acquired before',
    )
    const broken = join(folder, 'broken.json')
    writeFileSync(broken, '{"name":')
    expect(await run('--input', broken)).toMatchObject({ out: '', code: 2 })
    expect(await run('--input', join(folder, 'none.json'))).toMatchObject({ out: '', code: 2 })
    expect(await run('--input', caseFile('a'), '--method', 'best')).toMatchObject({
      out: '',
      code: 2,
    })
    expect(await run('--input', caseFile('a'), '--method', 'average-entry')).toMatchObject({
      out: '',
      code: 2,
    })
    expect(await run('--input', caseFile('a'), '--zone', 'Mars/Base')).toMatchObject({
      out: '',
      code: 2,
    })
    expect(await run('--input', caseFile('a'), '--report', 'lots')).toMatchObject({
      out: '',
      code: 2,
    })
    expect(
      await run(
        '--input',
        caseFile('a'),
        '--report',
        'lots',
        '--out',
        join(folder, 'y'),
        '--year',
        'last',
      ),
    ).toMatchObject({ code: 2 })
    expect(
      await run(
        '--input',
        caseFile('h', {
          kind: 'holding-period',
          transactions: [{ acquiredAt: '2024-01-01', soldAt: '2025-01-01' }],
        }),
        '--report',
        'lots',
        '--out',
        join(folder, 'y'),
      ),
    ).toMatchObject({ code: 2 })
    expect(readdirSync(folder).filter((name) => !name.endsWith('.json'))).toEqual([])
  })
})
