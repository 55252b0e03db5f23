import type { Review, ReviewPair } from './review.ts'
import type { Page, PageAction, PageFlow, ScreenCommand } from './screen-state.ts'
import { LINE_WIDTH, wrapText } from './text-layout.ts'

/** Heights that decide how many fields share a page. */
const PAGE_HEIGHT = 390
const PAIR_HEIGHT = 60
const LINE_HEIGHT = 36

export const tap = (label: string, command: ScreenCommand): PageAction => ({
  id: command,
  label,
  gesture: 'tap',
  command,
})

const hold = (label: string, command: ScreenCommand): PageAction => ({
  id: command,
  label,
  gesture: 'hold',
  command,
})

export function flexPage(
  title: string,
  body: readonly string[],
  actions: readonly PageAction[],
): Page {
  const titleLines = wrapText(title, LINE_WIDTH.flex)
  const lines = [...titleLines, ...body, ...actions.map((action) => action.label)]
  return { title, text: body.join(' '), lines, actions }
}

/** Fills page after page with as many fields as there is room for. */
function groupPairs(pairs: readonly ReviewPair[]): ReviewPair[][] {
  const groups: ReviewPair[][] = []
  let room = 0
  for (const pair of pairs) {
    const height = PAIR_HEIGHT + LINE_HEIGHT * wrapText(pair.value, LINE_WIDTH.flex).length
    const last = groups.at(-1)
    if (last && height <= room) {
      last.push(pair)
      room -= height
    } else {
      groups.push([pair])
      room = PAGE_HEIGHT - height
    }
  }
  return groups
}

function fieldsPage(group: readonly ReviewPair[], position: string, isSkippable: boolean): Page {
  const body = group.flatMap((pair) => [pair.title, ...wrapText(pair.value, LINE_WIDTH.flex)])
  const skip = tap('Skip', 'askSkip')
  const reject = tap('Reject', 'askReject')
  return {
    title: group[0]?.title ?? '',
    text: group.map((pair) => `${pair.title}: ${pair.value}`).join('\n'),
    lines: [...(isSkippable ? ['Skip'] : []), ...body, 'Reject', position],
    actions: isSkippable ? [skip, reject] : [reject],
  }
}

function messagePages(review: Review): Page[] {
  const groups = groupPairs(review.pairs)
  const count = groups.length + 2
  const position = (index: number) => `${index + 1} of ${count}`
  const reject = tap('Reject', 'askReject')
  const sign = hold('Hold to sign', 'accept')
  const first = review.isBlind ? 'Blind signing required.' : 'Swipe to review'
  const question = review.isBlind
    ? `Accept risk and s${review.accept.slice(1)}`
    : `${review.accept}?`
  const questionLines = wrapText(question, LINE_WIDTH.flex)
  return [
    {
      title: review.title,
      text: first,
      lines: [review.title, 'Reject', position(0), first],
      actions: [reject],
    },
    ...groups.map((group, index) => fieldsPage(group, position(index + 1), review.isSkippable)),
    {
      title: question,
      text: 'Hold to sign',
      lines: [...questionLines, 'Reject', position(count - 1), sign.label],
      actions: [reject, sign],
    },
  ]
}

const WARNING: Page = {
  title: 'Blind signing ahead',
  text: "This transaction's details are not fully verifiable. If you sign, you could lose all your assets.",
  lines: [
    'Blind signing ahead',
    "This transaction's details are",
    'not fully verifiable. If you sign,',
    'you could lose all your assets.',
    'Continue anyway',
    'Back to safety',
  ],
  actions: [tap('Continue anyway', 'continue'), tap('Back to safety', 'reject')],
}

const CONFIRM_REJECT = flexPage(
  'Reject message?',
  [],
  [tap('Go back to message', 'goBack'), tap('Yes, reject', 'reject')],
)

const CONFIRM_SKIP = flexPage(
  'Skip review?',
  ["If you're sure you don't need to", 'review all fields, you can skip', 'straight to signing.'],
  [tap('Yes, skip', 'skip'), tap('Go back to review', 'goBack')],
)

function addressPages(review: Review): Page[] {
  const address = review.pairs[0]?.value ?? ''
  return [
    flexPage(review.title, ['Swipe to continue'], [tap('Cancel', 'reject')]),
    flexPage('Address', wrapText(address, LINE_WIDTH.flex), [
      tap(review.accept, 'accept'),
      tap(review.reject, 'reject'),
    ]),
  ]
}

/** The pages of a Flex: several fields a page, tap to choose, hold to sign. */
export function flexFlow(review: Review): PageFlow {
  const none = { warning: [], confirmReject: [], confirmSkip: [] }
  switch (review.kind) {
    case 'address':
      return { ...none, main: addressPages(review) }
    case 'choice': {
      const body = review.pairs.flatMap((pair) => wrapText(pair.value, LINE_WIDTH.flex))
      const actions = [tap(review.accept, 'accept'), tap(review.reject, 'reject')]
      return { ...none, main: [flexPage(review.title, body, actions)] }
    }
    default:
      return {
        warning: review.isBlind ? [WARNING] : [],
        main: messagePages(review),
        confirmReject: [CONFIRM_REJECT],
        confirmSkip: [CONFIRM_SKIP],
      }
  }
}
