/** Periods are whole and at least `least`; throws a RangeError that says so. */
export function checkPeriod(period: number, least = 1): void {
  if (!Number.isSafeInteger(period) || period < least) {
    throw new RangeError(`a period is a whole number of at least ${least}, not ${period}`)
  }
}

/** Columns that are read together have one length; throws a RangeError otherwise. */
export function checkLengths(length: number, ...columns: readonly Float64Array[]): void {
  for (const column of columns) {
    if (column.length !== length) {
      throw new RangeError(
        `columns of one series have one length, not ${length} and ${column.length}`,
      )
    }
  }
}
