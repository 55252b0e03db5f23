import type { RecordsView, TaxPreviewView, TaxRowsView, TaxRowView } from '#contract/records.ts'
import { MARKET_NOW_MS, MINUTE_MS } from './fixture-parts.ts'

const ACCOUNT = '0xdad77910dbdfde764fc21fcd4e74d71bbaca6d8d'
const DAY_MS = 1_440 * MINUTE_MS
const ROWS = 60

export const RECORDS_EMPTY: RecordsView = {
  wallets: [],
  imports: [],
  standingOrders: [],
  reaches: [],
}

export const RECORDS: RecordsView = {
  wallets: [
    {
      account: ACCOUNT,
      isDesk: true,
      fills: 60,
      funding: 214,
      entries: 2,
      firstMs: MARKET_NOW_MS - 70 * DAY_MS,
      lastMs: MARKET_NOW_MS,
    },
  ],
  imports: [
    {
      importId: 1,
      layout: 'hyperliquid',
      name: 'trade_history.csv',
      addedMs: MARKET_NOW_MS - DAY_MS,
      added: 58,
      known: 2,
    },
  ],
  standingOrders: [{ method: 'fifo', recordedMs: MARKET_NOW_MS - 70 * DAY_MS }],
  reaches: [],
}

const row = (index: number): TaxRowView => {
  const isGain = index % 3 !== 0
  return {
    index,
    kind: 'close',
    tsMs: MARKET_NOW_MS - (ROWS - index) * DAY_MS,
    local: `2023-0${1 + Math.floor(index / 25)}-${String(1 + (index % 25)).padStart(2, '0')} 14:05`,
    asset: index % 4 === 0 ? 'ETH' : 'BTC',
    word: 'long',
    quantity: '0.05406',
    acquired: '',
    proceeds: '',
    basis: '',
    amount: isGain ? '18.22' : '-21.4',
    currency: 'USDC',
    term: '',
    id: `9073599044${31_000 + index}`,
    isTraceable: true,
  }
}

export const TAX_ROWS: TaxRowsView = {
  total: ROWS,
  rows: Array.from({ length: ROWS }, (_unused, index) => row(index)),
}

export const TAX_PREVIEW_EMPTY: TaxPreviewView = {
  years: [{ year: 2023, label: '2023' }],
  currency: 'USD',
  perpCurrency: 'USDC',
  conversion: 'taken as 1:1',
  problems: [],
  needsAcknowledgement: false,
  spot: null,
  perps: null,
  rowCount: 0,
  warnings: [],
  gaps: [],
  openLots: [],
  openLotCount: 0,
  openPositions: [],
  methods: [],
}

export const TAX_PREVIEW: TaxPreviewView = {
  ...TAX_PREVIEW_EMPTY,
  perps: {
    closes: ROWS,
    forcedCloses: 0,
    realisedPnl: '302.8',
    venuePnl: '302.8',
    differences: 0,
    roundings: 4,
    venueFigures: ROWS,
    fees: '29.526',
    fundingPayments: 214,
    funding: '-3.2104',
    net: '270.0636',
  },
  rowCount: ROWS,
  warnings: ['Funding of 12 March is not complete: the day has not ended.'],
  openPositions: [
    { coin: 'BTC', quantity: '0.10812', entry: '20231.4' },
    { coin: 'ETH', quantity: '-1.2044', entry: '1478.72' },
  ],
}
