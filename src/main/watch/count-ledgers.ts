const LEDGER_VENDOR = 0x2c97

interface HidList {
  devices(): readonly { readonly vendorId: number }[]
}

/** Loads the USB driver and counts the Ledgers; throws what the loader throws without libusb. */
export async function countLedgers(): Promise<number> {
  const module: unknown = await import('node-hid')
  const hid = (module as { readonly default?: HidList }).default ?? (module as HidList)
  return hid.devices().filter(({ vendorId }) => vendorId === LEDGER_VENDOR).length
}
