import { useMemo } from 'react'
import { useSlice } from './desk-store.ts'

/** Decimals of a quantity by coin; eight where the venue has not said. */
export function useSizeDecimalsOf(): (coin: string) => number {
  const instruments = useSlice('instruments')
  return useMemo(() => {
    const byCoin = new Map(instruments.map((one) => [one.coin, one.sizeDecimals]))
    return (coin) => byCoin.get(coin) ?? 8
  }, [instruments])
}
