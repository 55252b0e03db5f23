import { parseExact } from './exact-decimal.ts'
import type { PerpFill } from './perp-event.ts'
import { compareIds } from './sort-events.ts'

/** What says of a fill where in the row of fills it belongs. */
export type OrderedFill = Pick<PerpFill, 'id' | 'tsMs' | 'side' | 'size' | 'startPosition'>

/** A canonical text of a decimal, so that "10.0" and "10" are one position. */
function positionKey(text: string | null): string {
  const parsed = text === null ? null : parseExact(text)
  if (parsed === null) return text ?? ''
  let { digits, scale } = parsed
  while (scale > 0 && digits % 10n === 0n) {
    digits /= 10n
    scale -= 1
  }
  return `${digits}e-${digits === 0n ? 0 : scale}`
}

/** The position after a fill, as positionKey writes it. */
function endKey(fill: OrderedFill): string {
  const start = fill.startPosition === null ? null : parseExact(fill.startPosition)
  const size = parseExact(fill.size)
  if (start === null || size === null) return ''
  const scale = Math.max(start.scale, size.scale)
  const change = size.digits * 10n ** BigInt(scale - size.scale)
  const base = start.digits * 10n ** BigInt(scale - start.scale)
  let digits = fill.side === 'buy' ? base + change : base - change
  let places = scale
  while (places > 0 && digits % 10n === 0n) {
    digits /= 10n
    places -= 1
  }
  return `${digits}e-${digits === 0n ? 0 : places}`
}

/** A fill as the step from one position to another. */
interface Step<Fill> {
  readonly fill: Fill
  readonly start: string
  readonly end: string
}

/** Where a trail through the steps can begin: where more of them start than end. */
function trailStart<Fill>(open: ReadonlyMap<string, Step<Fill>[]>, before: string): string {
  if ((open.get(before)?.length ?? 0) > 0) return before
  const surplus = new Map<string, number>()
  for (const [start, steps] of open) {
    for (const { end } of steps) {
      surplus.set(start, (surplus.get(start) ?? 0) + 1)
      surplus.set(end, (surplus.get(end) ?? 0) - 1)
    }
  }
  const starts = [...open.keys()].filter((start) => (open.get(start)?.length ?? 0) > 0)
  const head = starts.find((start) => (surplus.get(start) ?? 0) > 0)
  return head ?? starts.find((start) => start === FLAT) ?? starts[0] ?? before
}

const FLAT = '0e-0'

/**
 * A trail that uses every step it can reach, once (Hierholzer): positions may be passed several
 * times within a millisecond, so the first step that fits need not be the right one.
 */
function followTrail<Fill>(open: Map<string, Step<Fill>[]>, from: string): Step<Fill>[] {
  const trail: Step<Fill>[] = []
  const path: (Step<Fill> | null)[] = [null]
  while (path.length > 0) {
    const last = path[path.length - 1]
    const next = open.get(last?.end ?? from)?.shift()
    if (next !== undefined) path.push(next)
    else {
      const done = path.pop()
      if (done) trail.push(done)
    }
  }
  return trail.reverse()
}

/** Fills of one coin and one millisecond, in the order in which their positions connect. */
function chainFills<Fill extends OrderedFill>(
  fills: readonly Fill[],
  before: string,
): { readonly chain: readonly Fill[]; readonly end: string } {
  const open = new Map<string, Step<Fill>[]>()
  for (const fill of [...fills].sort((a, b) => compareIds(a.id, b.id))) {
    const step = { fill, start: positionKey(fill.startPosition), end: endKey(fill) }
    const same = open.get(step.start)
    if (same === undefined) open.set(step.start, [step])
    else same.push(step)
  }
  const chain: Fill[] = []
  let position = before
  // More than one trail means that fills are missing between them; the book will name the gap.
  while (chain.length < fills.length) {
    const trail = followTrail(open, trailStart(open, position))
    for (const { fill } of trail) chain.push(fill)
    position = trail[trail.length - 1]?.end ?? position
  }
  return { chain, end: position }
}

/**
 * The fills of one coin in the order in which they happened: by time, and within a millisecond by
 * connecting start positions, whatever order they came in.
 */
export function orderFills<Fill extends OrderedFill>(
  fills: readonly Fill[],
  startPosition: string | null,
): Fill[] {
  const sorted = [...fills].sort((a, b) => a.tsMs - b.tsMs || compareIds(a.id, b.id))
  const ordered: Fill[] = []
  let position = positionKey(startPosition)
  for (let from = 0; from < sorted.length; ) {
    const first = sorted[from] as Fill
    let to = from + 1
    while (to < sorted.length && (sorted[to] as Fill).tsMs === first.tsMs) to += 1
    if (to === from + 1) {
      ordered.push(first)
      position = endKey(first)
    } else {
      const { chain, end } = chainFills(sorted.slice(from, to), position)
      for (const fill of chain) ordered.push(fill)
      position = end
    }
    from = to
  }
  return ordered
}
