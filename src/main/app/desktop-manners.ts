import type { WebContents } from 'electron'
import { BrowserWindow, Notification } from 'electron'
import type { PreferencesView } from '#contract/preferences.ts'
import type { DeskState } from '#core/engine/state.ts'
import type { Mode } from '#core/model/signature.ts'
import { askBeforeClosing } from './close-question.ts'
import { fillMenu } from './menu.ts'
import type { DeskNotice } from './notice-watch.ts'
import { createNoticeWatch } from './notice-watch.ts'

export interface MannersOptions {
  readonly mode: Mode
  readonly page: () => WebContents | null
  readonly state: () => DeskState
  readonly preferences: () => PreferencesView
  /** Told of everything, whatever the system shows of it. */
  readonly tell: (notices: readonly DeskNotice[]) => void
  /** Asks the screen to show something. */
  readonly ask: (what: string) => void
  readonly log: (sentence: string, cause?: unknown) => void
}

export interface Manners {
  /** After every input that changed the book. */
  look(): void
  close(): void
}

const windowOf = (page: WebContents | null): BrowserWindow | null =>
  page && BrowserWindow.fromWebContents(page)

function bringUp(window: BrowserWindow | null): void {
  if (!window) return
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

/** How the program behaves on a desktop: menus, notifications, and no close that surprises. */
export function startDesktopManners(options: MannersOptions): Manners {
  const { mode, page, state, preferences, tell, ask, log } = options
  const watch = createNoticeWatch()
  const window = windowOf(page())
  const stopAsking = window ? askBeforeClosing(window, state, mode) : () => undefined
  fillMenu({ ask, close: () => windowOf(page())?.close() })

  const isWanted = ({ isImportant }: DeskNotice): boolean => {
    const { notifications } = preferences()
    if (notifications === 'quiet') return false
    // who looks at the desk sees it there
    if (windowOf(page())?.isFocused()) return false
    return isImportant || notifications === 'all'
  }
  const show = ({ title, text }: DeskNotice): void => {
    const note = new Notification({ title, body: text })
    note.on('click', () => {
      bringUp(windowOf(page()))
      ask('desk')
    })
    note.show()
  }
  return {
    look() {
      const all = watch(state(), preferences().isDiscreet)
      if (all.length > 0) tell(all)
      const notices = all.filter(isWanted)
      if (notices.length === 0 || !Notification.isSupported()) return
      try {
        for (const notice of notices) show(notice)
      } catch (cause) {
        log('the system shows no notifications', cause)
      }
    },
    close: stopAsking,
  }
}
