import type { FillRecord, FundingRecord, Reach } from './record-types.ts'

/** As many rows and more may be a cut answer: the venue says 500, and 2,000 for fills. */
const FULL_PAGE = 500
/** What one run asks for at most; the next goes on where this one ended. */
const PAGES_A_RUN = 60
/** The venue tells the newest 10,000 fills of an account and no older ones. */
const FILLS_KEPT = 10_000
/** A row may be written a little after its own time. */
const OVERLAP_MS = 60_000

export interface BackfillSource {
  readFills(fromMs: number): Promise<readonly FillRecord[]>
  readFunding(fromMs: number): Promise<readonly FundingRecord[]>
  marketNowMs(): number
}

export interface BackfillSink {
  reaches(): Promise<readonly Reach[]>
  /** Resolves to how many rows were new. */
  addVenueRows(rows: {
    readonly fills: readonly FillRecord[]
    readonly funding: readonly FundingRecord[]
    readonly reach: Reach | null
  }): Promise<number>
}

type Row = FillRecord | FundingRecord

async function readKind<Kind extends Row>(
  account: string,
  kind: Reach['kind'],
  before: Reach | undefined,
  ask: (fromMs: number) => Promise<readonly Kind[]>,
  keep: (rows: readonly Kind[], reach: Reach) => Promise<number>,
  nowMs: () => number,
): Promise<number> {
  let startMs = before === undefined ? 1 : Math.max(1, before.throughMs - OVERLAP_MS)
  let oldestMs = before?.oldestMs ?? null
  let isCut = before?.isCut ?? false
  let [added, count] = [0, 0]
  for (let page = 0; page < PAGES_A_RUN; page += 1) {
    const askedMs = nowMs()
    const rows = await ask(startMs)
    count += rows.length
    const lastMs = rows.reduce((latest, { tsMs }) => Math.max(latest, tsMs), startMs)
    const firstMs = rows.reduce((first, { tsMs }) => Math.min(first, tsMs), lastMs)
    if (rows.length > 0) oldestMs = Math.min(oldestMs ?? firstMs, firstMs)
    if (kind === 'fills' && count >= FILLS_KEPT) isCut = true
    const isLast = rows.length < FULL_PAGE
    // More rows of one moment than an answer holds: the rest of them cannot be asked for.
    if (!isLast && lastMs === startMs) isCut = true
    const throughMs = isLast ? Math.max(lastMs, askedMs) : lastMs
    added += await keep(rows, { account, kind, oldestMs, throughMs, isCut })
    if (isLast) break
    startMs = lastMs === startMs ? startMs + 1 : lastMs
  }
  return added
}

/**
 * Brings the records up to what the venue tells: from the beginning the first time, afterwards from
 * where the last run ended. What was read stays even if a later page fails. Returns how many rows
 * were new; rejects when the venue does not answer.
 */
export async function backfill(
  account: string,
  source: BackfillSource,
  sink: BackfillSink,
): Promise<number> {
  const owner = account.toLowerCase()
  const reaches = await sink.reaches()
  const reachOf = (kind: Reach['kind']): Reach | undefined =>
    reaches.find((reach) => reach.account === owner && reach.kind === kind)
  const nowMs = (): number => source.marketNowMs()
  const fills = await readKind(
    owner,
    'fills',
    reachOf('fills'),
    (fromMs) => source.readFills(fromMs),
    (rows, reach) => sink.addVenueRows({ fills: rows, funding: [], reach }),
    nowMs,
  )
  const funding = await readKind(
    owner,
    'funding',
    reachOf('funding'),
    (fromMs) => source.readFunding(fromMs),
    (rows, reach) => sink.addVenueRows({ fills: [], funding: rows, reach }),
    nowMs,
  )
  return fills + funding
}
