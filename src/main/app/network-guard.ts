import { Socket } from 'node:net'

interface Target {
  readonly host?: unknown
  readonly path?: unknown
}

/** The host that the words of `socket.connect` mean; null for a path of this computer. */
function hostOf(words: readonly unknown[]): string | null {
  const [first, second] = words
  // net.connect hands on its words as one list that it has put in order
  if (Array.isArray(first)) return hostOf(first)
  if (typeof first === 'object' && first !== null) {
    const { host, path } = first as Target
    if (typeof path === 'string') return null
    return typeof host === 'string' && host !== '' ? host : 'localhost'
  }
  if (typeof first === 'string' && !/^\d+$/.test(first)) return null
  return typeof second === 'string' ? second : 'localhost'
}

const plain = (host: string): string => host.toLowerCase().replace(/^\[|\]$|\.$/g, '')

/**
 * A target whose name is never found: so the socket fails as every caller expects it of a socket,
 * later and with an error event.
 */
const refusedTarget = (host: string) => ({
  host: 'refused.invalid',
  port: 1,
  lookup: (_name: string, _options: unknown, found: (cause: Error) => void): void => {
    setImmediate(found, new Error(`${host} is not a host that the desk may connect to (E003).`))
  },
})

/**
 * From here on no socket of this process, whoever opens it (our own code, a library, `fetch`),
 * connects to a host outside of the list: the attempt fails before a name is looked up. Sockets
 * and pipes of this computer's file system are not the network. Returns how to lift the guard.
 */
export function guardNetwork(
  hosts: ReadonlySet<string>,
  onRefused: (host: string) => void,
): () => void {
  const connect = Socket.prototype.connect
  Socket.prototype.connect = function guarded(this: Socket, ...words: unknown[]): Socket {
    const host = hostOf(words)
    if (host === null || hosts.has(plain(host))) {
      return Reflect.apply(connect, this, words) as Socket
    }
    onRefused(host)
    return Reflect.apply(connect, this, [refusedTarget(host)]) as Socket
  } as typeof connect
  return () => {
    Socket.prototype.connect = connect
  }
}
