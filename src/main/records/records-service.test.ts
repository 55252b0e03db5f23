import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { REPORT_KINDS } from '#core/tax/reports/report-kind.ts'
import { deskFile } from '../store/desk-file.test-support.ts'
import { ACCOUNT, aFill, aPayment, CHOICE, recordsOf } from './records.test-support.ts'

const watch = { onProgress: () => undefined, shouldStop: () => false }

describe('records out of the log', () => {
  it('are taken once, with what leads to order, receipt and decision', () => {
    const { service, store, folder } = recordsOf(deskFile(3))
    const view = service.overview()
    expect(view.wallets).toHaveLength(1)
    expect(view.wallets[0]?.isDesk).toBe(true)
    expect(view.wallets[0]?.fills).toBe(3)
    const version = store.version()
    service.overview()
    expect(store.version()).toBe(version)

    const { total, rows } = service.rows(CHOICE, 0, 200)
    expect(total).toBe(rows.length)
    const traceable = rows.filter(({ isTraceable }) => isTraceable)
    expect(traceable.map(({ kind }) => kind)).toEqual(['fee', 'fee', 'fee'])
    const trace = service.trace(CHOICE, traceable[0]?.index ?? -1)
    expect(trace.fills.map(({ part }) => part)).toEqual(['opening'])
    for (const fill of trace.fills) {
      expect(fill.road?.order.clientOrderId).toMatch(/^0x/)
      expect(fill.road?.receipt?.hash).toMatch(/^[0-9a-f]{64}$/)
      expect(fill.road?.decision?.result).toBe('passed')
    }

    const file = join(folder, 'ledger.csv')
    expect(service.export(CHOICE, 'ledger', file, watch).kind).toBe('written')
    const written = parse(readFileSync(file), { columns: true }) as Record<string, string>[]
    const leg = written.find(({ kind }) => kind === 'perp-open')
    expect(leg?.receipt_id).toBe(String(trace.fills[0]?.road?.receipt?.seq))
    expect(leg?.decision_id).toBe(String(trace.fills[0]?.road?.decision?.seq))
    expect(leg?.ticket_id).toBe(trace.fills[0]?.road?.ticket.ticketId)
  })

  it('join what the venue tells of the same fill and name what differs', () => {
    const { service, store } = recordsOf(deskFile(1))
    service.overview()
    const [known] = [...store.fills()]
    if (known === undefined) throw new Error('the log has no fill')
    const told = { ...known, hash: '0xabc', fee: '77', direction: 'Open Long' }
    expect(service.addVenueRows({ fills: [told], funding: [], reach: null })).toBe(0)
    const joined = store.fill(known.account, known.tradeId)
    expect(joined).toMatchObject({ source: 'log', hash: '0xabc', fee: known.fee })
    expect(joined?.disagreement).toBe(`fee ${known.fee}, the venue 77`)
    expect(service.preview(CHOICE).warnings.join()).toContain('1 fills of the log differ')
  })
})

