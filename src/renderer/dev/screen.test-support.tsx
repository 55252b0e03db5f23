import type { ReactNode } from 'react'
import { act } from 'react'
import type { Root } from 'react-dom/client'
import { createRoot } from 'react-dom/client'
import { afterEach, vi } from 'vitest'
import type { DeskSlices } from '#contract/views.ts'
import { connectDesk } from '../state/desk-connection.ts'
import { resetMirror } from '../state/desk-store.ts'
import { useNotices } from '../state/notices.ts'
import { useShownScreen } from '../state/shown-screen.ts'
import type { FakeDesk } from './fake-desk.ts'
import { createFakeDesk } from './fake-desk.ts'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

function installBrowserParts(): void {
  globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS
  window.matchMedia = ((query: string) => ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  })) as unknown as typeof window.matchMedia
  globalThis.ResizeObserver = class {
    observe(): void {
      // jsdom has no layout to observe
    }
    unobserve(): void {
      // jsdom has no layout to observe
    }
    disconnect(): void {
      // jsdom has no layout to observe
    }
  }
}

let root: Root | null = null
let disconnect: (() => void) | null = null

afterEach(async () => {
  await act(async () => root?.unmount())
  root = null
  disconnect?.()
  disconnect = null
  resetMirror()
  useShownScreen.setState({ id: 'desk', focus: null, asked: 0 })
  useNotices.setState({ list: [], announcement: '' })
  document.body.replaceChildren()
  vi.useRealTimers()
})

/** Renders over a desk of fixtures, connected as in the application. */
export async function renderOverDesk(node: ReactNode, slices: DeskSlices): Promise<FakeDesk> {
  installBrowserParts()
  const desk = createFakeDesk(slices)
  Object.defineProperty(window, 'desk', { value: desk, configurable: true })
  disconnect = connectDesk(desk)
  await settle()
  const container = document.createElement('div')
  document.body.append(container)
  root = createRoot(container)
  await act(async () => root?.render(node))
  await settle()
  return desk
}

/** Lets promises and effects run; works with faked timers too. */
export async function settle(): Promise<void> {
  await act(async () => {
    await new Promise((done) => setImmediate(done))
  })
}

const ROLE_SELECTORS = {
  button: 'button:not([role]), [role="button"]',
  radio: '[role="radio"]',
  switch: '[role="switch"], input[type="checkbox"]',
  textbox: 'input[type="text"], input:not([type])',
  tab: '[role="tab"]',
  dialog: '[role="dialog"], [role="alertdialog"]',
  alertdialog: '[role="alertdialog"]',
  article: 'article',
  menuitem: '[role="menuitem"], [role="menuitemradio"]',
  region: 'section[aria-label], section[aria-labelledby]',
  row: 'tbody tr',
  alert: '[role="alert"]',
  status: '[role="status"]',
  heading: 'h1, h2, h3, h4',
} as const

type Role = keyof typeof ROLE_SELECTORS

const textOf = (ids: string): string =>
  ids
    .split(' ')
    .map((id) => document.getElementById(id))
    .map((part) => part?.getAttribute('aria-label') ?? part?.textContent ?? '')
    .join(' ')
    .trim()

/** The accessible name, as far as this screen makes use of the rules. */
export function nameOf(element: Element): string {
  const labelledBy = element.getAttribute('aria-labelledby')
  if (labelledBy !== null) return textOf(labelledBy)
  const label = element.getAttribute('aria-label')
  if (label !== null) return label
  if (element instanceof HTMLInputElement) return element.labels?.[0]?.textContent?.trim() ?? ''
  const copy = element.cloneNode(true) as Element
  for (const hidden of copy.querySelectorAll('[aria-hidden="true"]')) hidden.remove()
  return (copy.textContent ?? '').replace(/\s+/g, ' ').trim()
}

export function allByRole(role: Role, name?: string | RegExp): HTMLElement[] {
  const found = [...document.querySelectorAll<HTMLElement>(ROLE_SELECTORS[role])]
  return found.filter((element) => {
    if (name === undefined) return true
    const own = nameOf(element)
    return typeof name === 'string' ? own === name : name.test(own)
  })
}

/** The one element with this role and name; says what there is when there is not exactly one. */
export function byRole(role: Role, name?: string | RegExp): HTMLElement {
  const found = allByRole(role, name)
  const [first] = found
  if (first === undefined || found.length > 1) {
    const names = allByRole(role).map(nameOf).join('", "')
    throw new Error(`${found.length} × ${role} "${String(name)}"; there are "${names}"`)
  }
  return first
}

export async function press(element: HTMLElement): Promise<void> {
  await act(async () => element.click())
  await settle()
}

/** Types into a field as a person would, replacing what was there. */
export async function type(element: HTMLElement, text: string): Promise<void> {
  const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
  await act(async () => {
    setValue?.call(element, text)
    element.dispatchEvent(new Event('input', { bubbles: true }))
  })
  await settle()
}

export async function submit(element: HTMLElement): Promise<void> {
  await act(async () => element.closest('form')?.requestSubmit())
  await settle()
}

/** Sends a patch inside act. */
export async function patch(desk: FakeDesk, slices: Partial<DeskSlices>): Promise<void> {
  await act(async () => desk.patch(slices))
  await settle()
}

export const exactOf = (name: string, within: ParentNode = document): string | null =>
  within.querySelector(`[data-name="${name}"]`)?.getAttribute('data-exact') ?? null

/** The payloads of every request of this name. */
export const sent = (desk: FakeDesk, name: string): unknown[] =>
  desk.requests.filter((request) => request.name === name).map((request) => request.payload)
