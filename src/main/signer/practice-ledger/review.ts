/** One field of what is to be signed. */
export interface ReviewPair {
  readonly title: string
  readonly value: string
}

/** Something the app asks the owner; the screen turns it into pages. */
export interface Review {
  readonly kind: 'typedMessage' | 'hashedMessage' | 'personalMessage' | 'address' | 'choice'
  /** First page: "Review typed message". */
  readonly title: string
  readonly pairs: readonly ReviewPair[]
  /** Warns first, and says so on the first and last page of a touch screen. */
  readonly isBlind: boolean
  /** Raw typed data may be skipped to its end on a touch screen. */
  readonly isSkippable: boolean
  /** What the last page asks for: "Sign message". */
  readonly accept: string
  readonly reject: string
  readonly accepted: string
  readonly rejected: string
}

/** A notice that needs no answer, such as "Blind signing must be enabled in settings". */
export interface Notice {
  readonly title: string
  readonly text: string
}

/** The screen as the app sees it. `ask` rejects when the device is unplugged meanwhile. */
export interface ReviewScreen {
  ask(review: Review): Promise<boolean>
  notify(notice: Notice): void
}