describe('records of the venue', () => {
  it('are keyed by account and number, whatever order and however often they come', () => {
    const { service, store } = recordsOf()
    const fills = [
      aFill(1),
      aFill(2, {
        side: 'sell',
        size: '3',
        startPosition: '1',
        direction: 'Long > Short',
        price: '110',
      }),
      aFill(3, {
        side: 'buy',
        size: '2',
        startPosition: '-2',
        direction: 'Close Short',
        price: '90',
      }),
    ]
    const funding = [aPayment(1), aPayment(2, { amount: '0.5' })]
    expect(service.addVenueRows({ fills: [...fills].reverse(), funding, reach: null })).toBe(5)
    expect(service.addVenueRows({ fills, funding, reach: null })).toBe(0)
    expect([...store.fills()]).toHaveLength(3)
    const { perps, rowCount } = service.preview(CHOICE)
    expect(perps).toMatchObject({
      closes: 2,
      realisedPnl: '50',
      fees: '0.15',
      funding: '0.4877',
      net: '50.3377',
    })
    // two closes, four legs with a fee (the flip has two), two payments
    expect(rowCount).toBe(8)
  })

  it('mark liquidations and auto-deleveraging, the own ones alone', () => {
    const { service } = recordsOf()
    const close = { side: 'sell', startPosition: '1', direction: 'Close Long' } as const
    const other = '0x00000000000000000000000000000000000000bb'
    service.addVenueRows({
      fills: [
        aFill(1),
        aFill(2, { ...close, liquidatedUser: ACCOUNT }),
        aFill(3),
        aFill(4, { ...close, liquidatedUser: other }),
        aFill(5),
        aFill(6, { ...close, direction: 'Auto-Deleveraging' }),
      ],
      funding: [],
      reach: null,
    })
    const kinds = service
      .rows(CHOICE, 0, 50)
      .rows.filter(({ kind }) => kind !== 'fee')
      .map(({ kind }) => kind)
    expect(kinds).toEqual(['liquidation', 'close', 'adl'])
  })

  it('name a start in the middle of a position and history that the venue no longer tells', () => {
    const { service } = recordsOf()
    const half = aFill(7, {
      side: 'sell',
      startPosition: '5',
      closedPnl: '12',
      direction: 'Close Long',
    })
    const reach = {
      account: ACCOUNT,
      kind: 'fills',
      oldestMs: half.tsMs,
      throughMs: half.tsMs,
      isCut: true,
    } as const
    service.addVenueRows({ fills: [half], funding: [], reach })
    const { gaps, perps } = service.preview(CHOICE)
    expect(gaps.join(' ')).toContain('begins in the middle of a position')
    expect(gaps.join(' ')).toContain('The venue tells no fills of')
    expect(perps?.venueFigures).toBe(1)
  })

  it('keep the positions of two accounts apart', () => {
    const { service } = recordsOf()
    const bb = '0x00000000000000000000000000000000000000bb'
    service.addVenueRows({
      fills: [
        aFill(1),
        aFill(2, { account: bb, price: '500' }),
        aFill(3, { side: 'sell', startPosition: '1', price: '110', direction: 'Close Long' }),
        aFill(4, {
          account: bb,
          side: 'sell',
          startPosition: '1',
          price: '450',
          direction: 'Close Long',
        }),
      ],
      funding: [],
      reach: null,
    })
    expect(service.preview(CHOICE).perps?.realisedPnl).toBe('-40')
    expect(service.preview({ ...CHOICE, wallets: [bb] }).perps?.realisedPnl).toBe('-50')
    expect(service.preview(CHOICE).gaps).toEqual([])
  })

  it('turn spot fills into lots: fees in the asset bought are withheld', () => {
    const { service } = recordsOf()
    const spot = {
      market: 'spot',
      coin: 'HYPE/USDC',
      startPosition: null,
      closedPnl: null,
    } as const
    service.addVenueRows({
      fills: [
        aFill(1, {
          ...spot,
          direction: 'Buy',
          size: '10',
          price: '20',
          fee: '0.01',
          feeToken: 'HYPE',
        }),
        aFill(2, { ...spot, direction: 'Sell', side: 'sell', size: '4', price: '25', fee: '0.1' }),
        aFill(3, {
          ...spot,
          direction: 'Buy',
          size: '1',
          price: '20',
          fee: '0.1',
          feeToken: 'UBTC',
        }),
      ],
      funding: [],
      reach: null,
    })
    const { spot: sums, openLots, warnings } = service.preview(CHOICE)
    expect(sums?.proceeds).toBe('100.1')
    expect(openLots).toHaveLength(1)
    expect(openLots[0]?.quantity).toBe('5.99')
    expect(warnings.join(' ')).toContain('fee was paid in a third token')
    const uk = service.preview({
      ...CHOICE,
      country: 'uk',
      method: 'uk-s104',
      zone: 'Europe/London',
    })
    expect(uk.warnings.join(' ')).toContain('set the rate of exchange')
  })
})

