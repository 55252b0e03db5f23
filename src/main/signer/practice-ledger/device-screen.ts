import type { Clock, Timer } from '../../runtime/clock.ts'
import type { DeviceModel, DeviceSettings } from './device-settings.ts'
import { isTouch } from './device-settings.ts'
import { flexFlow, flexPage, tap } from './flex-pages.ts'
import type { OpenApp } from './home-pages.ts'
import { homePages } from './home-pages.ts'
import { nanoFlow, nanoPage } from './nano-pages.ts'
import type { Notice, Review, ReviewScreen } from './review.ts'
import type { Page, PageFlow, ScreenButton, ScreenCommand, ScreenState } from './screen-state.ts'

const STATUS_SHOWN_MS = 3000

/** What the screen needs to know of the device around it. */
export interface ScreenHost {
  readonly model: () => DeviceModel
  readonly app: () => OpenApp
  readonly isLocked: () => boolean
  readonly isPlugged: () => boolean
  readonly settings: () => DeviceSettings
  readonly changeSettings: (changed: Partial<DeviceSettings>) => void
  readonly openApp: (app: OpenApp) => void
}

interface Question {
  readonly review: Review
  readonly flow: PageFlow
  readonly resolve: (isAccepted: boolean) => void
  readonly reject: (cause: Error) => void
  set: keyof PageFlow
  index: number
}

/** The screen with its buttons: shows pages, takes presses, answers the app's questions. */
export class DeviceScreen implements ReviewScreen {
  readonly #host: ScreenHost
  readonly #clock: Clock
  readonly #listeners = new Set<(state: ScreenState) => void>()
  #question: Question | null = null
  #notice: Page | null = null
  #noticeTimer: Timer | null = null
  #homeIndex = 0
  #isInSettings = false
  #autopilotDelayMs: number | null = null
  #autopilotTimer: Timer | null = null

  constructor(host: ScreenHost, clock: Clock) {
    this.#host = host
    this.#clock = clock
  }

  get isAsking(): boolean {
    return this.#question !== null
  }

