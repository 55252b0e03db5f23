import { create } from 'zustand'
import { useDesk } from './desk-store.ts'

/** What this window looks at. Not part of the desk: two windows may differ. */
export const useSelection = create<{ readonly coin: string | null }>()(() => ({ coin: null }))

export function selectCoin(coin: string): void {
  useSelection.setState({ coin })
}

/** The chosen coin, else the first instrument of the venue; null before there are any. */
export function useSelectedCoin(): string | null {
  const chosen = useSelection((state) => state.coin)
  const first = useDesk((slices) => slices.instruments[0]?.coin ?? null)
  return chosen ?? first
}
