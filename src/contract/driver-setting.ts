export const DRIVER_SETTINGS = ['automatic', 'kit', 'ledgerjs'] as const

/** Which library is to speak to the device; a setting. */
export type DriverSetting = (typeof DRIVER_SETTINGS)[number]
