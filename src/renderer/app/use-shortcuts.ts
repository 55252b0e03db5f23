import { useEffect } from 'react'
import { create } from 'zustand'
import { assertNever } from '#core/model/assert-never.ts'
import { followGuide } from '../features/first-run/GuideBand.tsx'
import { pressKill } from '../features/risk/KillSwitch.tsx'
import { order } from '../state/desk-request.ts'
import { useDeskStore } from '../state/desk-store.ts'
import { combinationOf } from '../state/key-combination.ts'
import { useKnownShortcuts } from '../state/known-shortcuts.ts'
import { announce } from '../state/notices.ts'
import { showScreen, useShownScreen } from '../state/shown-screen.ts'
import type { DockTab } from './Dock.tsx'
import { openTab } from './Dock.tsx'
import type { DeskShortcutId, ShortcutId } from './shortcuts.ts'
import { SHORTCUTS, shortcutFor } from './shortcuts.ts'

/** Whether the palette is on the screen. */
export const usePalette = create<{ readonly isOpen: boolean }>()(() => ({ isOpen: false }))
export const useShortcutsDialog = create<{ readonly isOpen: boolean }>()(() => ({ isOpen: false }))

/** The first thing in a part of the desk that can take the focus. */
function focusFirst(selector: string): void {
  const found = document.querySelector<HTMLElement>(selector)
  found?.focus()
}

const FOCUSABLE = ':is(button, input, [tabindex="0"]):not([disabled])'

/** The desk first when another screen is shown: what is hidden cannot take the focus. */
function focusOnDesk(selector: string): void {
  if (useShownScreen.getState().id === 'desk') focusFirst(selector)
  else showScreen('desk', selector)
}

function openAndFocus(tab: DockTab): void {
  openTab(tab, window.matchMedia('(min-width: 1700px)').matches)
  requestAnimationFrame(() => focusOnDesk(`.dock-tab[data-key="${tab}"]`))
}

/** Does what a shortcut or a line of the palette stands for. */
export function runShortcut(id: ShortcutId): void {
  if (id.startsWith('screen:')) {
    showScreen(id.slice('screen:'.length))
    return
  }
  runOnDesk(id as DeskShortcutId)
}

function runOnDesk(id: DeskShortcutId): void {
  switch (id) {
    case 'approvals':
      focusOnDesk('.slip-sentence')
      return
    case 'order':
      focusOnDesk(`.order-form ${FOCUSABLE}`)
      return
    case 'chart':
      focusOnDesk(`.chart-head ${FOCUSABLE}`)
      return
    case 'device':
      focusOnDesk('.device-button-right')
      return
    case 'positions':
    case 'orders':
    case 'fills':
      openAndFocus(id)
      return
    case 'palette':
      usePalette.setState({ isOpen: true })
      return
    case 'guide':
      followGuide()
      return
    case 'discreet':
      switchDiscreet()
      return
    case 'kill':
      pressKill()
      return
    case 'help':
      useShortcutsDialog.setState({ isOpen: true })
      return
    default:
      assertNever(id)
  }
}

function switchDiscreet(): void {
  const isDiscreet = useDeskStore.getState().slices?.preferences.isDiscreet ?? false
  order('setPreferences', { isDiscreet: !isDiscreet })
  announce(isDiscreet ? 'Amounts are shown.' : 'Amounts are hidden.')
}

const isTyping = (event: KeyboardEvent): boolean =>
  event.target instanceof HTMLInputElement && !event.altKey && !event.ctrlKey

const shortcutOf = (event: KeyboardEvent) => {
  const keys = combinationOf(event)
  const chosen = useDeskStore.getState().slices?.preferences.shortcuts ?? {}
  return keys === null ? undefined : shortcutFor(keys, chosen)
}

/**
 * The kill switch is heard before anything else is, also over an open dialog and out of a field; only
 * a bare sign is typing there, and keys that are just being chosen are nothing yet.
 */
function listenForKill(event: KeyboardEvent): void {
  const isSign = event.target instanceof HTMLInputElement && combinationOf(event)?.length === 1
  if (isSign || event.repeat || useKnownShortcuts.getState().isChoosing) return
  if (shortcutOf(event)?.id !== 'kill') return
  event.preventDefault()
  event.stopPropagation()
  pressKill()
}

/** Nothing else happens below an open dialog. */
function listen(event: KeyboardEvent): void {
  if (isTyping(event) || document.querySelector('.dialog') !== null) return
  const shortcut = shortcutOf(event)
  if (shortcut === undefined) return
  event.preventDefault()
  runShortcut(shortcut.id)
}

/** Listens to the window. */
export function useShortcuts(): void {
  useEffect(() => useKnownShortcuts.setState({ list: SHORTCUTS }), [])
  useEffect(() => {
    window.addEventListener('keydown', listenForKill, true)
    window.addEventListener('keydown', listen)
    return () => {
      window.removeEventListener('keydown', listenForKill, true)
      window.removeEventListener('keydown', listen)
    }
  }, [])
}
