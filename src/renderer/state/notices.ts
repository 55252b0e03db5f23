import { create } from 'zustand'

export interface Notice {
  readonly id: number
  readonly tone: 'info' | 'warning' | 'error'
  readonly text: string
}

interface Notices {
  readonly list: readonly Notice[]
  /** What a screen reader is told next, politely. */
  readonly announcement: string
}

const KEPT = 4
let lastId = 0

export const useNotices = create<Notices>()(() => ({ list: [], announcement: '' }))

/** What is only news is also listed elsewhere, so it may go by itself; a fault stays. */
const NEWS_MS = 15_000

/** A line below the desk. An error stays until it is dismissed or four newer ones push it out. */
export function notify(tone: Notice['tone'], text: string): void {
  lastId += 1
  const notice = { id: lastId, tone, text }
  useNotices.setState((state) => {
    const rest = state.list.filter((other) => other.text !== text)
    return { list: [...rest, notice].slice(-KEPT) }
  })
  if (tone !== 'error') setTimeout(() => dismiss(notice.id), NEWS_MS)
}

export function dismiss(id: number): void {
  useNotices.setState((state) => ({ list: state.list.filter((notice) => notice.id !== id) }))
}

/** Told to screen readers without moving the focus. */
export function announce(text: string): void {
  useNotices.setState({ announcement: text })
}