describe('files of records', () => {
  it('come back from the own ledger as what they were', () => {
    const first = recordsOf()
    const spot = {
      market: 'spot',
      coin: 'HYPE/USDC',
      startPosition: null,
      closedPnl: null,
    } as const
    first.service.addVenueRows({
      fills: [
        aFill(1),
        aFill(2, { side: 'sell', size: '3', startPosition: '1', direction: 'Long > Short' }),
        aFill(3, { size: '2', startPosition: '-2', direction: 'Close Short', fee: '-0.003' }),
        aFill(4, {
          ...spot,
          direction: 'Buy',
          size: '10',
          price: '20',
          fee: '0.01',
          feeToken: 'HYPE',
        }),
        aFill(5, { ...spot, direction: 'Sell', side: 'sell', size: '4', price: '25', fee: '0.1' }),
      ],
      funding: [aPayment(1), aPayment(2)],
      reach: null,
    })
    const file = join(first.folder, 'ledger.csv')
    expect(first.service.export(CHOICE, 'ledger', file, watch).kind).toBe('written')
    const second = recordsOf()
    const wish = { path: file, wallet: 'file', zone: 'UTC', currency: 'USD', wallMs: 5 }
    const { taken, problems } = second.service.import(wish)
    expect(problems).toEqual([])
    expect(taken).toMatchObject({ layout: 'own', added: 7, known: 0 })
    const [a, b] = [first.service.preview(CHOICE), second.service.preview(CHOICE)]
    expect(b.perps).toEqual(a.perps)
    expect(b.spot).toEqual(a.spot)
    expect(b.openLots.map(({ quantity, cost }) => [quantity, cost])).toEqual(
      a.openLots.map(({ quantity, cost }) => [quantity, cost]),
    )
    expect(() => second.service.import(wish)).toThrow('is in the records already')
    second.service.removeImport(taken?.importId ?? 0)
    expect(second.service.overview().wallets).toEqual([])
  })

  it("know a fill of Hyperliquid's export again when the venue tells it", () => {
    const { service, store, folder } = recordsOf()
    const fill = aFill(1)
    service.addVenueRows({ fills: [fill], funding: [], reach: null })
    const file = join(folder, 'trade_history.csv')
    writeFileSync(
      file,
      [
        'time,coin,dir,px,sz,ntl,fee,closedPnl',
        '01/03/2025 - 00:01:00,BTC,Open Long,100,1.0,100,0.05,0',
        '15/03/2025 - 10:00:00,BTC,Close Long,120,1,120,0.06,20',
      ].join('\n'),
    )
    const wish = { path: file, wallet: ACCOUNT, zone: 'UTC', currency: 'USD', wallMs: 5 }
    expect(service.import(wish).taken).toMatchObject({ layout: 'hyperliquid', added: 1, known: 1 })
    expect(service.preview(CHOICE).perps?.realisedPnl).toBe('20')
    const late = { side: 'sell', startPosition: '1', price: '120', fee: '0.06' } as const
    const tsMs = Date.UTC(2025, 2, 15, 10, 0, 0, 250)
    service.addVenueRows({ fills: [aFill(9, { ...late, tsMs })], funding: [], reach: null })
    expect([...store.fills()].map(({ source }) => source)).toEqual(['venue', 'venue'])
  })

  it('are refused whole, with row, field, value and what was expected', () => {
    const { service, folder } = recordsOf()
    const file = join(folder, 'generic.csv')
    writeFileSync(
      file,
      [
        'time,type,asset,quantity,price,fee',
        '2025-01-01T00:00:00Z,buy,ETH,1.5,1000,2',
        'yesterday,sell,ETH,one,1200,2',
      ].join('\r\n'),
    )
    const wish = { path: file, wallet: 'cold', zone: 'UTC', currency: 'USD', wallMs: 5 }
    const { taken, problems } = service.import(wish)
    expect(taken).toBeNull()
    expect(problems.map(({ row, field, value }) => [row, field, value])).toEqual([
      [3, 'time', 'yesterday'],
      [3, 'quantity', 'one'],
    ])
    expect(service.overview().wallets).toEqual([])
    writeFileSync(
      file,
      [
        'time,type,asset,quantity,price,fee,wallet,side',
        '2025-01-01T00:00:00Z,buy,ETH,1.5,1000,2,cold,',
        '2025-06-01T00:00:00Z,sell,ETH,1,1200,2,cold,',
        '2025-06-02T00:00:00Z,perp,ETH,1,1200,0,0xcc,buy',
        '2025-06-03T00:00:00Z,perp,ETH,1,1250,0,0xcc,sell',
        '2025-06-03T01:00:00Z,funding,ETH,-0.25,,,0xcc,',
      ].join('\r\n'),
    )
    expect(service.import(wish).taken).toMatchObject({ layout: 'generic', added: 5 })
    const { spot, perps } = service.preview(CHOICE)
    expect(spot?.gain).toMatch(/^196\.66666666666666666[67]$/)
    expect(perps).toMatchObject({ realisedPnl: '50', funding: '-0.25' })
  })

  it('cannot be read where day and month are not to be told apart', () => {
    const { service, folder } = recordsOf()
    const file = join(folder, 'trade_history.csv')
    const rows = ['time,coin,dir,px,sz,fee', '01/02/2025 - 00:01:00,BTC,Open Long,100,1,0']
    writeFileSync(file, rows.join('\n'))
    const wish = { path: file, wallet: ACCOUNT, zone: 'UTC', currency: 'USD', wallMs: 5 }
    expect(service.import(wish).problems[0]?.expected).toContain('cannot be told apart')
  })
})

