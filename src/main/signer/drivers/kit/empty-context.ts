import type {
  ClearSignContext,
  ContextModule,
  TypedDataClearSignContext,
} from '@ledgerhq/context-module'

const notAsked = () => ({
  type: 'error' as const,
  error: new Error('The desk asks nobody outside of this computer about a message.'),
})

/**
 * What the kit would fetch from Ledger's servers, and what it would report to them: nothing. With no
 * context the device is sent every field of the message and shows it as it is.
 */
export const emptyContext: ContextModule = {
  getContexts: async () => [],
  getFieldContext: async () => notAsked() as ClearSignContext,
  getTypedDataFilters: async () => notAsked() as TypedDataClearSignContext,
  report: async () => undefined,
  signReport: async () => undefined,
}
