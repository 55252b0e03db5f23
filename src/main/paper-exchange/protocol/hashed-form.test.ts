import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { hashedForm, parseAction } from './wire-schemas.ts'

interface Vector {
  readonly name: string
  readonly kind: string
  readonly action: { readonly type: string }
}
const path = resolve('../shared/cases/signing.json')
const vectors = existsSync(path)
  ? (JSON.parse(readFileSync(path, 'utf8')) as { official: Vector[]; derived: Vector[] })
  : null
if (!vectors) console.log('left out: ../shared/cases/signing.json is not here')

const known = [...(vectors?.official ?? []), ...(vectors?.derived ?? [])].flatMap(
  ({ name, kind, action }) => {
    const parsed = kind === 'l1' ? parseAction(action) : null
    return parsed ? [{ name, action, parsed }] : []
  },
)

it('is the very text that was signed, key by key, in every sample', () => {
  expect(known.length).toBeGreaterThanOrEqual(vectors ? 5 : 0)
  for (const { action, parsed, name } of known) {
    expect(`${name} ${JSON.stringify(hashedForm(parsed))}`).toBe(
      `${name} ${JSON.stringify(action)}`,
    )
  }
})

it.each([
  ['19000.0', '19000'],
  ['0.010', '0.01'],
  ['007.50', '7.5'],
  ['100', '100'],
  ['0', '0'],
  ['0.0', '0'],
  ['1e3', '1e3'],
  ['', ''],
])('a number "%s" is "%s"', (p, plain) => {
  const order = { a: 0, b: true, p, s: '1', r: false, t: { limit: { tif: 'Gtc' } } }
  const parsed = parseAction({ type: 'order', orders: [order], grouping: 'na' } as never)
  expect(parsed && hashedForm(parsed)).toMatchObject({ orders: [{ p: plain }] })
})
