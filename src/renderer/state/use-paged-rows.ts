import { useCallback, useEffect, useRef, useState } from 'react'
import type { Answer } from '#contract/desk-api.ts'

/** Pages that are kept; those farthest from what is seen go first. */
const PAGES_KEPT = 40

export interface RowsPage<Row> {
  readonly total: number
  readonly rows: readonly Row[]
}

export interface PagedRows<Row> {
  /** Null before the first answer. */
  readonly total: number | null
  readonly failure: string | null
  /** Null while the row is on its way. */
  readonly rowAt: (index: number) => Row | null
  /** Tells which rows are to be seen. */
  readonly want: (first: number, last: number) => void
  /** Reads anew what is seen, and the rest when it is seen; what is shown stays until then. */
  readonly refresh: () => void
}

interface Loaded<Row> {
  readonly total: number | null
  readonly failure: string | null
  readonly pages: ReadonlyMap<number, readonly Row[]>
}

const nothing = <Row>(): Loaded<Row> => ({ total: null, failure: null, pages: new Map() })

function withPage<Row>(before: Loaded<Row>, page: number, answer: RowsPage<Row>): Loaded<Row> {
  const pages = new Map(before.pages)
  pages.set(page, answer.rows)
  const byDistance = [...pages.keys()].sort((a, b) => Math.abs(a - page) - Math.abs(b - page))
  for (const far of byDistance.slice(PAGES_KEPT)) pages.delete(far)
  return { total: answer.total, failure: null, pages }
}

/**
 * A list of any length, read page by page as it is looked at. One page is on its way at a time, and
 * the next is chosen from what is seen by then: a scrollbar that is dragged asks for no page that it
 * has passed. `read` answers `pageRows` rows from an offset on; another `read` is another list.
 */
export function usePagedRows<Row>(
  pageRows: number,
  read: (offset: number) => Promise<Answer<RowsPage<Row>>>,
): PagedRows<Row> {
  const [loaded, setLoaded] = useState<Loaded<Row>>(nothing)
  const latest = useRef(loaded)
  const reader = useRef(read)
  const round = useRef(0)
  const fresh = useRef(new Set<number>())
  const seen = useRef({ first: 0, last: 0 })
  const isReading = useRef(false)

  const show = useCallback((next: Loaded<Row>): void => {
    latest.current = next
    setLoaded(next)
    for (const page of fresh.current) if (!next.pages.has(page)) fresh.current.delete(page)
  }, [])
  const load = useCallback(async (): Promise<void> => {
    if (isReading.current) return
    isReading.current = true
    for (let page = missing(); page !== null; page = missing()) {
      const mine = round.current
      const answer = await reader.current(page * pageRows)
      if (mine !== round.current) continue
      if (!answer.ok) {
        show({ ...latest.current, failure: answer.error.message })
        break
      }
      fresh.current.add(page)
      show(withPage(latest.current, page, answer.value))
    }
    isReading.current = false

    /** The first page that is seen and has not been read; null when all have. */
    function missing(): number | null {
      const last = Math.floor(seen.current.last / pageRows)
      for (let page = Math.floor(seen.current.first / pageRows); page <= last; page += 1) {
        if (!fresh.current.has(page)) return page
      }
      return null
    }
  }, [pageRows, show])

  const want = useCallback(
    (first: number, last: number): void => {
      seen.current = { first, last }
      void load()
    },
    [load],
  )
  const refresh = useCallback((): void => {
    round.current += 1
    fresh.current.clear()
    void load()
  }, [load])
  useEffect(() => {
    reader.current = read
    // the rows of the list before are shown until the first of this one are here
    latest.current = { ...latest.current, pages: new Map() }
    refresh()
  }, [read, refresh])
  const rowAt = useCallback(
    (index: number): Row | null =>
      loaded.pages.get(Math.floor(index / pageRows))?.[index % pageRows] ?? null,
    [loaded, pageRows],
  )
  return { total: loaded.total, failure: loaded.failure, rowAt, want, refresh }
}
