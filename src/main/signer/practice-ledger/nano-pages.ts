import type { Review, ReviewPair } from './review.ts'
import type { Page, PageFlow, ScreenCommand } from './screen-state.ts'
import { LINE_WIDTH, wrapText } from './text-layout.ts'

const LINES_A_PAGE = 3

export function nanoPage(
  title: string,
  text: string,
  both?: { readonly label: string; readonly command: ScreenCommand },
): Page {
  const lines = [title, ...(text === '' ? [] : wrapText(text, LINE_WIDTH.nano))]
  return { title, text, lines, actions: [], ...(both ? { both } : {}) }
}

/** A value takes as many pages of three lines as it needs: "Message hash (1/2)". */
function pairPages(pair: ReviewPair): Page[] {
  const lines = wrapText(pair.value, LINE_WIDTH.nano)
  const pageCount = Math.ceil(lines.length / LINES_A_PAGE)
  return Array.from({ length: pageCount }, (_, index) => {
    const title = pageCount === 1 ? pair.title : `${pair.title} (${index + 1}/${pageCount})`
    const shown = lines.slice(index * LINES_A_PAGE, (index + 1) * LINES_A_PAGE)
    return { title, text: shown.join(''), lines: [title, ...shown], actions: [] }
  })
}

const WARNING: readonly Page[] = [
  nanoPage('Blind signing ahead', 'To accept risk, press both buttons', {
    label: 'Accept risk',
    command: 'continue',
  }),
  nanoPage('Back to safety', '', { label: 'Back to safety', command: 'reject' }),
]

/** The pages of a Nano S Plus or Nano X: one field a page, then accept, then reject. */
export function nanoFlow(review: Review): PageFlow {
  return {
    warning: review.isBlind ? WARNING : [],
    main: [
      nanoPage(review.title, ''),
      ...review.pairs.flatMap(pairPages),
      nanoPage(review.accept, '', { label: review.accept, command: 'accept' }),
      nanoPage(review.reject, '', { label: review.reject, command: 'reject' }),
    ],
    confirmReject: [],
    confirmSkip: [],
  }
}
