import type { Book } from '#core/engine/state.ts'
import type { LoggedEvent } from '../../src/main/runtime/ports.ts'
import { openReader, PAGE_ROWS_MAX } from '../../src/main/store/open-reader.ts'
import { verifyReceipts } from '../../src/main/store/receipts/verify-receipts.ts'
import { replayLog } from '../../src/main/store/replay-log.ts'
import { verifyLog } from '../../src/main/store/verify-log.ts'
import { foldLog } from '../book-text.ts'

export interface DeskFile {
  readonly events: readonly LoggedEvent[]
  readonly book: Book
  /** What is wrong with the chains of log and receipts and with the replay; empty when nothing is. */
  readonly problems: readonly string[]
}

/** Reads a desk's file from outside: its chains are checked and its log is folded anew. */
export function readDeskFile(file: string): DeskFile {
  const reader = openReader(file)
  const events: LoggedEvent[] = []
  try {
    for (;;) {
      const page = reader.eventsPage(events.at(-1)?.seq ?? 0, PAGE_ROWS_MAX)
      events.push(...page)
      if (page.length < PAGE_ROWS_MAX) break
    }
  } finally {
    reader.close()
  }
  const verdicts = [verifyLog(file), verifyReceipts(file)]
  const problems = verdicts.flatMap((verdict) =>
    verdict.ok ? [] : [`the chain breaks at ${verdict.seq}: ${verdict.what}`],
  )
  const replayed = replayLog(file)
  if (!replayed.isSame) problems.push(`the replay differs: ${replayed.what}`)
  return { events, book: foldLog('paper', events), problems }
}