describe('files for the accountant', () => {
  it('are written in every format with their sidecar, notes of the records within', () => {
    const { service, folder } = recordsOf()
    service.addVenueRows({
      fills: [aFill(1), aFill(2, { side: 'sell', startPosition: '1', price: '110' })],
      funding: [aPayment(1)],
      reach: { account: ACCOUNT, kind: 'fills', oldestMs: 1, throughMs: 2, isCut: true },
    })
    for (const kind of REPORT_KINDS) {
      const file = join(folder, `${kind}.csv`)
      const choice =
        kind === 'hmrc'
          ? ({ ...CHOICE, country: 'uk', method: 'uk-s104', pnl: 'capital' } as const)
          : CHOICE
      const result = service.export(choice, kind, file, watch)
      expect([kind, result.kind]).toEqual([kind, 'written'])
      const sidecar = readFileSync(`${file}.sidecar.json`, 'utf8')
      expect(sidecar).toContain('not tax advice')
      expect(sidecar).toContain('The venue tells no fills of')
    }
  })

  it('leave nothing when they are called off', () => {
    const { service, folder } = recordsOf()
    service.addVenueRows({ fills: [aFill(1)], funding: [], reach: null })
    const file = join(folder, 'perps.csv')
    const stop = { onProgress: () => undefined, shouldStop: () => true }
    expect(service.export(CHOICE, 'perps', file, stop).kind).toBe('cancelled')
    expect(existsSync(file)).toBe(false)
  })

  it('need a standing order, or an acknowledgement, for another lot method in the United States', () => {
    const { service, store, folder } = recordsOf()
    const file = join(folder, 'spot.csv')
    writeFileSync(
      file,
      [
        'time,type,asset,quantity,price,wallet',
        '2025-01-01T00:00:00Z,buy,ETH,1,1000,cold',
        '2025-02-01T00:00:00Z,buy,ETH,1,2000,cold',
        '2025-06-01T00:00:00Z,sell,ETH,1,1500,cold',
      ].join('\n'),
    )
    service.import({ path: file, wallet: 'cold', zone: 'UTC', currency: 'USD', wallMs: 5 })
    const hifo = { ...CHOICE, method: 'hifo' } as const
    expect(service.preview(hifo)).toMatchObject({ needsAcknowledgement: true, spot: null })
    const seen = service.preview({ ...hifo, isRetroactiveAcknowledged: true })
    expect(seen.spot?.gain).toBe('-500')
    expect(seen.warnings.join(' ')).toContain('HIFO is applied to disposals')
    expect(seen.methods.map(({ method, gain }) => [method, gain])).toEqual([
      ['fifo', '500'],
      ['lifo', '-500'],
      ['hifo', '-500'],
      ['lofo', '500'],
    ])
    service.addStandingOrder('hifo', Date.UTC(2025, 4, 1))
    expect(service.preview(hifo).spot?.gain).toBe('-500')
    expect(store.standingOrders()).toEqual([{ method: 'hifo', recordedMs: Date.UTC(2025, 4, 1) }])
  })
})
