import { eventLog } from './001-event-log.ts'
import { inputsAndOutbox } from './002-inputs-and-outbox.ts'
import { receipts } from './003-receipts.ts'
import type { Migration } from './migration.ts'

/** In order of version, without a gap. */
export const allMigrations: readonly Migration[] = [eventLog, inputsAndOutbox, receipts]