  ask(review: Review): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const flow = isTouch(this.#host.model()) ? flexFlow(review) : nanoFlow(review)
      const set = flow.warning.length > 0 ? 'warning' : 'main'
      this.#clearNotice()
      this.#question = { review, flow, resolve, reject, set, index: 0 }
      this.#armAutopilot()
      this.changed()
    })
  }

  notify(notice: Notice): void {
    const isTouchModel = isTouch(this.#host.model())
    this.#showNotice(
      isTouchModel
        ? flexPage(notice.title, [notice.text], [tap('Close', 'dismiss')])
        : nanoPage(notice.title, notice.text, { label: 'Close', command: 'dismiss' }),
    )
  }

  /** Approves by itself after the delay; null switches it off. */
  setAutopilot(delayMs: number | null): void {
    this.#autopilotDelayMs = delayMs
    this.#autopilotTimer?.cancel()
    this.#armAutopilot()
  }

  /** Answers the open question at once, as if its owner had gone through the pages. */
  answer(isAccepted: boolean): boolean {
    const question = this.#question
    if (!question || !this.#isUsable()) return false
    this.#question = null
    this.#autopilotTimer?.cancel()
    const { accepted, rejected } = question.review
    const words = isAccepted ? accepted : rejected
    if (words !== '') this.#showStatus(words)
    question.resolve(isAccepted)
    this.changed()
    return true
  }

  /** The cable was pulled or the app was closed while a question was open. */
  abort(cause: Error): void {
    const question = this.#question
    this.#question = null
    this.#autopilotTimer?.cancel()
    this.#clearNotice()
    this.#homeIndex = 0
    this.#isInSettings = false
    question?.reject(cause)
    this.changed()
  }

  press(button: ScreenButton): void {
    if (!this.#isUsable()) return
    const page = this.#page()
    if (button === 'both') {
      const command = page.both?.command ?? touchDefault(page)
      if (command) this.#run(command)
    } else {
      this.#run(button === 'left' ? 'previous' : 'next')
    }
  }

  /** Taps or holds what the screen offers under this id; unknown ids do nothing. */
  act(id: string): void {
    if (!this.#isUsable()) return
    const action = this.#page().actions.find((candidate) => candidate.id === id)
    if (action) this.#run(action.command)
  }

  subscribe(listener: (state: ScreenState) => void): () => void {
    this.#listeners.add(listener)
    listener(this.state())
    return () => {
      this.#listeners.delete(listener)
    }
  }

  /** Something that the screen shows has changed. */
  changed(): void {
    const state = this.state()
    for (const listener of this.#listeners) listener(state)
  }

  state(): ScreenState {
    const model = this.#host.model()
    const page = this.#page()
    const pages = this.#pages()
    const index = this.#index()
    const isUsable = this.#isUsable()
    const touch = isTouch(model)
    return {
      model,
      kind: this.#kind(),
      title: page.title,
      text: page.text,
      lines: page.lines,
      pageIndex: index,
      pageCount: pages.length,
      buttons: {
        left: isUsable && index > 0 ? 'Previous' : null,
        right: isUsable && index < pages.length - 1 ? 'Next' : null,
        both: isUsable ? (page.both?.label ?? null) : null,
      },
      actions:
        isUsable && touch
          ? page.actions.map(({ id, label, gesture }) => ({ id, label, gesture }))
          : [],
    }
  }

  #kind(): ScreenState['kind'] {
    if (!this.#host.isPlugged()) return 'off'
    if (this.#host.isLocked()) return 'locked'
    if (this.#notice) return 'notice'
    return this.#question ? 'review' : 'home'
  }

  #isUsable(): boolean {
    return this.#host.isPlugged() && !this.#host.isLocked()
  }

  #pages(): readonly Page[] {
    if (!this.#host.isPlugged()) return [OFF]
    if (this.#host.isLocked()) return [LOCKED]
    if (this.#notice) return [this.#notice]
    if (this.#question) return this.#question.flow[this.#question.set]
    const { model, app, settings } = this.#host
    return homePages(isTouch(model()), app(), settings(), this.#isInSettings)
  }

  #index(): number {
    if (!this.#isUsable() || this.#notice) return 0
    return Math.min(this.#question?.index ?? this.#homeIndex, this.#pages().length - 1)
  }

  #page(): Page {
    return this.#pages()[this.#index()] ?? OFF
  }

  #run(command: ScreenCommand): void {
    switch (command) {
      case 'accept':
      case 'reject':
        this.answer(command === 'accept')
        return
      case 'next':
        this.#move(1)
        break
      case 'previous':
        this.#move(-1)
        break
      case 'dismiss':
        this.#clearNotice()
        break
      default:
        if (this.#question) this.#turn(this.#question, command)
        else this.#runHome(command)
    }
    this.changed()
  }

  #move(by: number): void {
    if (this.#notice) {
      this.#clearNotice()
      return
    }
    const index = Math.max(0, Math.min(this.#pages().length - 1, this.#index() + by))
    if (this.#question) this.#question.index = index
    else this.#homeIndex = index
  }

  #turn(question: Question, command: ScreenCommand): void {
    const sets: Partial<Record<ScreenCommand, keyof PageFlow>> = {
      continue: 'main',
      askReject: 'confirmReject',
      askSkip: 'confirmSkip',
      goBack: 'main',
      skip: 'main',
    }
    question.set = sets[command] ?? question.set
    question.index = command === 'skip' ? question.flow.main.length - 1 : 0
  }

  #runHome(command: ScreenCommand): void {
    const { blindSigning, rawMessages } = this.#host.settings()
    if (command === 'toggleBlindSigning') this.#host.changeSettings({ blindSigning: !blindSigning })
    if (command === 'toggleRawMessages') this.#host.changeSettings({ rawMessages: !rawMessages })
    if (command === 'openSettings' || command === 'closeSettings') {
      this.#isInSettings = command === 'openSettings'
    }
    if (command === 'openApp' || command === 'quitApp') {
      this.#homeIndex = 0
      this.#isInSettings = false
      this.#host.openApp(command === 'openApp' ? 'ethereum' : 'dashboard')
    }
  }

  #showStatus(words: string): void {
    this.#showNotice(isTouch(this.#host.model()) ? flexPage(words, [], []) : nanoPage(words, ''))
  }

  #showNotice(page: Page): void {
    this.#clearNotice()
    this.#notice = page
    this.#noticeTimer = this.#clock.setTimer(STATUS_SHOWN_MS, () => {
      this.#clearNotice()
      this.changed()
    })
    this.changed()
  }

  #clearNotice(): void {
    this.#noticeTimer?.cancel()
    this.#noticeTimer = null
    this.#notice = null
  }

  #armAutopilot(): void {
    const delayMs = this.#autopilotDelayMs
    if (delayMs === null || !this.#question) return
    this.#autopilotTimer = this.#clock.setTimer(delayMs, () => {
      // A locked screen takes no press; the next look comes after the same delay.
      if (!this.answer(true)) this.#armAutopilot()
    })
  }
}

/** Where a touch model is driven by buttons, both stand for going on: continue, hold, confirm. */
function touchDefault(page: Page): ScreenCommand | null {
  const wanted: readonly ScreenCommand[] = ['continue', 'accept', 'skip', 'goBack', 'dismiss']
  return page.actions.find((action) => wanted.includes(action.command))?.command ?? null
}

const OFF: Page = { title: '', text: '', lines: [], actions: [] }
const LOCKED: Page = {
  title: 'Locked',
  text: 'Enter your PIN on the device',
  lines: ['Locked', 'Enter your PIN'],
  actions: [],
}
