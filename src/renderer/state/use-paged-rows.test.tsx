// @vitest-environment jsdom
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, expect, test } from 'vitest'
import type { PagedRows } from './use-paged-rows.ts'
import { usePagedRows } from './use-paged-rows.ts'

const PAGE = 10
const root = createRoot(document.createElement('div'))
let list: PagedRows<number>
let asked: number[] = []
let answers: (() => void)[] = []

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

/** Row n is the number n; an answer comes when the test says so. */
const read = (offset: number) =>
  new Promise<{ ok: true; value: { total: number; rows: number[] } }>((resolve) => {
    asked.push(offset)
    const rows = Array.from({ length: PAGE }, (_one, place) => offset + place)
    answers.push(() => resolve({ ok: true, value: { total: 100_000, rows } }))
  })

function List() {
  list = usePagedRows(PAGE, read)
  return null
}

const answer = (): Promise<void> => act(async () => answers.shift()?.())
const look = (first: number, last: number): Promise<void> => act(async () => list.want(first, last))

async function open(): Promise<void> {
  asked = []
  answers = []
  await act(async () => root.render(<List />))
  await answer()
}

afterEach(() => act(async () => root.render(null)))

test('what was passed while a page was on its way is not asked for', async () => {
  await open()
  await look(1_000, 1_005)
  await look(2_000, 2_005)
  await look(3_000, 3_005)
  await answer()
  await answer()
  expect(asked).toEqual([0, 1_000, 3_000])
  expect(list.rowAt(3_004)).toBe(3_004)
  expect(list.rowAt(2_004)).toBeNull()
})

test('a page that was let go is read again when it is seen again', async () => {
  await open()
  for (let page = 1; page <= 45; page += 1) {
    await look(page * PAGE, page * PAGE + 5)
    await answer()
  }
  expect(list.rowAt(0)).toBeNull()
  await look(0, 5)
  await answer()
  expect(list.rowAt(5)).toBe(5)
})

test('a page that is read anew is shown as it was until then', async () => {
  await open()
  await act(async () => list.refresh())
  expect(list.rowAt(3)).toBe(3)
  expect(asked).toEqual([0, 0])
  await answer()
  expect(list.total).toBe(100_000)
})
