import { useCallback, useEffect } from 'react'
import type { FillsFilter } from '#contract/fills-page.ts'
import type { FillView } from '#contract/views.ts'
import { ask } from '../../state/desk-request.ts'
import { useDesk } from '../../state/desk-store.ts'
import type { PagedRows } from '../../state/use-paged-rows.ts'
import { usePagedRows } from '../../state/use-paged-rows.ts'

const PAGE_ROWS = 50
/** Several fills of one order come at once: they are read together. */
const REFRESH_MS = 300

/** The fills of a filter, page by page as they are looked at; read again when there are new ones. */
export function useFillsPages(filter: FillsFilter): PagedRows<FillView> {
  const newest = useDesk((slices) => ({ id: slices.fills[0]?.tradeId ?? null })).id
  const key = JSON.stringify(filter)
  const read = useCallback(
    async (offset: number) => {
      const wanted = JSON.parse(key) as FillsFilter
      const answer = await ask('getFillsPage', { filter: wanted, offset, rows: PAGE_ROWS })
      if (!answer.ok) return answer
      return { ok: true as const, value: { total: answer.value.total, rows: answer.value.fills } }
    },
    [key],
  )
  const pages = usePagedRows(PAGE_ROWS, read)
  const { refresh } = pages
  useEffect(() => {
    if (newest === null) return undefined
    const timer = setTimeout(refresh, REFRESH_MS)
    return () => clearTimeout(timer)
  }, [newest, refresh])
  return pages
}
