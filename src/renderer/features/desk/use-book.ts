import { useEffect, useState } from 'react'
import type { BookLevels } from '#contract/book-push.ts'
import { decodeBook } from '#contract/book-push.ts'
import { order } from '../../state/desk-request.ts'
import { deskApi } from '../../state/desk-window.ts'

/** The book of the coin as long as this is drawn; null before it came. One at a time. */
export function useBook(coin: string): BookLevels | null {
  const [book, setBook] = useState<BookLevels | null>(null)
  useEffect(() => {
    setBook(null)
    const stop = deskApi().onBook((of, row) => {
      if (of === coin) setBook(decodeBook(of, row))
    })
    order('watchBook', { coin })
    return () => {
      stop()
      order('watchBook', { coin: null })
    }
  }, [coin])
  return book
}
