/** As many rows and more may be a cut answer: the venue says 500, and 2,000 for fills. */
const FULL_PAGE = 500
/** What one round asks for at most; the next goes on where this one ended. */
const PAGES_A_ROUND = 10

export interface HistoryRow {
  readonly tsEventMs: number
}

export interface PagedHistory {
  /** False where the round ended before the history did. */
  readonly isComplete: boolean
  /** Venue time of the newest row; the start where there was none. */
  readonly untilMs: number
  /** A moment with more rows than an answer holds: some of them cannot be had. */
  readonly gapMs: number | null
  /** Rows that were told, those of a page's edge twice. */
  readonly rowCount: number
}

/**
 * Reads a history oldest first, page by page: each page begins at the time of the last row before
 * it, and what comes twice is known by its id. `take` gets every page. Throws what `ask` throws.
 */
export async function readHistory<Row extends HistoryRow>(
  ask: (startMs: number) => Promise<readonly Row[]>,
  fromMs: number,
  take: (rows: readonly Row[]) => void,
): Promise<PagedHistory> {
  let startMs = Math.max(1, fromMs)
  let gapMs: number | null = null
  let rowCount = 0
  for (let page = 0; page < PAGES_A_ROUND; page += 1) {
    const rows = await ask(startMs)
    take(rows)
    rowCount += rows.length
    const lastMs = rows.reduce((latest, row) => Math.max(latest, row.tsEventMs), startMs)
    if (rows.length < FULL_PAGE) return { isComplete: true, untilMs: lastMs, gapMs, rowCount }
    if (lastMs > startMs) startMs = lastMs
    else {
      gapMs = startMs
      startMs += 1
    }
  }
  return { isComplete: false, untilMs: startMs, gapMs, rowCount }
}
