import { contextBridge } from 'electron'

/** The bridge to the desk; the contract gives it its calls. Frozen by the bridge itself. */
contextBridge.exposeInMainWorld('desk', Object.freeze({}))
