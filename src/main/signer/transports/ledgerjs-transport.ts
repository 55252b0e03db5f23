import TransportModule from '@ledgerhq/hw-transport'

/** CommonJS packages arrive with or without their `default` wrapper, depending on who loads them. */
export function unwrapDefault<T>(module: T): T {
  const wrapped = module as { default?: T }
  return wrapped.default ?? module
}

/** LedgerJS's base class. Its subclasses answer `exchange` and `close`. */
export const LedgerJsTransport = unwrapDefault(TransportModule)
export type LedgerJsTransport = InstanceType<typeof LedgerJsTransport>
