import { useCallback, useEffect, useRef, useState } from 'react'
import type { FillsFilter, FillsPageView } from '#contract/fills-page.ts'
import type { FillView } from '#contract/views.ts'
import { ask } from '../../state/desk-request.ts'
import { useDesk } from '../../state/desk-store.ts'

const PAGE_ROWS = 200
/** Pages that are kept; those farthest from what is seen go first. */
const PAGES_KEPT = 40
/** Several fills of one order come at once: they are read together. */
const REFRESH_MS = 300

export interface FillsPages {
  /** Null before the first answer. */
  readonly total: number | null
  readonly failure: string | null
  readonly rowAt: (index: number) => FillView | null
  readonly want: (first: number, last: number) => void
}

interface Loaded {
  readonly total: number | null
  readonly failure: string | null
  readonly pages: ReadonlyMap<number, readonly FillView[]>
}

const NOTHING: Loaded = { total: null, failure: null, pages: new Map() }

function withPage(before: Loaded, page: number, answer: FillsPageView): Loaded {
  const pages = new Map(before.pages)
  pages.set(page, answer.fills)
  const byDistance = [...pages.keys()].sort((a, b) => Math.abs(a - page) - Math.abs(b - page))
  for (const far of byDistance.slice(PAGES_KEPT)) pages.delete(far)
  return { total: answer.total, failure: null, pages }
}

/** The fills of a filter, page by page as they are looked at; read again when there are new ones. */
export function useFillsPages(filter: FillsFilter): FillsPages {
  const [loaded, setLoaded] = useState(NOTHING)
  const newest = useDesk((slices) => ({ id: slices.fills[0]?.tradeId ?? null })).id
  const key = JSON.stringify(filter)
  const round = useRef(0)
  const asked = useRef(new Set<number>())
  const seen = useRef({ first: 0, last: 0 })

  const load = useCallback(
    async (page: number): Promise<void> => {
      if (asked.current.has(page)) return
      asked.current.add(page)
      const mine = round.current
      const wanted = JSON.parse(key) as FillsFilter
      const answer = await ask('getFillsPage', {
        filter: wanted,
        offset: page * PAGE_ROWS,
        rows: PAGE_ROWS,
      })
      if (mine !== round.current) return
      if (answer.ok) setLoaded((before) => withPage(before, page, answer.value))
      else setLoaded((before) => ({ ...before, failure: answer.error.message }))
    },
    [key],
  )
  const want = useCallback(
    (first: number, last: number): void => {
      seen.current = { first, last }
      for (let page = Math.floor(first / PAGE_ROWS); page <= last / PAGE_ROWS; page += 1) {
        void load(page)
      }
    },
    [load],
  )
  useEffect(() => {
    round.current += 1
    asked.current.clear()
    setLoaded(NOTHING)
    want(0, 0)
  }, [want])
  useEffect(() => {
    if (newest === null) return undefined
    const timer = setTimeout(() => {
      round.current += 1
      asked.current.clear()
      want(seen.current.first, seen.current.last)
    }, REFRESH_MS)
    return () => clearTimeout(timer)
  }, [newest, want])

  const rowAt = useCallback(
    (index: number): FillView | null =>
      loaded.pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS] ?? null,
    [loaded],
  )
  return { total: loaded.total, failure: loaded.failure, rowAt, want }
}
