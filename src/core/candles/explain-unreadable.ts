const codeOf = (cause: unknown): string =>
  typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : ''

/** Why a candle file could not be read, in words that say what to do. `cause` is what was thrown. */
export function explainUnreadable(cause: unknown): string {
  switch (codeOf(cause)) {
    case 'ENOENT':
      return 'there is no such file'
    case 'EISDIR':
      return 'it is a folder; name the candle file in it (CSV, or CSV packed by gzip)'
    case 'EACCES':
    case 'EPERM':
      return 'the system does not let this program read it'
    case 'Z_BUF_ERROR':
      return 'the gzip file ends too soon: it was cut off on its way; download or pack it again'
    case 'Z_DATA_ERROR':
      return 'the gzip file is damaged: its check sum or its blocks are wrong; download or pack it again'
    case 'ERR_BUFFER_TOO_LARGE':
      return 'it unpacks to more text than one file may hold; split it'
    default:
      return cause instanceof Error ? cause.message : String(cause)
  }
}
