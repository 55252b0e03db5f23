import { parseExact } from './exact-decimal.ts'
import type { PerpFill } from './perp-event.ts'
import { compareIds } from './sort-events.ts'

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
function endKey(fill: PerpFill): string {
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

interface Node {
  readonly fill: PerpFill
  readonly start: string
  readonly end: string
  isUsed: boolean
}

/** Follows start → end from `from` as far as it goes; among equals the smallest id goes first. */
function followChain(
  byStart: ReadonlyMap<string, Node[]>,
  from: string,
  chain: PerpFill[],
): string {
  let position = from
  for (;;) {
    const next = byStart.get(position)?.find(({ isUsed }) => !isUsed)
    if (next === undefined) return position
    next.isUsed = true
    chain.push(next.fill)
    position = next.end
  }
}

/** Fills of one coin and one millisecond, in the order in which their positions connect. */
function chainFills(
  fills: readonly PerpFill[],
  before: string,
): { chain: PerpFill[]; end: string } {
  const nodes: Node[] = [...fills]
    .sort((a, b) => compareIds(a.id, b.id))
    .map((fill) => ({
      fill,
      start: positionKey(fill.startPosition),
      end: endKey(fill),
      isUsed: false,
    }))
  const byStart = new Map<string, Node[]>()
  const ends = new Set(nodes.map(({ end }) => end))
  for (const node of nodes) {
    const same = byStart.get(node.start)
    if (same === undefined) byStart.set(node.start, [node])
    else same.push(node)
  }
  const chain: PerpFill[] = []
  let position = followChain(byStart, before, chain)
  while (chain.length < nodes.length) {
    // A break in the history: go on where no other fill leads, else with the smallest id.
    const open = nodes.filter(({ isUsed }) => !isUsed)
    const head = open.find(({ start }) => !ends.has(start)) ?? (open[0] as Node)
    position = followChain(byStart, head.start, chain)
  }
  return { chain, end: position }
}

/**
 * The fills of one coin in the order in which they happened: by time, and within a millisecond by
 * connecting start positions, whatever order they came in.
 */
export function orderFills(fills: readonly PerpFill[], startPosition: string | null): PerpFill[] {
  const sorted = [...fills].sort((a, b) => a.tsMs - b.tsMs || compareIds(a.id, b.id))
  const ordered: PerpFill[] = []
  let position = positionKey(startPosition)
  for (let from = 0; from < sorted.length; ) {
    const first = sorted[from] as PerpFill
    let to = from + 1
    while (to < sorted.length && (sorted[to] as PerpFill).tsMs === first.tsMs) to += 1
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
